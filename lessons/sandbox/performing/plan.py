"""What there is to do in a lesson: its steps with their recorded calls, as a pass goes through them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lessons.models import Lesson
from lessons.sandbox.documents.recorded_calls import OK, RecordedCall, Skip, read_calls
from lessons.sandbox.performing.grading import are_equal
from lessons.sandbox.performing.recorded_moves import UnplayableError, keep, move_of, play
from lessons.sandbox.performing.stage import Made, Move, NotSentError, Stage, make
from lessons.version_cache import once_a_version

__all__ = ["Plan", "Question", "StepToDo", "enter", "judge", "plan_of", "shown"]


@dataclass(frozen=True, slots=True)
class Question:
    """Which statement decided the call that comes before it; ``decides`` names the one that is recorded."""

    decides: str


Part = RecordedCall | Skip | Question


@dataclass(frozen=True, slots=True)
class StepToDo:
    """A step: the calls that make it happen, what is asked of them, and how far the clock is put ahead."""

    number: int
    key: str
    parts: tuple[Part, ...]

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        """The calls, none where the learner is asked what happens next."""
        return tuple(part for part in self.parts if isinstance(part, RecordedCall))

    def open_calls(self, left: Sequence[int]) -> list[tuple[int, RecordedCall]]:
        """Which calls can come now, with their places: those that are left before the clock is put ahead.

        What is asked is asked of the call before it: such a call changes places with no other.
        """
        found: list[tuple[int, RecordedCall]] = []
        for place in left:
            part, is_asked = self.parts[place], self.asks_at(place + 1)
            if not isinstance(part, RecordedCall) or (found and is_asked):
                break
            found.append((place, part))
            if is_asked:
                break
        return found

    def asks_at(self, place: int) -> bool:
        """Whether a question stands at that place."""
        return place < len(self.parts) and isinstance(self.parts[place], Question)

    def expects(self, left: Sequence[int], code: str) -> bool:
        """Whether a call that can come now is answered with this error code."""
        return any(call.answer == code for _, call in self.open_calls(left))


@dataclass(frozen=True, slots=True)
class Plan:
    """A lesson's steps in their order, in a scenario; ``digest`` is another one where they are others."""

    scenario: str
    steps: tuple[StepToDo, ...]
    digest: str

    def step(self, key: str) -> StepToDo | None:
        """The step of that key."""
        return next((step for step in self.steps if step.key == key), None)

    def after(self, step: StepToDo) -> StepToDo | None:
        """The step that comes next, None after the last."""
        return self.steps[step.number] if step.number < len(self.steps) else None


@once_a_version
def plan_of(lesson: Lesson) -> Plan | None:
    """What there is to do, None where no step of the lesson is a call."""
    rows = list(lesson.steps.values_list("key", "run"))
    if not lesson.scenario or not any(run for _, run in rows):
        return None
    steps = (
        StepToDo(number, key, tuple(_with_questions(read_calls(run))) if run else ())
        for number, (key, run) in enumerate(rows, start=1)
    )
    found = tuple(steps)
    # Nodes that know no questions count other parts: to them, a pass with questions is one of another plan.
    asking = [step.key for step in found if any(isinstance(part, Question) for part in step.parts)]
    told = json.dumps([lesson.scenario, rows, *asking], sort_keys=True)
    return Plan(lesson.scenario, found, hashlib.sha256(told.encode()).hexdigest())


def _with_questions(calls: Iterable[RecordedCall | Skip]) -> Iterator[Part]:
    for part in calls:
        yield part
        if isinstance(part, RecordedCall) and part.decides:
            yield Question(part.decides)


def enter(stage: Stage, step: StepToDo, left: Sequence[int]) -> tuple[Stage, list[int]]:
    """The stage and what is left, once the time has passed that lies before the next call."""
    rest = list(left)
    while rest and isinstance(part := step.parts[rest[0]], Skip):
        stage = stage.later(part.seconds)
        rest.pop(0)
    return stage, rest


def judge(stage: Stage, step: StepToDo, left: Sequence[int], move: Move) -> tuple[Made, int | None]:
    """The move as it was carried out, and the place of the recorded call that it comes to, None for none.

    Calls between which no time passes can come in any order in which all of them are answered as recorded.
    Raises NotSentError.
    """
    made = make(stage, move)
    for place, call in step.open_calls(left):
        if (made.call.error_code or OK) == call.answer and _comes_to(stage, made, call):
            rest = [other for other in left if other != place]
            if place == left[0] or _can_go_on(keep(call, made), step, rest):
                return made, place
    return made, None


def shown(stage: Stage, step: StepToDo, left: Sequence[int]) -> Stage:
    """The stage after the rest of the step as it is recorded. Raises UnplayableError."""
    parts = (step.parts[place] for place in left)
    return play((part for part in parts if not isinstance(part, Question)), stage)


def _comes_to(stage: Stage, made: Made, call: RecordedCall) -> bool:
    """Whether what was made comes to the same as the recorded call."""
    try:
        model = make(stage, move_of(call, stage))
    except (UnplayableError, NotSentError):
        return False
    return are_equal(stage, made, model)


def _can_go_on(stage: Stage, step: StepToDo, left: Sequence[int]) -> bool:
    try:
        shown(stage, step, left)
    except (UnplayableError, NotSentError):
        return False
    return True
