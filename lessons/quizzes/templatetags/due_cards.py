"""How many cards are due, for the home page, which knows nothing of quizzes."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from lessons.quizzes.cards.queue import queue_of
from lessons.reading.course_cache import course_of

register = template.Library()


@register.inclusion_tag("quizzes/cards/_due.html", takes_context=True)
def due_cards(context: Context) -> dict[str, Any]:
    """What is left to review today, of somebody who is known; a stranger is not asked for."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    return {"queue": queue_of(request.user, course_of(request).visible_to(request.user), timezone.now())}
