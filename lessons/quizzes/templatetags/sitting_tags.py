"""How a page tells the time that is left, or was used."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template

from lessons.quizzes.sittings.sitting import SittingTimes

__all__ = ["hours", "left"]

register = template.Library()


@register.filter
def left(times: SittingTimes, now: datetime) -> str:
    """What is left until the end, as in 1:05:09 or 18:42; the page's script counts it down."""
    return hours(times.ends_at - now if times.ends_at else timedelta())


@register.filter
def hours(time: timedelta) -> str:
    """A time as in 1:05:09 or 18:42; 00:00 of one below zero."""
    seconds = max(0, int(time.total_seconds()))
    whole, minutes = divmod(seconds // 60, 60)
    small = f"{minutes:02}:{seconds % 60:02}"
    return f"{whole}:{small}" if whole else small
