"""How far learners are in their labs: noted as it happens, read by pages, lessons and classes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.fields.json import KT

from lessons import aws
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.reading.progress import finish_style
from lessons.sandbox.documents.goals import DECIDING, Goal, read_goals
from lessons.sandbox.labs.goal_checks import Moment, reached, within_reach
from lessons.sandbox.models import Event, Lab, LabProgress, Sandbox

__all__ = ["Counts", "LabView", "Standing", "count_goals", "note_goals", "view_of", "views_of"]

STRENGTHS = ("Give me a hint", "A stronger hint", "Nearly the answer")
OF_A_CALL = (
    "number",
    "service",
    "operation",
    "caller_arn",
    "access_key_id",
    "resource",
    "error_code",
    "status",
    "parameters",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal as a learner sees it: whether it is reached, and the hints asked for so far."""

    goal: Goal
    is_reached: bool
    hints: tuple[str, ...]

    @property
    def next_hint(self) -> tuple[int, str] | None:
        """The number of the next hint, counted from 1, and what to call it; None where there is none."""
        given = len(self.hints)
        return (given + 1, STRENGTHS[given]) if given < len(self.goal.hints) else None


@dataclass(frozen=True, slots=True)
class LabView:
    """A lab as a learner sees it."""

    lab: Lab
    goals: tuple[Standing, ...]
    is_finished: bool

    @property
    def reached(self) -> int:
        """How many of the goals are reached."""
        return sum(goal.is_reached for goal in self.goals)


def note_goals(sandbox: Sandbox, event: Event, *, changed: bool) -> None:
    """Keep what ``event`` reaches in the labs of the sandbox's scenario; the caller holds the lock.

    ``changed`` tells whether the world or its time is another one than before.
    """

    @cache
    def calls() -> list[Event]:
        lines = sandbox.events.order_by("number").only(*OF_A_CALL)
        refused_by = {"refused_by": KT("decision__refused_by")}  # without the rest of the decision
        return [*lines.annotate(**refused_by)]

    moment = Moment(event, calls, aws.World(sandbox.world), event.at, changed)
    call_made = f"{event.service}:{event.operation}"
    if sandbox.open_goals is None or reached(_goals(sandbox.open_goals, call_made), moment):
        labs = _progress(sandbox.user_id, Lab.objects.filter(scenario=sandbox.scenario_id).exclude(goals=[]))
        for lab, progress in labs.items():
            _note(lab, progress, moment)
        left = [goal for lab, progress in labs.items() for goal in _left(lab, progress)]
        sandbox.open_goals = json.dumps(left)
        sandbox.save(update_fields=["open_goals"])


@lru_cache(maxsize=1_000)
def _goals(text: str, call: str) -> tuple[Goal, ...]:
    """Those of the open goals that such a call comes near to, read once for all of its kind."""
    return within_reach(read_goals(json.loads(text)), call)


def _left(lab: Lab, progress: LabProgress) -> Iterator[dict[str, Any]]:
    """What of the lab's goals decides whether they are reached, of those that are not."""
    for goal in lab.goals if progress.finished_at is None else ():
        if goal["key"] not in progress.reached:
            yield {part: value for part, value in goal.items() if part in DECIDING}


def _note(lab: Lab, progress: LabProgress, moment: Moment) -> None:
    if progress.finished_at:
        return
    goals = lab.goal_list
    left = [goal for goal in goals if goal.key not in progress.reached]
    new = reached(left, moment)
    if left and not new:
        return
    progress.add(new, goals)
    # Not `progress.save()`: a hint that was asked for meanwhile may have made the row.
    found = {"reached": progress.reached, "finished_at": progress.finished_at}
    LabProgress.objects.update_or_create(user_id=progress.user_id, lab=lab, defaults=found)
    if progress.finished_at:
        finish_style(progress.user, lab.lesson, "sandbox")


def _progress(user_id: int, labs: Collection[Lab]) -> dict[Lab, LabProgress]:
    """The learner's progress by lab; where there is none yet, a row that is not saved."""
    known = {row.lab_id: row for row in LabProgress.objects.filter(user=user_id, lab__in=labs)}
    return {lab: known.get(lab.pk) or LabProgress(user_id=user_id, lab=lab) for lab in labs}


def views_of(user: User | AnonymousUser, labs: Collection[Lab]) -> list[LabView]:
    """The labs as the learner sees them; a stranger has reached nothing yet."""
    if not user.is_authenticated:
        return [_view(lab, LabProgress(lab=lab)) for lab in labs]
    return [_view(lab, progress) for lab, progress in _progress(user.pk, labs).items()]


def view_of(user: User | AnonymousUser, lab: Lab) -> LabView:
    """One lab as the learner sees it."""
    return views_of(user, [lab])[0]


def _view(lab: Lab, progress: LabProgress) -> LabView:
    standings = tuple(
        Standing(goal, goal.key in progress.reached, goal.hints[: progress.hints.get(goal.key, 0)])
        for goal in lab.goal_list
    )
    return LabView(lab, standings, progress.finished_at is not None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Goals by lesson id; by user and lesson id how many are reached, and how many hints were asked for."""

    goals: Mapping[int, int]
    reached: Mapping[tuple[int, int], int]
    hints: Mapping[tuple[int, int], int]


def count_goals(users: Iterable[User], lessons: Iterable[Lesson]) -> Counts:
    """How far these learners are in the labs of these lessons, in two queries. Finished labs count whole."""
    labs = Lab.objects.filter(lesson__in=lessons).values_list("lesson_id", "goals")
    keys = {lesson: {goal["key"] for goal in goals} for lesson, goals in labs}
    done, hints = {}, {}
    rows = LabProgress.objects.filter(user__in=users, lab__lesson__in=lessons)
    for user, lesson, found, asked, finished in rows.values_list(
        "user_id", "lab__lesson_id", "reached", "hints", "finished_at"
    ):
        done[user, lesson] = len(keys[lesson] if finished else keys[lesson] & set(found))
        hints[user, lesson] = sum(asked.values())
    return Counts({lesson: len(found) for lesson, found in keys.items()}, done, hints)
