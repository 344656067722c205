"""Which row a step of trace.yaml is, and which step a file points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from lessons.loading.documents import Node
from lessons.models import Step

__all__ = ["Keyed", "keep_keys", "step_at"]


class Keyed(Protocol):
    """A part of a lesson that has a name of its own, empty where the file gives none."""

    key: str


def keep_keys(parts: Sequence[Keyed], rows: Sequence[Keyed], says: str) -> None:
    """Give the parts for which the file has no key that of the row they are: the one that says the same.

    ``says`` is the attribute that tells: what a step does, what a question asks. Where as many parts are
    there as before, one that says something else is the row in its place. A part that is none of the ``rows``
    gets a key of its own when it is saved.
    """
    named = {part.key for part in parts}
    left = [row for row in rows if row.key and row.key not in named]
    for part in parts:
        take_key(part, (row for row in left if getattr(row, says) == getattr(part, says)), left)
    if len(parts) == len(rows):
        for part, there in zip(parts, rows, strict=True):
            take_key(part, (row for row in left if row is there), left)


def take_key(part: Keyed, same: Iterator[Keyed], left: list[Keyed]) -> None:
    """The key of the first row that is the same, which is not left for another part then."""
    row = None if part.key else next(same, None)
    if row is not None:
        part.key = row.key
        left.remove(row)


def step_at(node: Node, steps: Sequence[Step]) -> Step:
    """The step that ``step`` names, by its key or by its number from 1. Raises ContentError."""
    named = node.need("step").plain()
    by_name: dict[object, Step] = dict(enumerate(steps, start=1)) | {step.key: step for step in steps}
    if type(named) not in (int, str) or named not in by_name:
        known = ", ".join(step.key for step in steps)
        raise node.error(f"There is no step {named!r}; there are {known}, or 1 to {len(steps)}.", "step")
    return by_name[named]
