"""What changed between two versions of a lesson, file by file and line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

__all__ = ["FileChange", "Line", "differences"]

MOST_LINES = 300  # of one file, that are shown
MOST_COMPARED = 5_000  # lines of both texts: what takes long to compare is told as another text
KINDS = {"+": "added", "-": "removed", "@": "place"}
HEADER = 2  # lines with the names of the files


@dataclass(frozen=True)
class Line:
    """A line that was ``added`` or ``removed``, or that stands around one; a ``place`` parts two changes."""

    kind: str
    text: str


@dataclass(frozen=True)
class FileChange:
    """A content file with the lines that differ, and those around them."""

    name: str
    lines: tuple[Line, ...]

    @property
    def added(self) -> int:
        """How many lines are new."""
        return sum(line.kind == "added" for line in self.lines)

    @property
    def removed(self) -> int:
        """How many lines are gone."""
        return sum(line.kind == "removed" for line in self.lines)

    @property
    def shown(self) -> tuple[Line, ...]:
        """The first of the lines, as many as a page holds."""
        return self.lines[:MOST_LINES]

    @property
    def left_out(self) -> int:
        """How many lines are not shown."""
        return len(self.lines) - len(self.shown)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """The files that are not the same in both, by their names."""
    return tuple(
        FileChange(name, tuple(lines_between(before.get(name, ""), after.get(name, ""))))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )


def lines_between(before: str, after: str) -> Iterator[Line]:
    """The lines that differ, each with one line around it."""
    old, new = (text.rstrip("\n").split("\n") for text in (before, after))
    if len(old) + len(new) > MOST_COMPARED:
        yield from (Line("removed", line) for line in old)
        yield from (Line("added", line) for line in new)
        return
    told = unified_diff(old, new, n=1, lineterm="")
    for number, line in enumerate(told):
        if number >= HEADER:
            kind = KINDS.get(line[0], "around")
            yield Line(kind, "…" if kind == "place" else line[1:])
