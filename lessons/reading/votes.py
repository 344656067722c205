"""What readers thought of a lesson."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sql import Rows, Select, select_together

__all__ = ["Votes", "votes_from", "votes_on", "votes_query"]

COUNTED = """
SELECT helpful, COUNT(*), COUNT(CASE WHEN user_id = %s THEN 1 END)
FROM lessons_vote WHERE lesson_id = %s GROUP BY helpful
"""


@dataclass(frozen=True)
class Votes:
    """How many found a lesson helpful and how many did not, and what the reader voted."""

    helpful: int = 0
    not_helpful: int = 0
    own: bool | None = None


def votes_on(lesson: Lesson, user: User | AnonymousUser) -> Votes:
    """The votes on a lesson as ``user`` sees them, in one query."""
    [rows] = select_together(votes_query(lesson, user))
    return votes_from(rows)


def votes_query(lesson: Lesson, user: User | AnonymousUser) -> Select:
    """What asks for the votes on a lesson, and for that of ``user`` among them."""
    return Select(3, COUNTED, [user.pk, lesson.pk])


def votes_from(rows: Rows) -> Votes:
    """The votes that ``votes_query`` found."""
    counts = {bool(helpful): count for helpful, count, _ in rows}
    own = next((bool(helpful) for helpful, _, own in rows if own), None)
    return Votes(counts.get(True, 0), counts.get(False, 0), own)
