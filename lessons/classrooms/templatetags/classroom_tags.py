"""How pages of classes write things."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.classrooms.progress import Cell, Figures, measures_of
from lessons.levels import Level

__all__ = ["ago", "table_cell", "tallies"]

register = template.Library()

UNITS = ((24 * 60 * 60, "d"), (60 * 60, "h"), (60, "min"))


@register.filter
def ago(at: datetime | None, now: datetime) -> str:
    """How long before ``now`` something was, in its largest unit: ``4 min ago``."""
    if at is None:
        return "not yet"
    seconds = int((now - at).total_seconds())
    for size, unit in UNITS:
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return "just now"


@register.filter
def tallies(cell: Cell) -> SafeString:
    """What a student has done in a lesson; in a class most figures are somebody else's too."""
    return tallies_of(cell.level, cell.figures)


@register.filter
def table_cell(cell: Cell) -> SafeString:
    """The same as a cell of the class's table."""
    return table_cell_of(cell.column.title, cell.level, cell.figures)


@lru_cache(maxsize=1_000)
def tallies_of(level: Level, figures: tuple[Figures, ...]) -> SafeString:
    """The tallies of everybody who is as far as that."""
    measures = measures_of(figures)
    return render_to_string("classrooms/_measures.html", {"level": level, "measures": measures})


@lru_cache(maxsize=2_000)
def table_cell_of(title: str, level: Level, figures: tuple[Figures, ...]) -> SafeString:
    """The cell of everybody who is as far as that in the lesson of that title."""
    context = {"title": title, "tallies": tallies_of(level, figures)}
    return render_to_string("classrooms/_cell.html", context)
