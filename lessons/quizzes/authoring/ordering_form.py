"""The form for what is put in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.authoring.lines import entries
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.question_types import ordering
from lessons.quizzes.question_types.interface import Values

__all__ = ["OrderingForm"]


class OrderingForm(QuestionForm):
    """The items in one text box."""

    TYPE = ordering.NAME
    SUMMARY = "Steps of something, shown in another order than they happen. Credit for each pair in order."

    items = lines_field("In the right order", "One a line. Each learner gets them in another order.")

    def typed(self, content: Values) -> dict[str, Any]:
        """The items."""
        return {"items": "\n".join(ordering.parse(content).items)}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The items in their order."""
        return {"items": entries(typed["items"])}
