"""How pages of classes write things."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.classrooms.progress import Measure

__all__ = ["ago", "tallies"]

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
@lru_cache(maxsize=1_000)
def tallies(measures: tuple[Measure, ...]) -> SafeString:
    """What a student has done in a lesson; in a class most figures are somebody else's too."""
    return render_to_string("classrooms/_measures.html", {"measures": measures})
