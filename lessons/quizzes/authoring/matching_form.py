"""The form for pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.authoring.lines import cells, entries, joined
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.question_types import matching
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["MatchingForm"]


class MatchingForm(QuestionForm):
    """A pair on each line."""

    TYPE = matching.NAME
    SUMMARY = "A right side for each left side. Credit for each pair."

    pairs = lines_field(
        "Pairs", "One a line, both sides with a bar between them: AKIA | an access key of a user"
    )
    rights = lines_field(
        "Right sides of no pair", "One a line: they make guessing harder.", 3, required=False
    )

    def typed(self, content: Values) -> dict[str, Any]:
        """The pairs, and the right sides of none."""
        parsed = matching.parse(content)
        return {"pairs": "\n".join(map(joined, parsed.pairs)), "rights": "\n".join(parsed.extra)}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Each pair with its sides."""
        pairs = [cells(line) for line in entries(typed["pairs"])]
        if odd := next((pair for pair in pairs if len(pair) != len(("left", "right"))), None):
            raise QuestionMistakeError("pairs", f"“{joined(odd)}” is no pair with one bar between its sides.")
        return {
            "pairs": [{"left": left, "right": right} for left, right in pairs],
            "rights": entries(typed["rights"]),
        }
