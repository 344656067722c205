"""A graded quiz over the small lesson, and somebody who sits it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.drawing import Selection

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def graded(quiz: Lesson, student: User) -> Quiz:
    """The lesson's questions in ten minutes, due at one o'clock, closed at two; the student's to take."""
    row = Quiz.objects.create(
        title="Graded",
        lesson=quiz,
        minutes=10,
        opens_at=NOON - 60 * MINUTE,
        due_at=NOON + 60 * MINUTE,
        closes_at=NOON + 120 * MINUTE,
        attempts_allowed=2,
        shuffles_questions=False,
        shuffles_choices=False,
    )
    QuizLearner.objects.create(quiz=row, user=student)
    return row


def begin(user: User, quiz: Quiz, now: datetime = NOON) -> Attempt:
    return sitting.start(user, quiz, now, Selection(), quiz.minutes)


@pytest.fixture
def sat(graded: Quiz, student: User) -> Attempt:
    """The student's attempt, begun at noon."""
    return begin(student, graded)
