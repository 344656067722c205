"""The form for rows of which one proves the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.authoring.lines import cells, entries, joined, marked, starred
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.question_types import point_at_step
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.written_question import COLUMNS

__all__ = ["PointAtStepForm"]

WITH_TEXT = 2  # cells of a row that has a key and a text; one of the process table has more


class PointAtStepForm(QuestionForm):
    """A row on each line."""

    TYPE = point_at_step.NAME
    SUMMARY = "The row of a process, or the node of a flow, that proves the answer."
    BESIDE = {"right": "rows"}

    rows = lines_field(
        "Rows",
        "One a line, its parts with bars between them: a key of its own, then either one text or the cells"
        " action | input | output | result, of which some may be empty. A right row begins with a star.",
        rows=8,
        wrap="off",
    )

    def typed(self, content: Values) -> dict[str, Any]:
        """Each row with its star."""
        parsed = point_at_step.parse(content)
        return {
            "rows": "\n".join(
                starred(joined(_cells_of(row)), is_right=row.key in parsed.right) for row in parsed.rows
            )
        }

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The rows, and the keys of the right ones."""
        lines = [(is_right, cells(line)) for is_right, line in map(marked, entries(typed["rows"]))]
        rows = [_row(found) for _, found in lines]
        right = [found[0] for is_right, found in lines if is_right]
        if not right:
            raise QuestionMistakeError("right", "Mark the row that proves it with a star.")
        return {"rows": rows, "right": right}


def _cells_of(row: point_at_step.Row) -> list[str]:
    """The key with what stands behind it."""
    found = dict(row.cells)
    if point_at_step.TEXT in found:
        return [row.key, found[point_at_step.TEXT]]
    return [row.key, *(found.get(column, "") for column in COLUMNS)]


def _row(found: list[str]) -> dict[str, str]:
    key, *texts = found
    if len(found) == WITH_TEXT:
        return {"key": key, point_at_step.TEXT: texts[0]}
    if not 1 <= len(texts) <= len(COLUMNS):
        raise QuestionMistakeError("rows", f"“{joined(found)[:60]}” has not the parts of a row.")
    return {"key": key, **dict(zip(COLUMNS, texts, strict=False))}
