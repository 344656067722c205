"""What a reader has done: the one place that writes it, for every chapter.

Of a stranger nothing is written: what they have read their browser keeps (`lessons.marks`).
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lessons.accounts.models import User
from lessons.accounts.outage import in_passing
from lessons.models import Lesson, StepSeen, StyleProgress, Vote
from lessons.statements import select

__all__ = ["cast_vote", "finish_style", "open_style", "see_step"]

KEY = ["user", "lesson", "style"]
SEEN = "SELECT 1 FROM lessons_stepseen WHERE user_id = %s AND lesson_id = %s AND number = %s"


@in_passing
def open_style(user: User | AnonymousUser, lesson: Lesson, style: str) -> None:
    """Record that ``user`` opened the lesson in this style, again or for the first time."""
    if not user.is_authenticated:
        return
    user.touch()
    store_style(user, lesson, style)


def store_style(user: User, lesson: Lesson, style: str) -> None:
    """The same for what must not be lost."""
    row = StyleProgress(user=user, lesson=lesson, style=style)
    StyleProgress.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["last_at"], unique_fields=KEY
    )


def finish_style(user: User, lesson: Lesson, style: str) -> None:
    """Record that ``user`` is through with the lesson in this style; the first time counts."""
    store_style(user, lesson, style)
    rows = StyleProgress.objects.filter(user=user, lesson=lesson, style=style, done_at=None)
    rows.update(done_at=timezone.now())


@in_passing
def see_step(user: User | AnonymousUser, lesson: Lesson, number: int) -> None:
    """Record that ``user`` saw step ``number`` of the lesson's trace; the first time counts."""
    if not user.is_authenticated:
        return
    user.touch()
    if select(SEEN, [user.pk, lesson.pk, number]):
        return  # without the lock that a transaction takes
    StepSeen.objects.bulk_create([StepSeen(user=user, lesson=lesson, number=number)], ignore_conflicts=True)


def cast_vote(user: User, lesson: Lesson, *, helpful: bool) -> None:
    """Record whether ``user`` found the lesson helpful; the latest vote counts."""
    vote = Vote(user=user, lesson=lesson, helpful=helpful, voted_at=timezone.now())
    Vote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        update_fields=["helpful", "voted_at"],
        unique_fields=["lesson", "user"],
    )
