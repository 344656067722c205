"""What a learner sends of a card: an answer, how sure they are, or that they want a hint."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from lessons.prediction_questions import Sureness
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.question_types.interface import Given, NotAnAnswerError
from lessons.requests import whole_number

__all__ = ["HAS_CHANGED", "Sent", "read_sent"]

HAS_CHANGED = "The question has changed since you opened it: this is the new one."
SAY_HOW_SURE = "Say how sure you are: what you were sure of comes back later."


@dataclass(frozen=True)
class Sent:
    """What was given so far, after how many hints. A mistake says why it is no answer yet."""

    given: Given | None = None
    sureness: Sureness | None = None
    hints: int = 0
    wants_hint: bool = False
    mistake: str = ""
    sureness_mistake: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it counts."""
        return not (self.wants_hint or self.mistake or self.sureness_mistake)


def read_sent(asked: AskedQuestion, form: QueryDict) -> Sent:
    """What the form holds; who wants a hint need not have answered."""
    wants_hint = "hint" in form
    sureness = Sureness.named(form.get("sureness"))
    try:
        given, mistake = asked.module.read(asked.value, dict(form.lists())), ""
    except NotAnAnswerError as error:
        given, mistake = error.kept, str(error)
    return Sent(
        given=given,
        sureness=sureness,
        hints=min(whole_number(form, "hints") + wants_hint, len(asked.hints)),
        wants_hint=wants_hint,
        mistake="" if wants_hint else mistake,
        sureness_mistake="" if wants_hint or sureness else SAY_HOW_SURE,
    )
