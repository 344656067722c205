"""The status tracker: what each tracked variable is, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.trace import Column, Trace, Variable

__all__ = ["Tracker", "TrackerRow", "Value", "tracker"]


@dataclass(frozen=True)
class Value:
    """A variable at the moment that is named by ``label``, and whether it has changed then."""

    label: str
    text: str
    is_changed: bool


@dataclass(frozen=True)
class TrackerRow:
    """A tracked variable, with a value for every column."""

    variable: Variable
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Tracker:
    """The tracker's columns and rows."""

    columns: tuple[Column, ...]
    rows: tuple[TrackerRow, ...]


def tracker(trace: Trace) -> Tracker:
    """The whole of it, from the start to the end."""
    columns = trace.columns
    rows = tuple(TrackerRow(variable, values(variable, columns)) for variable in trace.variables)
    return Tracker(columns, rows)


def values(variable: Variable, columns: tuple[Column, ...]) -> tuple[Value, ...]:
    """The variable's value in every column."""
    texts = [variable.after(column.step) for column in columns]
    before = [variable.start, *texts]
    return tuple(
        Value(column.label, text, text != was)
        for column, text, was in zip(columns, texts, before, strict=False)
    )
