"""Numbers as files write them: decimal, with a point, as Moodle does in every language."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["between", "number", "plain", "shown"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,30})?|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")
_GROUPED = {ord(","): None, ord(" "): None, ord("\N{MINUS SIGN}"): "-"}


def number(text: str) -> int | float | None:
    """The number, a whole one as an int; None where it is none, or has more than 15 digits."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    return _plain(Decimal(text.strip()))


def plain(written: object) -> str:
    """A number as an author of ours may write it, 3,600 or \N{MINUS SIGN}1, as files have it."""
    return str(written).translate(_GROUPED)


def between(lowest: float, highest: float) -> tuple[int | float, int | float]:
    """The middle of a range, and how far its ends are from there."""
    low, high = Decimal(str(lowest)), Decimal(str(highest))
    return _plain((high + low) / 2), _plain((high - low) / 2)


def shown(value: float) -> str:
    """The number as a file has it, of at most seven decimals: 50, 33.3333333."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
