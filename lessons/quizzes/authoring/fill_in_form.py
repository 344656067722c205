"""The form for a word that is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.lines import cells, entries, joined
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.question_types import fill_in
from lessons.quizzes.question_types.interface import Values

__all__ = ["FillInForm"]


class FillInForm(QuestionForm):
    """What is accepted, and wrong answers that are foreseen."""

    TYPE = fill_in.NAME
    SUMMARY = "One word or a few are typed; several may be accepted."

    accepted = lines_field("Accepted answers", "One a line; the first is shown as the right one.", rows=3)
    case = forms.BooleanField(label="Capital and small letters count", required=False)
    foreseen = lines_field(
        "Wrong answers that you foresee",
        "One a line, what is said to whoever writes it behind a bar: assumerole | AWS writes it AssumeRole.",
        rows=3,
        required=False,
    )

    def typed(self, content: Values) -> dict[str, Any]:
        """Each in its text box."""
        parsed = fill_in.parse(content)
        foreseen = "\n".join(map(joined, parsed.foreseen))
        return {"accepted": "\n".join(parsed.accepted), "case": parsed.case, "foreseen": foreseen}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The accepted texts, and the foreseen ones with what is said to them."""
        foreseen = [cells(line) for line in entries(typed["foreseen"])]
        return {
            "accepted": entries(typed["accepted"]),
            "case": typed["case"],
            "foreseen": [{"text": text, "feedback": " ".join(said)} for text, *said in foreseen],
        }
