"""The status tracker: what each tracked variable is, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.trace import Column, Trace, Variable

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
    return Tracker(
        tuple(Moment(column, column.step == now) for column in columns),
        tuple(TrackerRow(variable, values(variable, columns, current, now)) for variable in trace.variables),
    )


def values(
    variable: Variable, columns: tuple[Column, ...], current: int | None, now: int | None
) -> tuple[Value, ...]:
    """The variable's value in every column; what lies beyond step ``current`` is not told."""
    shown = []
    before = variable.start
    for column in columns:
        text = variable.after(column.step)
        is_reached = current is None or column.step <= current
        is_changed = is_reached and text != before
        shown.append(Value(column.label, text if is_reached else "", column.step == now, is_changed))
        before = text
    return tuple(shown)
