"""The form for a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.lines import cells, entries, joined
from lessons.quizzes.authoring.question_form import Fieldset, QuestionForm, lines_field
from lessons.quizzes.question_types import numeric
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["NumericForm"]


class NumericForm(QuestionForm):
    """The value, how far from it an answer may be, and its units."""

    TYPE = numeric.NAME
    SUMMARY = "A number within a tolerance, with a unit where there is one."

    value = forms.CharField(help_text="Such as 3,600 or 0.5.")
    tolerance = forms.CharField(
        required=False, help_text="How far an answer may be from it; 0 where nothing is said."
    )
    unit = forms.CharField(
        required=False, help_text="In which the value is, such as seconds; none for a bare number."
    )
    units = lines_field(
        "Other units",
        "One a line, and behind a bar how many of the unit above it is worth: min | 60",
        rows=3,
        required=False,
    )

    @classmethod
    def own_fieldsets(cls, content: Values) -> list[Fieldset]:
        """The short ones beside each other."""
        return [("The answer", {"fields": [("value", "tolerance", "unit"), "units"]})]

    def typed(self, content: Values) -> dict[str, Any]:
        """As they were written."""
        parsed = numeric.parse(content)
        units = "\n".join(map(joined, parsed.units))
        return {"value": parsed.value, "tolerance": parsed.tolerance, "unit": parsed.unit, "units": units}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The number with its units."""
        units = [cells(line) for line in entries(typed["units"])]
        if odd := next((unit for unit in units if len(unit) != len(("unit", "factor"))), None):
            raise QuestionMistakeError("units", f"“{joined(odd)}” is no unit with its worth behind one bar.")
        return {
            "value": typed["value"],
            "tolerance": typed["tolerance"] or numeric.NONE,
            "unit": typed["unit"],
            "units": [{"unit": unit, "factor": factor} for unit, factor in units],
        }
