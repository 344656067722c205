"""The form that asks before a step is shown."""

from __future__ import annotations

from typing import Any

from django import forms

from lessons.prediction_questions import Asked, Sureness
from lessons.trace import Step

__all__ = ["PredictionForm"]

CHOOSE = "Choose what you expect. A guess is fine."
CHOOSE_AGAIN = "Choose one of these: the question has changed since you opened it."
SAY_HOW_SURE = "Say how sure you are: it shows you what you know."


class PredictionForm(forms.Form):
    """One of the choices of ``asked`` in its own words, and how sure the learner is.

    The words travel, not their places, and the key of the step, not its number: an answer to a question that
    an edit has replaced or moved is refused.
    """

    chosen = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE_AGAIN}
    )
    sureness = forms.TypedChoiceField(
        choices=[(one.value, one.label) for one in Sureness],
        coerce=Sureness,
        widget=forms.RadioSelect,
        error_messages={"required": SAY_HOW_SURE, "invalid_choice": SAY_HOW_SURE},
    )

    def __init__(self, step: Step, asked: Asked, data: Any = None) -> None:
        super().__init__(data)
        self.step = step
        self.asked = asked
        choices = [(text, text) for text in asked.choices]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined] # it is the ChoiceField above

    def clean_chosen(self) -> str:
        """The choice, where it was made of this step; the pages of 0.3.1 do not say of which."""
        if self.data.get("step", self.step.key) != self.step.key:
            raise forms.ValidationError(CHOOSE_AGAIN)
        chosen: str = self.cleaned_data["chosen"]
        return chosen
