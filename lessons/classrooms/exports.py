"""A class's progress as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from lessons.classrooms.progress import MEASURES, Cell, Matrix, Row

__all__ = ["safe_text", "write_csv"]

# With these, full width included, a spreadsheet takes a cell for a formula (OWASP, “CSV Injection”). A cell
# begins wherever the separator stands that somebody tells their spreadsheet, which is no letter and no digit.
FORMULA_STARTS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
FORMULA = re.compile("(?<![^\\W_])(?=[=+@\uff1d\uff0b\uff0d\uff20-])|^(?=[\t\r\n])")
SCORES = {"Quiz", "Do it"}
ABOUT_THE_STUDENT = ("Student", "Account", "Joined (UTC)", "Last active (UTC)")


class Writable(Protocol):
    """What the csv module writes to: a file, or a response."""

    def write(self, text: str, /) -> object:
        """Take a piece of the file; what comes back is not looked at."""


def write_csv(file: Writable, matrix: Matrix) -> None:
    """Write a line for the headings and one for each student.

    How far a student is in a lesson is said in words. Styles, steps and goals are counts; the quiz
    and the pass in which steps are done are the best score in percent. What a lesson does not offer, and what
    is not finished, is left empty.
    """
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for line in (headings(matrix), *map(line_of, matrix.rows)):
        writer.writerow([safe_text(value) for value in line])


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


def safe_text(value: str) -> str:
    """``value`` with an apostrophe before all that a spreadsheet could take for a formula."""
    return FORMULA.sub("'", value)
