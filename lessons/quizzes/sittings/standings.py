"""How everybody stands with a graded quiz, for instructors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from lessons.accounts.models import User
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Quiz
from lessons.quizzes.score_policies import counting
from lessons.quizzes.sittings.sitting import HEAVY, SittingTimes, end_if_over, sitting_times
from lessons.quizzes.times import Extension

__all__ = ["LearnerStanding", "Sitting", "learners_of", "standings"]


@dataclass(frozen=True)
class Sitting:
    """One attempt: its score once it is handed in, whether that was late, and the time that it took."""

    attempt: Attempt
    times: SittingTimes

    @property
    def score(self) -> Score | None:
        """Its score, None while it is under way or where it was given up."""
        return self.attempt.stored_score if self.attempt.finished_at else None

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after it was due for this learner."""
        return bool(self.attempt.finished_at and self.times.times.is_late(self.attempt.finished_at))

    @property
    def took(self) -> timedelta | None:
        """From its beginning until it was handed in."""
        return self.attempt.finished_at - self.attempt.started_at if self.attempt.finished_at else None


@dataclass(frozen=True)
class LearnerStanding:
    """A learner's attempts, oldest first, and the score that counts; ``extension`` is what they get more."""

    user: User
    extension: Extension
    sittings: tuple[Sitting, ...]
    score: Score | None


def learners_of(quiz: Quiz) -> QuerySet[User]:
    """Who is to take the quiz, or has begun it, by name."""
    assigned = Q(pk__in=quiz.places.filter(is_assigned=True).values("user"))
    return User.objects.filter(assigned | Q(pk__in=quiz.attempts.values("user"))).order_by("username")


def standings(quiz: Quiz, users: Collection[User], now: datetime) -> list[LearnerStanding]:
    """How each of ``users`` stands, in two queries; what is over is handed in first."""
    extensions = quiz.places.filter(user__in=users).extensions()
    found = {user.pk: extensions.get((quiz.pk, user.pk), Extension()) for user in users}
    rows = quiz.attempts.filter(user__in=users).order_by("started_at").defer(*HEAVY)
    sittings: dict[int, list[Sitting]] = defaultdict(list)
    for attempt in rows:
        attempt.quiz = quiz
        times = sitting_times(attempt, found[attempt.user_id])
        if attempt.is_open and times.is_over(now):
            end_if_over(attempt, times, now)
            attempt.refresh_from_db(fields=["right", "points", "possible_points"])
        sittings[attempt.user_id].append(Sitting(attempt, times))
    return [_standing(quiz, user, found[user.pk], sittings[user.pk]) for user in users]


def _standing(quiz: Quiz, user: User, extension: Extension, sittings: list[Sitting]) -> LearnerStanding:
    scores = [one.score for one in sittings if one.score]
    return LearnerStanding(user, extension, tuple(sittings), counting(quiz.policy, scores))
