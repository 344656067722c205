"""The types of questions that there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.interface import QuestionType

__all__ = ["TYPES"]

TYPES: Mapping[str, QuestionType[Any]] = {
    choice.NAME: choice,
}
