"""What becomes of a guest's attempts and cards when the guest signs in to an account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lessons.accounts.models import User
from lessons.quizzes.cards.history import reschedule
from lessons.quizzes.models import Attempt, Card

__all__ = ["move_attempts", "move_cards"]


def move_attempts(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's attempts to ``user``; of two open ones for a lesson, go on with the newer.

    The older keeps its answers, but is marked as given up: one open attempt a lesson is the rule.
    """
    newest_first = Attempt.objects.open().filter(user__in=[guest, user]).order_by("-started_at")
    lessons: set[int] = set()
    for attempt in newest_first.defer("asked"):
        if attempt.lesson_id in lessons:
            attempt.abandoned_at = timezone.now()
            attempt.save(update_fields=["abandoned_at"])
        lessons.add(attempt.lesson_id)
    Attempt.objects.filter(user=guest).update(user=user)


def move_cards(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's cards to ``user``; of two about the same, one goes on with the history of both."""
    own = {card.about[1:]: card for card in Card.objects.select_for_update().filter(user=user)}
    moved, merged = [], []
    for card in Card.objects.select_for_update().filter(user=guest):
        twin = own.get(card.about[1:])
        if twin is None:
            moved.append(card.pk)
            continue
        there = list(twin.reviews.values_list("token", flat=True))
        card.reviews.exclude(token__in=there).update(card=twin)
        merged.append(twin)
    Card.objects.filter(pk__in=moved).update(user=user)
    if merged:
        reschedule(merged)
