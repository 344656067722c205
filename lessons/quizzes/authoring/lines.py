r"""Lists as an author types them: an entry on each line, its parts behind bars, what is right behind a star.

    *15 minutes | Right: that is the shortest.
    1 hour

A bar counts that stands alone, and a star that begins a line; one that is part of the text gets a backslash:
`aws sts get-caller-identity \| jq`. So whatever is written comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["RIGHT", "cells", "entries", "joined", "marked", "starred"]

RIGHT = "*"

_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_BAR_IN_TEXT = re.compile(r"(?<!\S)(\\*)\|(?!\S)")
_ESCAPED_BAR = re.compile(r"(?<!\S)\\(\\*)\|(?!\S)")
_STAR_IN_TEXT = re.compile(r"\A(\\*)\*")
_ESCAPED_STAR = re.compile(r"\A\\(\\*)\*")


def entries(typed: str) -> list[str]:
    """The lines that say something."""
    return [line for line in map(str.strip, typed.splitlines()) if line]


def cells(line: str) -> list[str]:
    """The parts of a line."""
    return [_ESCAPED_BAR.sub(r"\1|", cell.strip()) for cell in _BAR.split(line)]


def joined(parts: Iterable[str]) -> str:
    """A line of these parts, as `cells` reads it."""
    return " | ".join(_BAR_IN_TEXT.sub(r"\\\1|", part) for part in parts).strip()


def marked(line: str) -> tuple[bool, str]:
    """Whether a line is marked as right, and the rest of it."""
    if line.startswith(RIGHT):
        return True, line.removeprefix(RIGHT).strip()
    return False, _ESCAPED_STAR.sub(r"\1*", line)


def starred(line: str, *, is_right: bool) -> str:
    """A line with its mark, as `marked` reads it."""
    return RIGHT + line if is_right else _STAR_IN_TEXT.sub(r"\\\1*", line)
