"""The one text that a learner typed as an answer."""

from __future__ import annotations

from lessons.aws.budgets import TYPED
from lessons.quizzes.question_types.interface import Form, NotAnAnswerError
from lessons.quizzes.question_types.written import one_line

__all__ = ["FIELD", "typed"]

FIELD = "answer"

PLEASE_TYPE = "Write an answer, then check it."
TOO_LONG = f"An answer has at most {TYPED} characters. Shorten it, then check it."
NOT_VISIBLE = "There is a character in it that cannot be seen. Type the answer anew, then check it."


def typed(form: Form) -> str:
    """It on one line. Raises NotAnAnswerError where there is none, or one that nobody types.

    A character that cannot be seen would make a right answer a wrong one, and PostgreSQL stores no NUL.
    """
    sent = form.get(FIELD, ())
    if len(sent) == 1 and len(sent[0]) > TYPED:
        raise NotAnAnswerError(TOO_LONG)
    text = one_line(sent[0]) if len(sent) == 1 else ""
    if not text:
        raise NotAnAnswerError(PLEASE_TYPE)
    if not text.isprintable():
        raise NotAnAnswerError(NOT_VISIBLE)
    return text
