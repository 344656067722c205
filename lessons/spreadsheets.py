"""Cells of CSV files that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Protocol

__all__ = ["FORMULA_STARTS", "Writable", "safe_text", "write_lines"]

# With these, full width included, a spreadsheet takes a cell for a formula (OWASP, “CSV Injection”). A cell
# begins wherever the separator stands that somebody tells their spreadsheet, which is no letter and no digit.
FORMULA_STARTS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
FORMULA = re.compile("(?<![^\\W_])(?=[=+@\uff1d\uff0b\uff0d\uff20-])|^(?=[\t\r\n])")


class Writable(Protocol):
    """What the csv module writes to: a file, or a response."""

    def write(self, text: str, /) -> object:
        """Take a piece of the file; what comes back is not looked at."""


def write_lines(file: Writable, lines: Iterable[Iterable[str | float | None]]) -> None:
    """Write these lines, each cell quoted: texts safe, numbers as they are, and nothing for None."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for line in lines:
        writer.writerow([safe_text(value) if isinstance(value, str) else value for value in line])


def safe_text(value: str) -> str:
    """``value`` with an apostrophe before all that a spreadsheet could take for a formula."""
    return FORMULA.sub("'", value)
