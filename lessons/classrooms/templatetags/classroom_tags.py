"""How pages of classes write things."""

from __future__ import annotations

from datetime import datetime

from django import template

__all__ = ["ago"]

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
