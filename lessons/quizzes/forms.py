"""The form of one question."""

from __future__ import annotations

from typing import Any

from django import forms

from lessons.quizzes.grading import AskedQuestion

__all__ = ["AnswerForm"]

PLEASE_CHOOSE = "Choose one of the answers, then check it."


class AnswerForm(forms.Form):
    """One choice among those of a question; ``cleaned_data["choice"]`` is its index, from 0."""

    def __init__(self, question: AskedQuestion, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["choice"] = forms.TypedChoiceField(
            choices=list(enumerate(question.choices)),
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": PLEASE_CHOOSE, "invalid_choice": PLEASE_CHOOSE},
        )
