"""What becomes of a guest's attempts and cards when the guest signs in to an account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lessons.accounts.models import User
from lessons.quizzes.cards.history import reschedule
from lessons.quizzes.models import Attempt, Card, QuizLearner

__all__ = ["move_attempts", "move_cards", "move_places"]


def move_attempts(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's attempts to ``user``; of two open ones at the same quiz, go on with the newer.

    The older keeps its answers, but is marked as given up: one open attempt a quiz is the rule.
    """
    newest_first = Attempt.objects.open().filter(user__in=[guest, user]).order_by("-started_at")
    quizzes: set[tuple[int | None, int | None]] = set()
    for attempt in newest_first.defer("asked"):
        quiz = (attempt.lesson_id, attempt.quiz_id)
        if quiz in quizzes:
            attempt.abandoned_at = timezone.now()
            attempt.save(update_fields=["abandoned_at"])
        quizzes.add(quiz)
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


def move_places(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Make ``user`` a learner of the guest's quizzes; in one of both, with the larger extension."""
    for twin in QuizLearner.objects.filter(user=user, quiz__places__user=guest):
        other = QuizLearner.objects.get(user=guest, quiz=twin.quiz_id)
        twin.is_assigned |= other.is_assigned
        twin.extra_minutes = max(twin.extra_minutes, other.extra_minutes)
        twin.extra_days = max(twin.extra_days, other.extra_days)
        twin.save()
    QuizLearner.objects.filter(user=guest).exclude(quiz__places__user=user).update(user=user)
