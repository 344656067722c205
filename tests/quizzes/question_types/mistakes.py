"""What an author is told of a mistake."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.quizzes.question_types.interface import QuestionMistakeError, QuestionType

__all__ = ["mistake"]


def mistake(kind: QuestionType[Any], written: dict[str, Any]) -> str:
    """The key where the mistake is."""
    with pytest.raises(QuestionMistakeError) as refused:
        kind.parse(written)
    return refused.value.key
