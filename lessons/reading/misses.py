"""What a reader got wrong in a lesson, wherever that was: to be carried on the lesson's card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from lessons.accounts.models import User
from lessons.lesson_trace import step_url, trace_of
from lessons.models import Lesson, Prediction

__all__ = ["MOST_SHOWN", "Miss", "misses_of", "register_misses"]

MOST_SHOWN = 6  # so that the card stays one page


@dataclass(frozen=True)
class Miss:
    """A question and its right answer, in words and code spans, and where the proof is ("" for nowhere)."""

    question: str
    answer: str
    url: str


Misses = Callable[[User, Lesson], Iterable[Miss]]


def of_predictions(user: User, lesson: Lesson) -> Iterable[Miss]:
    """What came otherwise in the round of predictions that is open, in one query."""
    trace, url = trace_of(lesson), step_url(lesson)
    for prediction in Prediction.objects.current(user, lesson).filter(right=False):
        number = trace.number_of(prediction.step_key)
        asked = prediction.question
        yield Miss(asked.prompt, asked.answer, url(number) if number else "")


# Each asks the database once.
sources: list[Misses] = [of_predictions]


def register_misses(source: Misses) -> None:
    """Count in what ``source`` gives, in one query."""
    sources.append(source)


def misses_of(user: User | AnonymousUser, lesson: Lesson) -> tuple[Miss, ...]:
    """What ``user`` got wrong last, each question once; what was asked twice is told once."""
    if not user.is_authenticated:
        return ()
    found = {miss.question: miss for source in sources for miss in source(user, lesson)}
    return tuple(found.values())[:MOST_SHOWN]
