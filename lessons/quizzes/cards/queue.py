"""What is to be reviewed today: of all that is due the most overdue, 20 at most.

A day is one of UTC, for everybody, and a card is due on the whole day on which it falls due.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.cards.asking import asked_in
from lessons.quizzes.models import Card, CardReview
from lessons.sql import Select, moment, select_together

__all__ = ["MOST_A_DAY", "Queue", "next_day", "queue_of"]

MOST_A_DAY = 20
DUE = """
SELECT row_number() OVER (ORDER BY due, id), id, lesson_id, kind, key
FROM quizzes_card WHERE user_id = %s AND due < %s
"""
DONE = """
SELECT count(*) FROM quizzes_cardreview review JOIN quizzes_card card ON card.id = review.card_id
WHERE card.user_id = %s AND review.source = %s AND review.at >= %s AND review.at < %s
"""


@dataclass(frozen=True)
class Queue:
    """The ids of the cards that are left for today, in their order; how many wait for another day, how many
    are done today, and how many are due of which nothing can be asked any more.
    """

    cards: tuple[int, ...]
    waiting: int
    done: int
    gone: int

    @property
    def total(self) -> int:
        """How many cards make up today."""
        return self.done + len(self.cards)


def queue_of(user: User, lessons: Collection[Lesson], now: datetime) -> Queue:
    """The learner's queue at ``now`` (UTC), of what can be asked in ``lessons``, in one query.

    How many are done is counted by the reviews of the day.
    """
    begin, end = map(moment, day_of(now))
    due, [[done]] = select_together(
        Select(5, DUE, [user.pk, end]),
        Select(1, DONE, [user.pk, CardReview.Source.REVIEW, begin, end]),
    )
    there = {lesson.pk: lesson for lesson in lessons}
    cards = [
        pk
        for _, pk, lesson, kind, key in sorted(due)
        if lesson in there and (kind, key) in asked_in(there[lesson])
    ]
    left = max(0, MOST_A_DAY - done)
    return Queue(tuple(cards[:left]), len(cards[left:]), done, len(due) - len(cards))


def next_day(user: User, lessons: Collection[Lesson], now: datetime) -> datetime | None:
    """When the first card falls due that is not due at ``now``; None where there is none."""
    there = {lesson.pk: lesson for lesson in lessons}
    ahead = Card.objects.filter(user=user, lesson__in=there, due__gte=day_of(now)[1]).order_by("due")
    rows = ahead.values_list("due", "lesson", "kind", "key").iterator()
    return next((due for due, pk, kind, key in rows if (kind, key) in asked_in(there[pk])), None)


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Where the day begins in which ``now`` is, and where the next one does."""
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)
