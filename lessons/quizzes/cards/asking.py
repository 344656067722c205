"""What a card asks: today's version of its question, or what comes out of its step."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from random import Random
from typing import Any

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.prediction_questions import ask
from lessons.quizzes.cards.reasons import reason_of
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Card, CardReview, Kind, Question
from lessons.quizzes.question_types.interface import QuestionMistakeError
from lessons.trace import Trace
from lessons.version_cache import once_a_version

__all__ = ["Turn", "asked_in", "from_json", "to_json", "turn_of"]


@once_a_version
def asked_in(lesson: Lesson) -> frozenset[tuple[str, str]]:
    """The kinds and keys of all that cards can ask in the lesson."""
    trace = trace_of(lesson)
    steps = {(Kind.STEP.value, step.key) for step in trace.steps if of_step(trace, step.key)}
    keys = Question.objects.filter(lesson=lesson).published().values_list("key", flat=True)
    return frozenset(steps | {(Kind.QUESTION.value, key) for key in keys})


@dataclass(frozen=True)
class Turn:
    """A card that is to be answered, for the ``number``-th time in the review, from 0, and why."""

    card: Card
    number: int
    asked: AskedQuestion
    reason: str

    @property
    def token(self) -> str:
        """What its answer is stored by, once."""
        return f"review/{self.card.pk}/{self.number}"

    @property
    def digest(self) -> str:
        """What tells the question on a page from the one that it was edited to since."""
        return sha256(dumps(to_json(self.asked), sort_keys=True).encode()).hexdigest()[:16]


def turn_of(card: Card) -> Turn | None:
    """What the card asks next, the same until it is answered; None where its question or step is gone."""
    reviews = list(card.reviews.defer("asked", "given"))
    number = sum(review.source == CardReview.Source.REVIEW for review in reviews)
    trace = trace_of(card.lesson)
    if card.kind == Kind.STEP:
        asked = of_step(trace, card.key)
    else:
        asked = of_question(card.lesson, trace, card.key, f"{card.pk}/{number}")
    return Turn(card, number, asked, reason_of(reviews)) if asked else None


def of_question(lesson: Lesson, trace: Trace, key: str, seed: str) -> AskedQuestion | None:
    """Today's version of the question, drawn by the seed."""
    row = Question.objects.of(lesson).published().filter(key=key).first()
    if row is None:
        return None
    number = trace.number_of(row.step.key) if row.step else None
    try:
        return row.as_asked(number or 0, Random(seed).getrandbits(32))  # noqa: S311 -- no secret is drawn
    except QuestionMistakeError:  # drawn by what is gone since
        return None


def of_step(trace: Trace, key: str) -> AskedQuestion | None:
    """The question that is asked before the step is shown, with what it is about."""
    number = trace.number_of(key)
    asked = ask(trace, number) if number else None
    if number is None or asked is None:
        return None
    step = trace.steps[number - 1]
    question = AskedQuestion(
        prompt=f"Step: {step.action}. Input: {step.input.rstrip('.')}. {asked.prompt}",
        content={"choices": list(asked.choices), "right": asked.answer},
        explanation=step.why,
        step=number,
        step_key=key,
        column="output",
    )
    try:
        question.value  # noqa: B018 -- parsed once
    except QuestionMistakeError:  # an output that is longer than a choice may be
        return None
    return question


def to_json(asked: AskedQuestion) -> dict[str, Any]:
    """The question as a review keeps it."""
    return {"data": asked.as_json(), "step_key": asked.step_key, "details": asked.details()}


def from_json(kept: Any) -> AskedQuestion:
    """The question that ``to_json`` wrote."""
    return AskedQuestion.from_json(**kept)
