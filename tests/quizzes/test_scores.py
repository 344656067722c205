"""Scores as other chapters ask for them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Scores
from tests.quizzes.conftest import RIGHT, WRONG

Take = Callable[..., Attempt]


def scored(user: User, lesson: Lesson, right: int, total: int) -> None:
    Attempt.objects.create(
        user=user, lesson=lesson, asked=[], right=right, total=total, finished_at=timezone.now()
    )


def test_there_are_none_before_the_first_finished_attempt(student: User, quiz: Lesson, take: Take) -> None:
    take(student, RIGHT[0])
    assert Attempt.objects.best_and_latest(student, quiz) == Scores(best=None, latest=None)
    assert Attempt.objects.best_scores([student], [quiz]) == {}


def test_best_and_latest_differ(student: User, quiz: Lesson, take: Take) -> None:
    take(student, *RIGHT)
    take(student, *WRONG)
    assert Attempt.objects.best_and_latest(student, quiz) == Scores(best=Score(3, 3), latest=Score(0, 3))


def test_quizzes_of_different_lengths_compare_by_their_share(student: User, quiz: Lesson) -> None:
    for right, total in [(3, 5), (2, 2), (4, 7)]:
        scored(student, quiz, right, total)
    assert Attempt.objects.best_and_latest(student, quiz).best == Score(2, 2)
    assert Attempt.objects.best_scores([student], [quiz]) == {(student.pk, quiz.pk): Score(2, 2)}


def test_best_scores_of_many_learners_are_one_query(
    student: User, other_student: User, guest: User, quiz: Lesson, take: Take
) -> None:
    take(student, *WRONG)
    take(student, *RIGHT)
    take(other_student, RIGHT[0], *WRONG[1:])
    take(guest, *RIGHT)
    with CaptureQueriesContext(connection) as queries:
        scores = Attempt.objects.best_scores([student, other_student], [quiz])
    assert scores == {(student.pk, quiz.pk): Score(3, 3), (other_student.pk, quiz.pk): Score(1, 3)}
    assert len(queries) == 1
