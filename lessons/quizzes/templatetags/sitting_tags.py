"""How a page tells the time that is left."""

from __future__ import annotations

from datetime import datetime

from django import template

from lessons.quizzes.sittings.sitting import SittingTimes

__all__ = ["left"]

register = template.Library()


@register.filter
def left(times: SittingTimes, now: datetime) -> str:
    """What is left until the end, as in 1:05:09 or 18:42; the page's script counts it down."""
    seconds = int((times.ends_at - now).total_seconds()) if times.ends_at else 0
    hours, minutes = divmod(max(0, seconds) // 60, 60)
    small = f"{minutes:02}:{max(0, seconds) % 60:02}"
    return f"{hours}:{small}" if hours else small
