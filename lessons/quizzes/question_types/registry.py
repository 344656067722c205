"""The types of questions that there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.question_types import (
    allowed_or_denied,
    choice,
    computed,
    fill_in,
    matching,
    numeric,
    ordering,
    point_at_step,
    read_policy,
    write_policy,
)
from lessons.quizzes.question_types.interface import QuestionType

__all__ = ["TYPES"]

TYPES: Mapping[str, QuestionType[Any]] = {
    choice.NAME: choice,
    ordering.NAME: ordering,
    matching.NAME: matching,
    fill_in.NAME: fill_in,
    numeric.NAME: numeric,
    point_at_step.NAME: point_at_step,
    read_policy.NAME: read_policy,
    allowed_or_denied.NAME: allowed_or_denied,
    write_policy.NAME: write_policy,
    computed.NAME: computed,
}
