"""The process table: a row a step, hidden until it is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lessons.trace import Step, Trace
from lessons.visualizer.window import shown_steps

__all__ = ["COLUMNS", "HIDDEN", "Cell", "Row", "process_table"]

COLUMNS = ("action", "input", "output", "result")
HIDDEN = "…"


@dataclass(frozen=True)
class Cell:
    """A cell of the process table; ``is_lit`` where something points at it."""

    column: str
    text: str
    is_lit: bool = False

    @property
    def label(self) -> str:
        """The heading of the cell's column."""
        return self.column.capitalize()

    @property
    def is_hidden(self) -> bool:
        """Whether its step has not been reached."""
        return self.text == HIDDEN


@dataclass(frozen=True)
class Row:
    """A row of the process table; ``state`` is past, now or later, or calm where no step is current."""

    step: Step
    state: str
    cells: tuple[Cell, ...]
    url: str


def process_table(
    trace: Trace,
    current: int | None,
    url_for: Callable[[int], str],
    lit: tuple[int, str] | None = None,
) -> tuple[Row, ...]:
    """The trace's steps as rows, seen at step ``current``, or all of them where that is None.

    Of a long trace those around ``current`` are rows. ``lit`` names one cell to point at: the number of its
    step, and one of ``COLUMNS``.
    """
    rows = []
    for number in shown_steps(trace, current):
        step = trace.steps[number - 1]
        state = row_state(step.number, current)
        cells = tuple(
            Cell(column, shown(step, column, state), lit == (step.number, column)) for column in COLUMNS
        )
        rows.append(Row(step, state, cells, url_for(step.number)))
    return tuple(rows)


def row_state(number: int, current: int | None) -> str:
    """Whether step ``number`` is past, now or later at step ``current``."""
    if current is None:
        return "calm"
    if number == current:
        return "now"
    return "past" if number < current else "later"


def shown(step: Step, column: str, state: str) -> str:
    """The cell's text; of a step that comes later, only the action is told."""
    return HIDDEN if state == "later" and column != "action" else getattr(step, column)
