"""Which row a step of trace.yaml is, and which step a file points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lessons.loading.documents import Node
from lessons.models import Step

__all__ = ["keep_keys", "step_at"]


def keep_keys(steps: Sequence[Step], rows: Sequence[Step]) -> None:
    """Give the steps for which the file has no key that of the row they are: the one with the same action.

    Where as many steps are there as before, a step with another action is the row in its place. A step that
    is none of the ``rows`` gets a key of its own when it is saved.
    """
    named = {step.key for step in steps}
    left = [row for row in rows if row.key not in named]
    for step in steps:
        take_key(step, (row for row in left if row.action == step.action), left)
    if len(steps) == len(rows):
        for step, there in zip(steps, rows, strict=True):
            take_key(step, (row for row in left if row is there), left)


def take_key(step: Step, same: Iterator[Step], left: list[Step]) -> None:
    """The key of the first row that is the same, which is not left for another step then."""
    row = None if step.key else next(same, None)
    if row is not None:
        step.key = row.key
        left.remove(row)


def step_at(node: Node, steps: Sequence[Step]) -> Step:
    """The step that ``step`` names, by its key or by its number from 1. Raises ContentError."""
    named = node.need("step").plain()
    by_name: dict[object, Step] = dict(enumerate(steps, start=1)) | {step.key: step for step in steps}
    if type(named) not in (int, str) or named not in by_name:
        known = ", ".join(step.key for step in steps)
        raise node.error(f"There is no step {named!r}; there are {known}, or 1 to {len(steps)}.", "step")
    return by_name[named]
