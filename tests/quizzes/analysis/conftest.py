"""A quiz that many have taken: rows as the engine writes them, made at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion, grade
from lessons.quizzes.models import Answer, Attempt, Question

CHOICES = ("An error", "Three values", "A `call`", "Nothing")
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)
SECONDS = 20  # for each answer

Ask = Callable[[int], list[AskedQuestion]]
Take = Callable[[list[AskedQuestion], Sequence[Sequence[int | None]]], list[Attempt]]


@pytest.fixture
def ask(lesson: Lesson) -> Ask:
    """Put so many questions of four choices into the quiz of the small lesson; the second one is right."""

    def ask(number: int) -> list[AskedQuestion]:
        step = lesson.steps.all()[1]
        rows = [
            Question.objects.create(
                lesson=lesson,
                position=position,
                key=f"q{position}",
                prompt=f"What comes out of `step` {position}?",
                content={"choices": list(CHOICES), "right": CHOICES[1]},
                hint="Look at row 2.",
                step=step,
                explanation="Because of step 2.",
            )
            for position in range(1, number + 1)
        ]
        return [row.as_asked(2, seed=row.position) for row in rows]

    return ask


@pytest.fixture
def take(lesson: Lesson) -> Take:
    """Finished attempts, each by somebody else: what was chosen of each question, None for no answer."""

    def take(asked: list[AskedQuestion], rows: Sequence[Sequence[int | None]]) -> list[Attempt]:
        first = User.objects.count()
        users = User.objects.bulk_create(User(username=f"learner{first + n}") for n in range(len(rows)))
        attempts = Attempt.objects.bulk_create(
            Attempt(
                user=user,
                lesson=lesson,
                asked=[one.as_json() for one in asked],
                step_keys=[one.step_key for one in asked],
                details=[one.details() for one in asked],
                total=len(asked),
                started_at=NOON + timedelta(minutes=first + n),
                finished_at=NOON + timedelta(minutes=first + n + 10),
            )
            for n, user in enumerate(users)
        )
        verdicts = [[grade(one, index) for index in range(len(CHOICES))] for one in asked]
        Answer.objects.bulk_create(
            Answer(
                attempt=attempt,
                number=number,
                given=chosen,
                chosen=chosen,
                right=verdicts[number - 1][chosen].right,
                fraction=verdicts[number - 1][chosen].fraction,
                hinted=chosen == 0,
                answered_at=attempt.started_at + timedelta(seconds=SECONDS * number),
            )
            for attempt, row in zip(attempts, rows, strict=True)
            for number, chosen in enumerate(row, start=1)
            if chosen is not None
        )
        return attempts

    return take
