"""What a learner has to have seen in a sandbox: one table of goals, read by pages, lessons and classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.progress import finish_style
from lessons.sandbox.models import Event, Lab, Sandbox

__all__ = ["GOALS", "Goal", "goals_reached", "note_goals", "with_state"]

TEMPORARY = "ASIA"
WRITES = ("s3:PutObject", "s3:DeleteObject")


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to have seen for oneself, and how to tell from one call."""

    key: str
    text: str
    hint: str
    reached: Callable[[Event], bool]


def _temporary(event: Event) -> bool:
    return event.access_key_id.startswith(TEMPORARY)


GOALS = (
    Goal(
        "assumed",
        "Get temporary credentials",
        "Assume the role: the form is filled in.",
        lambda event: event.operation == "AssumeRole" and event.succeeded,
    ),
    Goal(
        "used",
        "Reach the bucket with them",
        "List the bucket, or read a file in it.",
        lambda event: _temporary(event) and event.service == "s3" and event.succeeded,
    ),
    Goal(
        "refused",
        "Be refused what the role does not allow",
        "Try to write a file: the role may only read.",
        lambda event: _temporary(event) and event.action in WRITES and event.error_code == "AccessDenied",
    ),
    Goal(
        "expired",
        "Watch them die",
        "Skip to the expiry, then use the same credentials again.",
        lambda event: event.error_code == "ExpiredToken",
    ),
)
# With these a lab is done; the others are worth seeing.
ENOUGH = {"used", "expired"}


def note_goals(sandbox: Sandbox, event: Event) -> None:
    """Add what ``event`` reaches to the sandbox's goals; the caller holds the lock and saves."""
    new = [goal.key for goal in GOALS if goal.key not in sandbox.goals and goal.reached(event)]
    if not new:
        return
    sandbox.goals = [*sandbox.goals, *new]
    if set(sandbox.goals) >= ENOUGH and ENOUGH & set(new):
        for lab in Lab.objects.filter(scenario=sandbox.scenario_id).select_related("lesson"):
            finish_style(sandbox.user, lab.lesson, "sandbox")


def with_state(sandbox: Sandbox) -> list[tuple[Goal, bool]]:
    """Every goal, and whether the learner has reached it."""
    return [(goal, goal.key in sandbox.goals) for goal in GOALS]


def goals_reached(users: Iterable[User], lessons: Iterable[Lesson]) -> dict[tuple[int, int], int]:
    """By user id and lesson id how many of the GOALS are reached, for lessons with a lab; one query."""
    rows = Sandbox.objects.filter(user__in=users, scenario__labs__lesson__in=lessons)
    values = rows.values_list("user_id", "scenario__labs__lesson_id", "goals")
    return {(user, lesson): len(goals) for user, lesson, goals in values}
