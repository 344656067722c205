"""An instructor sees who sat a graded quiz: the points that count, what was late, the time used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from lessons.quizzes.sittings.standings import LearnerStanding, learners_of, standings
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin

Browser = Callable[[User | None], Client]


def sit(user: User, quiz: Quiz, *choices: int, begun: int = 0, took: int = 5) -> Attempt:
    """An attempt that began and took so many minutes after noon."""
    attempt = begin(user, quiz, NOON + begun * MINUTE)
    for number, choice in enumerate(choices, start=1):
        sitting.save(attempt, number, Sent(choice), NOON + begun * MINUTE)
    sitting.hand_in(attempt, NOON + (begun + took) * MINUTE)
    return attempt


def of(quiz: Quiz, user: User) -> LearnerStanding:
    return standings(quiz, [user], NOON + 30 * MINUTE)[0]


def test_it_tells_the_score_that_counts_and_each_attempt(graded: Quiz, student: User) -> None:
    sit(student, graded, *RIGHT)
    sit(student, graded, *WRONG, begun=20, took=3)
    found = of(graded, student)
    assert found.score == Score(3, 3)
    assert [(one.score, one.took) for one in found.sittings] == [
        (Score(3, 3), timedelta(minutes=5)),
        (Score(0, 3), timedelta(minutes=3)),
    ]
    graded.policy = "latest"
    assert of(graded, student).score == Score(0, 3)


@pytest.mark.parametrize(("days", "is_late"), [(0, True), (1, False)])
def test_late_is_told_with_the_time_that_a_learner_got(
    days: int, is_late: bool, graded: Quiz, student: User
) -> None:
    sit(student, graded, *RIGHT, begun=58)
    QuizLearner.objects.update(extra_days=days)
    assert [one.is_late for one in of(graded, student).sittings] == [is_late]


def test_one_that_nobody_came_back_to_is_handed_in_first(sat: Attempt, graded: Quiz, student: User) -> None:
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON)
    found = of(graded, student)
    assert (found.score, found.sittings[0].took) == (Score(1, 3), timedelta(minutes=10))
    assert Attempt.objects.get().ended_by_itself


def test_one_under_way_has_no_score_yet(sat: Attempt, graded: Quiz, student: User) -> None:
    [found] = standings(graded, [student], NOON + MINUTE)
    assert (found.score, found.sittings[0].score, found.sittings[0].took) == (None, None, None)


def test_there_is_who_is_to_take_it_and_who_has(graded: Quiz, student: User, other_student: User) -> None:
    assert [*learners_of(graded)] == [student]
    QuizLearner.objects.create(quiz=graded, user=other_student, is_assigned=False)
    assert [*learners_of(graded)] == [student]
    begin(other_student, graded)
    QuizLearner.objects.filter(user=student).delete()
    assert [*learners_of(graded)] == [other_student]


def test_the_page_is_led_to_by_admin(
    graded: Quiz, student: User, instructor: User, client_of: Browser
) -> None:
    teacher, url = client_of(instructor), reverse("quizzes:standings", args=[graded.pk])
    for admin_page in ("admin:quizzes_quiz_changelist", "admin:quizzes_quiz_change"):
        arguments = [graded.pk] if admin_page.endswith("change") else []
        assert url in teacher.get(reverse(admin_page, args=arguments)).content.decode()
    page = teacher.get(url).content.decode()
    assert "not begun" in page
    QuizLearner.objects.update(extra_minutes=15)
    sit(student, graded, *RIGHT, begun=58)
    page = teacher.get(url).content.decode()
    for told in ("maya", "15 minutes more", "1 Dec 2026, 13:03", "3 of 3, 05:00", "late", "the best counts"):
        assert told in page


def test_a_practice_exam_is_everybodys_own(graded: Quiz, instructor: User, client_of: Browser) -> None:
    Quiz.objects.update(key="temporary-access")
    url = reverse("quizzes:standings", args=[graded.pk])
    assert client_of(instructor).get(url).status_code == 404
