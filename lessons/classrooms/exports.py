"""A class's progress as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lessons.classrooms.progress import MEASURES, Cell, Matrix, Row
from lessons.spreadsheets import Writable, write_lines

__all__ = ["write_csv"]

SCORES = {"Quiz", "Do it"}
ABOUT_THE_STUDENT = ("Student", "Account", "Joined (UTC)", "Last active (UTC)")


def write_csv(file: Writable, matrix: Matrix) -> None:
    """Write a line for the headings and one for each student.

    How far a student is in a lesson is said in words. Styles, steps and goals are counts; the quiz
    and the pass in which steps are done are the best score in percent. What a lesson does not offer, and what
    is not finished, is left empty.
    """
    write_lines(file, (headings(matrix), *map(line_of, matrix.rows)))


def headings(matrix: Matrix) -> Iterator[str]:
    """What the columns are called: each lesson has its level, and one for each measure."""
    yield from ABOUT_THE_STUDENT
    for column in matrix.columns:
        yield f"{column.title}: level"
        for measure in MEASURES:
            unit = " (best, %)" if measure in SCORES else ""
            yield f"{column.title}: {measure.lower()}{unit}"


def line_of(row: Row) -> Iterator[str]:
    """A student's line."""
    membership = row.membership
    yield membership.name
    yield "guest" if membership.user.is_guest else membership.user.username
    yield timestamp(membership.joined_at)
    yield timestamp(row.last_at)
    for cell in row.cells:
        yield from figures(cell)


def figures(cell: Cell) -> Iterator[str]:
    """The level, and a number for each measure."""
    yield str(cell.level.label)
    for measure in cell.measures:
        if measure.done is None or not measure.total:
            yield ""
        elif measure.label in SCORES:
            yield f"{round(100 * measure.done / measure.total)}"
        else:
            yield str(measure.done)


def timestamp(at: datetime | None) -> str:
    """A moment as spreadsheets read it, such as ``2026-03-14 09:26``; empty for never."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
