"""Point at the step: which row of the process table, or which node of the flow, proves the answer?

Right is worth everything, wrong nothing. Where several rows prove it, any of them is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)
from lessons.quizzes.question_types.written import check_differ, check_number, entries, text, texts
from lessons.quizzes.written_question import COLUMNS

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "PointAtStep", "Row"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "point_at_step"
VERSION = 1
TITLE = "Point at the step that proves it"
KEYS: tuple[str, ...] = ("rows", "right")

TEXT = "text"  # of a row that has no cells, such as a node
FEWEST, MOST = 2, 40
LONGEST = 240  # characters of a cell, as the process table of a lesson has them
PLEASE_POINT = "Choose the row that proves it, then check it."


@dataclass(frozen=True)
class Row:
    """A row by its key; `cells` are pairs of a column and its text, at least one."""

    key: str
    cells: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What the row is called in a sentence: its first cell."""
        return self.cells[0][1]


@dataclass(frozen=True)
class PointAtStep:
    """The rows in their order, and the keys of those that are right."""

    rows: tuple[Row, ...]
    right: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that any row fills."""
        filled = {column for row in self.rows for column, _ in row.cells}
        return tuple(column for column in (TEXT, *COLUMNS) if column in filled)


def parse(values: Values) -> PointAtStep:
    """``rows`` have a `key` and a `text`, or the cells of the process table; ``right`` is a key or a list."""
    rows = tuple(_row(one) for one in entries(values, "rows", "key", TEXT, *COLUMNS))
    check_number("rows", len(rows), FEWEST, MOST)
    check_differ("rows", [row.key for row in rows])
    is_many = isinstance(values.get("right"), list)
    right = texts(values, "right") if is_many else (text(values, "right"),)
    check_differ("right", right)
    check_number("right", len(right), 1, len(rows) - 1)
    for one in right:
        if one not in {row.key for row in rows}:
            raise QuestionMistakeError("right", f"“{one}” is the key of no row.")
    return PointAtStep(rows, right)


def _row(one: Values) -> Row:
    row_key = text(one, "key", within="rows")
    cells = [(name, text(one, name, "", within="rows")) for name in (TEXT, *COLUMNS)]
    filled = tuple(cell for cell in cells if cell[1])
    if not filled or filled[0][0] not in (TEXT, COLUMNS[0]) or (filled[0][0] == TEXT and len(filled) > 1):
        said = f"The row “{row_key}” has a “text”, or else an “action” with what else the table has there."
        raise QuestionMistakeError("rows", said)
    for value in (row_key, *(value for _, value in filled)):
        if len(value) > LONGEST:
            raise QuestionMistakeError("rows", f"“{value[:40]}…” is longer than {LONGEST} characters.")
    return Row(row_key, filled)


def dump(content: PointAtStep) -> dict[str, Any]:
    """The rows, and the right key or keys."""
    rows = [{"key": row.key, **dict(row.cells)} for row in content.rows]
    return {"rows": rows, "right": list(content.right) if len(content.right) > 1 else content.right[0]}


def draw(content: PointAtStep, random: Random) -> PointAtStep:
    """As written: steps have an order."""
    return content


def show(content: PointAtStep, given: Given | None) -> dict[str, Any]:
    """The columns, and each row with a cell in every one of them."""
    rows = [
        {
            "key": row.key,
            "number": number,
            "title": row.title,
            "cells": [(column, dict(row.cells).get(column, "")) for column in content.columns],
            "is_taken": row.key == given,
        }
        for number, row in enumerate(content.rows, start=1)
    ]
    return {"columns": content.columns, "rows": rows}


def read(content: PointAtStep, form: Form) -> Given:
    """The key of the row."""
    sent = form.get("row", ())
    if len(sent) != 1:
        raise NotAnAnswerError(PLEASE_POINT)
    _number(content, sent[0])
    return sent[0]


def grade(content: PointAtStep, given: Given) -> float:
    """1 for a right row."""
    _number(content, given)
    return float(given in content.right)


def key(content: PointAtStep) -> Given:
    """The right row, the first of several."""
    return content.right[0]


def rekey(kept: PointAtStep, today: PointAtStep) -> PointAtStep | None:
    """The same rows in their order, where today's are the same in any order."""
    return PointAtStep(kept.rows, today.right) if {*kept.rows} == {*today.rows} else None


def say(content: PointAtStep, given: Given) -> tuple[Line, ...]:
    """One line: the row that was pointed at, and the right ones."""
    right = "; or ".join(_words(content, one) for one in content.right)
    return (Line("", _words(content, given), right, given in content.right),)


def _words(content: PointAtStep, row_key: str) -> str:
    number = _number(content, row_key)
    return f"{number}: {content.rows[number - 1].title}"


def _number(content: PointAtStep, row_key: Given) -> int:
    keys = [row.key for row in content.rows]
    if row_key not in keys:
        raise NotAnAnswerError(PLEASE_POINT)
    return keys.index(row_key) + 1
