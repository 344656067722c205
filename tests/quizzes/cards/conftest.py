"""A quiz of three questions on the small lesson, and what can happen to its cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import Review
from lessons.quizzes.models import About, Attempt, Card, CardReview, Kind, Question

DAY = datetime(2026, 11, 3, 10, tzinfo=UTC)
PROMPTS = {
    "what": "What comes out of step 2?",
    "when": "When do they expire?",
    "after": "What is after that?",
}
Make = Callable[..., Card]


@pytest.fixture
def quiz(lesson: Lesson) -> Lesson:
    """Three questions, whose first choice is right."""
    for position, (key, prompt) in enumerate(PROMPTS.items(), start=1):
        Question.objects.create(
            lesson=lesson,
            key=key,
            position=position,
            prompt=prompt,
            content={"choices": ["Three values", "An `error`"], "right": "Three values"},
            hint="Look at row 2.",
            further_hints=["There are three."],
            step=lesson.steps.all()[1],
            explanation="STS returns an id, a secret and a token.",
        )
    lesson.refresh_from_db()
    return lesson


@pytest.fixture
def attempt(quiz: Lesson, student: User) -> Attempt:
    return attempts.start(student, quiz)


@pytest.fixture
def make(quiz: Lesson, student: User) -> Make:
    """A card of the student's that was missed at that time."""

    def card(key: str = "what", at: datetime = DAY, kind: Kind = Kind.QUESTION, user: User = student) -> Card:
        about = About(user.pk, quiz.pk, kind, key)
        review = Review(at, f"answer/{key}/{at.isoformat()}", 1)
        store([Recall(about, quiz.updated_at, CardReview.Source.ANSWER, review, is_reason=True)])
        return Card.objects.get(user=user, lesson=quiz, kind=kind, key=key)

    return card
