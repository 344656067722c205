"""The broken account of the day, for the home page, which knows nothing of the sandbox."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from lessons.sandbox.diagnoses import broken_days

register = template.Library()


@register.inclusion_tag("sandbox/diagnoses/_card.html", takes_context=True)
def broken_account_of_the_day(context: Context) -> dict[str, Any]:
    """A card: what somebody complains of today, and how many days the reader has mended."""
    today, user = broken_days.day_of(timezone.now()), context.get("user")
    mended = broken_days.mended_days(user) if user else 0
    return {"today": today, "diagnosis": broken_days.diagnosis_of(today), "mended": mended}
