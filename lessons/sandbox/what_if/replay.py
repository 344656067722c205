"""A lesson's recorded calls played from a stage on, whatever AWS answers. Values; nothing here has a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lessons import aws
from lessons.models import Lesson
from lessons.sandbox.documents.recorded_calls import OK, RecordedCall, Skip
from lessons.sandbox.models import Scenario
from lessons.sandbox.performing.page import line
from lessons.sandbox.performing.plan import StepToDo, plan_of
from lessons.sandbox.performing.recorded_moves import UnplayableError, keep, move_of
from lessons.sandbox.performing.stage import MOVE_SECONDS, Made, Stage, make, opened
from lessons.version_cache import once_a_version

__all__ = ["PlayedCall", "PlayedStep", "as_recorded", "play_on"]


@dataclass(frozen=True, slots=True)
class PlayedCall:
    """A recorded call with the stage before it, and what came of it.

    ``made`` is None where it could not be made; ``needed`` names the credentials that were not there then.
    """

    call: RecordedCall
    before: Stage
    made: Made | None
    needed: str = ""

    @property
    def line(self) -> str:
        """The call in a line."""
        return line(self.call.by or "nobody", self.call.operation, self.call.parameters)

    @property
    def answer(self) -> str:
        """ "ok" or AWS's error code, "" where it could not be made."""
        return (self.made.call.error_code or OK) if self.made else ""


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A step with the stages before and after it, and its calls."""

    step: StepToDo
    before: Stage
    calls: tuple[PlayedCall, ...]
    after: Stage


def as_recorded(lesson: Lesson) -> tuple[PlayedStep, ...]:
    """Every step in the world of the lesson's scenario, empty where nothing of it can be played.

    Everybody gets the same world, and nobody a key to it: it is none that anybody can call.
    """
    plan = plan_of(lesson)
    document = Scenario.objects.filter(slug=plan.scenario).values_list("document", flat=True) if plan else ()
    return next((_played_in(lesson, json.dumps(found)) for found in document), ())


def play_on(stage: Stage, steps: Iterable[StepToDo]) -> Iterator[PlayedStep]:
    """These steps, one after the other. A call that cannot be made takes its time all the same."""
    for step in steps:
        before, calls = stage, []
        for part in step.parts:
            if isinstance(part, Skip):
                stage = stage.later(part.seconds)
            if not isinstance(part, RecordedCall):
                continue
            calls.append(_played(part, stage))
            made = calls[-1].made
            stage = keep(part, made) if made else stage.later(MOVE_SECONDS)
        yield PlayedStep(step, before, tuple(calls), stage)


@once_a_version
def _played_in(lesson: Lesson, scenario: str) -> tuple[PlayedStep, ...]:
    """The lesson's steps in the world of a scenario's document, which is told as JSON."""
    plan = plan_of(lesson)
    world = aws.build(json.loads(scenario), f"what if {lesson.slug}")
    return tuple(play_on(opened(world, lesson.updated_at), plan.steps)) if plan else ()


def _played(call: RecordedCall, stage: Stage) -> PlayedCall:
    try:
        return PlayedCall(call, stage, make(stage, move_of(call, stage)))
    except UnplayableError as error:
        return PlayedCall(call, stage, None, error.needed)
