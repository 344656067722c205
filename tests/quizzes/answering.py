"""What a browser sends of an answer, whatever the type of its question."""

from __future__ import annotations

from lessons.quizzes.grading import AskedQuestion
from tests.quizzes.question_types.fragments import shown

__all__ = ["form_of_the_key"]


def form_of_the_key(asked: AskedQuestion) -> dict[str, list[str]]:
    """The fields of the form once they are filled in with what is right, each with its values."""
    return shown(asked.module, asked.value, asked.module.key(asked.value)).sent
