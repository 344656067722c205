"""What a reader predicted: the one place that writes it, and how far through the steps they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.asking import asking_steps
from lessons.models import Lesson, Prediction, StepSeen
from lessons.progress import see_step
from lessons.trace import Trace
from lessons.tracing import trace_of
from lessons.versions import once_a_version
from lessons.visualizer import Mode, Verdict, mode_for

__all__ = ["Round", "mode_of", "predict", "round_of", "start_over"]


@dataclass(frozen=True)
class Round:
    """One way through a trace: the steps to predict, and the predictions so far by the step's number."""

    trace: Trace
    asking: tuple[int, ...]
    made: Mapping[int, Prediction]

    @property
    def open(self) -> int | None:
        """The first step that waits for a prediction, None once there is none."""
        return next((number for number in self.asking if number not in self.made), None)

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
        """The steps that the reader was certain of, and that came otherwise."""
        return tuple(number for number, made in self.made.items() if made.is_surprise)

    @property
    def other_misses(self) -> tuple[int, ...]:
        """The steps predicted wrongly without being certain."""
        return tuple(n for n, made in self.made.items() if not made.right and not made.is_surprise)


def round_of(user: User | AnonymousUser, lesson: Lesson, trace: Trace) -> Round:
    """The reader's predictions since they last started over, in one query; a stranger has none."""
    if not user.is_authenticated:
        return Round(trace, asking_steps_of(lesson), {})
    rows = Prediction.objects.current(user, lesson).filter(number__lte=len(trace.steps))
    return Round(trace, asking_steps_of(lesson), {row.number: row for row in rows})


@once_a_version
def asking_steps_of(lesson: Lesson) -> tuple[int, ...]:
    """The numbers of the lesson's steps that something can be asked about."""
    return asking_steps(trace_of(lesson))


def predict(user: User, lesson: Lesson, number: int, verdict: Verdict) -> None:
    """Record a prediction of step ``number``, which counts as seen then; the first of a round counts."""
    prediction = Prediction(
        user=user,
        lesson=lesson,
        number=number,
        asked=verdict.asked.as_json(),
        chosen=verdict.chosen,
        right=verdict.is_right,
        sureness=verdict.sureness,
    )
    with transaction.atomic():
        Prediction.objects.bulk_create([prediction], ignore_conflicts=True)
        see_step(user, lesson, number)


def start_over(user: User, lesson: Lesson) -> None:
    """Have every step asked about again; what was predicted so far is kept."""
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
    seen = StepSeen.objects.filter(user=user, lesson=lesson, number__lte=len(trace.steps)).count()
    if seen < len(trace.steps):
        return 0
    rows = Prediction.objects.filter(user=user, lesson=lesson)
    predicted = set(rows.order_by().values_list("number", flat=True).distinct())
    return 2 if predicted.issuperset(asking_steps_of(lesson)) else 1
