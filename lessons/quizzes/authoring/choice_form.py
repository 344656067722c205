"""The form for choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.lines import RIGHT, cells, entries, joined, marked, starred
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["ChoiceForm"]


class ChoiceForm(QuestionForm):
    """The choices in one text box."""

    TYPE = choice.NAME
    SUMMARY = "One answer of several, or every answer that is right."
    BESIDE = {"right": "choices"}

    choices = lines_field(
        "Choices",
        "One a line. A right one begins with a star: *Access is denied. What is said to whoever takes it"
        " stands behind a bar: 1 hour | That is the default.",
        rows=7,
    )
    is_many = forms.BooleanField(
        label="Several may be right",
        required=False,
        help_text="Learners may take any number of them.",
    )

    def typed(self, content: Values) -> dict[str, Any]:
        """Each choice with its star and what is said to it."""
        parsed = choice.parse(content)
        lines = [
            starred(joined([one.text, one.feedback] if one.feedback else [one.text]), is_right=one.is_right)
            for one in parsed.choices
        ]
        return {"choices": "\n".join(lines), "is_many": parsed.is_many}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The choices and the right ones."""
        lines = [(is_right, cells(line)) for is_right, line in map(marked, entries(typed["choices"]))]
        if not typed["is_many"] and sum(is_right for is_right, _ in lines) != 1:
            count = sum(is_right for is_right, _ in lines)
            said = f"Mark exactly one choice as right with {RIGHT}; {count} are marked."
            raise QuestionMistakeError("choices", said)
        choices = [{"text": text, "feedback": " ".join(said)} for _, (text, *said) in lines]
        right = [text for is_right, (text, *_) in lines if is_right]
        return {"choices": choices, "right": right if typed["is_many"] else right[0]}
