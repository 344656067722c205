"""What becomes of a guest's reading when the guest signs in to an account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import LevelReached, Prediction, StepSeen, StyleProgress, Vote

__all__ = ["move_reading"]


def move_reading(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Give all that the guest did in lessons to ``user``; where both have a row, nothing is lost."""
    merge_styles(guest, user)
    merge_votes(guest, user)
    merge_steps(guest, user)
    merge_predictions(guest, user)
    merge_levels(guest, user)


def merge_levels(guest: User, user: User) -> None:
    """Of two rows for a level, the earlier one counts."""
    own = {(row.lesson_id, row.level): row for row in LevelReached.objects.filter(user=user)}
    for row in LevelReached.objects.filter(user=guest):
        other = own.get((row.lesson_id, row.level))
        if other is None:
            row.user = user
            row.save(update_fields=["user"])
        elif row.reached_at < other.reached_at:
            other.reached_at = row.reached_at
            other.save(update_fields=["reached_at"])


def merge_styles(guest: User, user: User) -> None:
    """Of two rows for a style: the first opening, the first time it was done, the last visit."""
    own = {(row.lesson_id, row.style): row for row in StyleProgress.objects.filter(user=user)}
    for row in StyleProgress.objects.filter(user=guest):
        other = own.get((row.lesson_id, row.style))
        if other is None:
            row.user = user
            row.save(update_fields=["user"])
            continue
        other.opened_at = min(other.opened_at, row.opened_at)
        other.last_at = max(other.last_at, row.last_at)
        other.done_at = min((at for at in (other.done_at, row.done_at) if at is not None), default=None)
        other.save()


def merge_steps(guest: User, user: User) -> None:
    """Of two rows for a step, the first sight counts."""
    own = {(row.lesson_id, row.step): row for row in StepSeen.objects.filter(user=user)}
    taken = {(row.lesson_id, row.number) for row in own.values()}
    for row in StepSeen.objects.filter(user=guest):
        other = own.get((row.lesson_id, row.step))
        if other is None:
            row.user = user
            row.number = None if (row.lesson_id, row.number) in taken else row.number
            row.save(update_fields=["user", "number"])
        elif row.seen_at < other.seen_at:
            other.seen_at = row.seen_at
            other.save(update_fields=["seen_at"])


def merge_predictions(guest: User, user: User) -> None:
    """All are kept; of two that count for the same step, the earlier one goes on counting."""
    counting = Prediction.objects.filter(user__in=[guest, user], closed_at=None).order_by(
        "predicted_at", "pk"
    )
    seen: set[tuple[int, str | int | None]] = set()
    numbers: set[tuple[int, int | None]] = set()
    for row in counting.only("lesson", "step_key", "number"):
        key, number = (row.lesson_id, row.step), (row.lesson_id, row.number)
        if key in seen:
            row.closed_at = timezone.now()
            row.save(update_fields=["closed_at"])
        elif number in numbers:
            row.number = None
            row.save(update_fields=["number"])
        seen.add(key)
        numbers.add(number)
    Prediction.objects.filter(user=guest).update(user=user)


def merge_votes(guest: User, user: User) -> None:
    """Of two votes on a lesson, the later one counts."""
    own = {row.lesson_id: row for row in Vote.objects.filter(user=user)}
    for row in Vote.objects.filter(user=guest):
        other = own.get(row.lesson_id)
        if other is not None and other.voted_at >= row.voted_at:
            continue
        if other is not None:
            other.delete()
        Vote.objects.filter(pk=row.pk).update(user=user)
