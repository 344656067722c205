"""What a reader predicted: the one place that writes it, and how far through the steps they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.lesson_trace import trace_of
from lessons.models import Lesson, OfAStep, Prediction, StepSeen
from lessons.prediction_questions import asking_steps
from lessons.reading.progress import free_number, see_step
from lessons.signals import step_predicted
from lessons.trace import Step, Trace
from lessons.version_cache import once_a_version
from lessons.visualizer import Mode, Verdict, mode_for

__all__ = ["Round", "mode_of", "predict", "round_of", "start_over"]


@dataclass(frozen=True)
class Round:
    """One way through a trace: the steps to predict, and the predictions so far by the step's key."""

    trace: Trace
    asking: tuple[Step, ...]
    made: Mapping[str, Prediction]

    @property
    def open(self) -> int | None:
        """The first step that waits for a prediction, None once there is none."""
        return next((step.number for step in self.asking if step.key not in self.made), None)

    @property
    def is_complete(self) -> bool:
        """Whether every question is answered."""
        return self.open is None

    @property
    def right(self) -> int:
        """How many predictions were right."""
        return sum(prediction.right for prediction in self.made.values())

    @property
    def surprises(self) -> tuple[int, ...]:
        """The numbers of the steps that the reader was certain of, and that came otherwise."""
        return tuple(number for number, made in self.by_number if made.is_surprise)

    @property
    def other_misses(self) -> tuple[int, ...]:
        """The numbers of the steps predicted wrongly without being certain."""
        return tuple(number for number, made in self.by_number if not made.right and not made.is_surprise)

    @property
    def by_number(self) -> Iterator[tuple[int, Prediction]]:
        """The predictions with the numbers that their steps have now, in their order."""
        return ((step.number, self.made[step.key]) for step in self.trace.steps if step.key in self.made)

    def of(self, number: int) -> Prediction | None:
        """The prediction of the step that is number ``number`` now."""
        return self.made.get(self.trace.steps[number - 1].key)


def round_of(user: User | AnonymousUser, lesson: Lesson, trace: Trace) -> Round:
    """The reader's predictions of the steps there are, since they last started over; a stranger has none."""
    if not user.is_authenticated:
        return Round(trace, asking_steps_of(lesson), {})
    rows = list(Prediction.objects.current(user, lesson))
    made = {step.key: row for step in trace.steps for row in rows if row.is_of(step)}
    return Round(trace, asking_steps_of(lesson), made)


@once_a_version
def asking_steps_of(lesson: Lesson) -> tuple[Step, ...]:
    """The lesson's steps that something can be asked about."""
    return asking_steps(trace_of(lesson))


@transaction.atomic
def predict(user: User, lesson: Lesson, step: Step, verdict: Verdict) -> None:
    """Record a prediction of this step, which counts as seen then; the first of a round counts."""
    prediction = Prediction(
        user=user,
        lesson=lesson,
        step_key=step.key,
        number=free_number(step, Prediction.objects.current(user, lesson).only("number")),
        asked=verdict.asked.as_json(),
        chosen=verdict.chosen,
        right=verdict.is_right,
        sureness=verdict.sureness,
    )
    Prediction.objects.bulk_create([prediction], ignore_conflicts=True)
    see_step(user, lesson, step)
    stored = Prediction.objects.current(user, lesson).filter(step_key=step.key).first()
    if stored:
        step_predicted.send(sender=Prediction, prediction=stored, lesson=lesson)


def start_over(user: User, lesson: Lesson) -> None:
    """Have every step asked about again; what was predicted so far is kept.

    Raises BadRequest where they have done so as often as a learner may.
    """
    closed = Prediction.objects.filter(user=user, lesson=lesson).exclude(closed_at=None)
    if closed.values("closed_at").distinct().count() >= budgets.ROUNDS:
        raise BadRequest(
            f"You have predicted this lesson {budgets.ROUNDS} times, which is as often as it counts."
        )
    Prediction.objects.current(user, lesson).update(closed_at=timezone.now())


def mode_of(user: User, lesson: Lesson, trace: Trace) -> Mode:
    """The mode to step through the lesson in: a round that is under way goes on."""
    made = round_of(user, lesson, trace)
    under_way = made.made and not made.is_complete
    return mode_for(passes_of(user, lesson, trace), Mode.PREDICT if under_way else None)


def passes_of(user: User, lesson: Lesson, trace: Trace) -> int:
    """How often the reader has been through the steps: once all are seen, and again once all are predicted.

    No counter is kept: the rows of what was seen and predicted say it, whatever order it was done in.
    """
    seen = StepSeen.objects.filter(user=user, lesson=lesson).only("step_key", "number")
    if not has_all(seen, trace.steps):
        return 0
    predicted = Prediction.objects.filter(user=user, lesson=lesson).only("step_key", "number")
    return 2 if has_all(predicted, asking_steps_of(lesson)) else 1


def has_all(rows: Iterable[OfAStep], steps: Iterable[Step]) -> bool:
    """Whether each of the steps has a row about it."""
    return all(any(row.is_of(step) for row in rows) for step in steps)
