"""How far learners are in their labs: noted as it happens, counted for lessons and classes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from lessons import aws
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.reading.progress import finish_style
from lessons.sandbox.documents.goals import DECIDING, Goal, read_goals
from lessons.sandbox.labs.goal_checks import Moment, reached, within_reach
from lessons.sandbox.models import Event, Lab, LabProgress, Sandbox

__all__ = ["Counts", "calls_of", "count_goals", "labs_in", "note_goals", "progress_in"]

OF_A_CALL = (
    "sandbox",  # whose events are asked for: without it each row would be asked for it again
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


def note_goals(sandbox: Sandbox, event: Event, *, changed: bool) -> None:
    """Keep what ``event`` reaches in the lab of the sandbox; the caller holds the lock.

    ``changed`` tells whether the world or its time is another one than before.
    """

    moment = Moment(event, cache(lambda: calls_of(sandbox)), aws.World(sandbox.world), event.at, changed)
    call_made = f"{event.service}:{event.operation}"
    if sandbox.open_goals is None or reached(_goals(sandbox.open_goals, call_made), moment):
        labs = progress_in(sandbox.user_id, labs_in(sandbox, Lab.objects.exclude(goals=[])))
        for lab, progress in labs.items():
            _note(lab, progress, moment)
        left = [goal for lab, progress in labs.items() for goal in _left(lab, progress)]
        sandbox.open_goals = json.dumps(left)
        sandbox.save(update_fields=["open_goals"])


def calls_of(sandbox: Sandbox) -> list[Event]:
    """The calls of the run, oldest first, with what goals ask of them and no more."""
    lines = sandbox.events.order_by("number").only(*OF_A_CALL)
    refused_by = {"refused_by": KT("decision__refused_by")}  # without the rest of the decision
    return [*lines.annotate(**refused_by)]


def labs_in(sandbox: Sandbox, labs: QuerySet[Lab]) -> list[Lab]:
    """Those of the labs that the sandbox is for: the one its learner came from, else any of its scenario."""
    of_scenario = [*labs.filter(scenario=sandbox.scenario_id)]
    return [lab for lab in of_scenario if lab.pk == sandbox.lab_id] or of_scenario


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


def progress_in(user_id: int, labs: Collection[Lab]) -> dict[Lab, LabProgress]:
    """The learner's progress by lab; where there is none yet, a row that is not saved."""
    known = {row.lab_id: row for row in LabProgress.objects.filter(user=user_id, lab__in=labs)}
    return {lab: known.get(lab.pk) or LabProgress(user_id=user_id, lab=lab) for lab in labs}


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
