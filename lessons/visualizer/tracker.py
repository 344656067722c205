"""The status tracker: what each tracked variable is, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.trace import Column, Trace, Variable
from lessons.visualizer.window import around

__all__ = ["Moment", "Tracker", "TrackerRow", "Value", "tracker"]


@dataclass(frozen=True)
class Value:
    """A variable at one moment, named by ``label``; ``text`` is empty while it has not been reached."""

    label: str
    text: str
    is_now: bool
    is_changed: bool


@dataclass(frozen=True)
class TrackerRow:
    """A tracked variable, with a value for every column."""

    variable: Variable
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Moment:
    """The heading of a column, and whether it is this moment's."""

    column: Column
    is_now: bool


@dataclass(frozen=True)
class Tracker:
    """The tracker's columns and rows."""

    columns: tuple[Moment, ...]
    rows: tuple[TrackerRow, ...]


def tracker(trace: Trace, current: int | None) -> Tracker:
    """The tracker as seen at step ``current``, or the whole of it where that is None."""
    columns = trace.columns
    now = None if current is None else max(column.step for column in columns if column.step <= current)
    shown = columns_around(columns, now)
    return Tracker(
        tuple(Moment(column, column.step == now) for column in shown),
        tuple(
            TrackerRow(variable, values(variable, shown, current, now))
            for variable in trace.variables
            if len(shown) == len(columns) or is_watched(trace, variable, shown)
        ),
    )


def columns_around(columns: tuple[Column, ...], now: int | None) -> tuple[Column, ...]:
    """The columns around the one of step ``now``; all of them where there is none, or room for all."""
    if now is None:
        return columns
    place = next(place for place, column in enumerate(columns) if column.step == now)
    shown = around(len(columns), place)
    return columns[shown.start : shown.stop]


def is_watched(trace: Trace, variable: Variable, columns: tuple[Column, ...]) -> bool:
    """Whether the variable changes in these columns, or keeps a value that is worth a row."""
    kept = {variable.after(column.step) for column in columns}
    return len(kept) > 1 or not kept <= set(trace.settled)


def values(
    variable: Variable, columns: tuple[Column, ...], current: int | None, now: int | None
) -> tuple[Value, ...]:
    """The variable's value in every column; what lies beyond step ``current`` is not told."""
    shown = []
    before = variable.after(columns[0].step - 1) if columns[0].step else variable.start
    for column in columns:
        text = variable.after(column.step)
        is_reached = current is None or column.step <= current
        is_changed = is_reached and text != before
        shown.append(Value(column.label, text if is_reached else "", column.step == now, is_changed))
        before = text
    return tuple(shown)
