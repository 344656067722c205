"""How sure, how right: predictions and quizzes in one table, and nothing of what is not shown yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.quizzes.models import Attempt, Quiz
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.calibration import Calibration, calibration
from lessons.quizzes.sittings.sitting import Sent
from lessons.stepping.predictions import predict, start_over
from lessons.visualizer import Verdict
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin
from tests.steps import step_at


def foresee(user: User, lesson: Lesson, choice: str, sureness: Sureness) -> None:
    asked = Asked(Kind.OUTPUT, "What comes?", ("this", "that"), 0)
    predict(user, lesson, step_at(lesson, 1), Verdict(asked, choice, sureness))


def answer(user: User, quiz: Quiz, *choices: tuple[int, str]) -> Attempt:
    attempt = begin(user, quiz)
    for number, (choice, sureness) in enumerate(choices, start=1):
        sitting.save(attempt, number, Sent(choice, sureness), NOON)
    sitting.hand_in(attempt, NOON)
    return attempt


def test_predictions_and_answers_are_counted_together(student: User, graded: Quiz) -> None:
    foresee(student, graded.lesson, "this", Sureness.CERTAIN)
    start_over(student, graded.lesson)
    foresee(student, graded.lesson, "that", Sureness.CERTAIN)  # the second time, which does not count
    answer(student, graded, (WRONG[0], "certain"), (RIGHT[1], "guess"), (RIGHT[2], ""))
    assert calibration(student, NOON + 121 * MINUTE) == (
        Calibration(Sureness.GUESS, 1, 1),
        Calibration(Sureness.FAIRLY, 0, 0),
        Calibration(Sureness.CERTAIN, 1, 2),
    )


def test_what_is_not_closed_yet_is_not_told_by_it(student: User, graded: Quiz) -> None:
    answer(student, graded, (RIGHT[0], "certain"))
    assert calibration(student, NOON + 119 * MINUTE) == ()


def test_it_stands_on_the_result_where_it_was_asked(
    student: User, graded: Quiz, client_of: Callable[[User], Client]
) -> None:
    attempt = answer(student, graded, (RIGHT[0], "certain"))
    Quiz.objects.update(
        asks_sureness=True, closes_at=timezone.now() - timedelta(minutes=1), opens_at=None, due_at=None
    )
    page = client_of(student).get(attempt.get_absolute_url()).content.decode()
    assert "How sure, how right" in page
    assert "1 of 1, 100 %" in page
    Quiz.objects.update(asks_sureness=False)
    assert "How sure" not in client_of(student).get(attempt.get_absolute_url()).content.decode()
