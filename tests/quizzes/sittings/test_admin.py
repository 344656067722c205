"""Instructors make a graded quiz in admin, and give one learner more time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings.sitting import Sent, save
from tests.quizzes.conftest import RIGHT
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin

Browser = Callable[[User | None], Client]
FORM: dict[str, Any] = {
    "title": "Friday's quiz",
    "policy": "latest",
    "minutes": "20",
    "opens_at_0": "2026-12-04",
    "opens_at_1": "08:00:00",
    "closes_at_0": "2026-12-04",
    "closes_at_1": "18:00:00",
    "places-TOTAL_FORMS": "1",
    "places-INITIAL_FORMS": "0",
    "places-0-user": "Maya",
    "places-0-is_assigned": "on",
    "places-0-extra_minutes": "10",
    "places-0-extra_days": "0",
}


@pytest.fixture
def teacher(client_of: Browser, instructor: User) -> Client:
    return client_of(instructor)


def add(teacher: Client, quiz: Lesson, **changes: str) -> Any:
    return teacher.post(reverse("admin:quizzes_quiz_add"), FORM | {"lesson": quiz.pk} | changes)


def test_a_quiz_is_made_with_its_learners_by_name(teacher: Client, quiz: Lesson, student: User) -> None:
    assert add(teacher, quiz).status_code == 302
    row, place = Quiz.objects.get(), QuizLearner.objects.get()
    assert (row.minutes, row.policy, row.opens_at and row.opens_at.hour) == (20, "latest", 8)
    assert (place.user, place.extra_minutes, place.is_assigned) == (student, 10, True)


def test_more_time_is_given_on_the_same_page(teacher: Client, quiz: Lesson, student: User) -> None:
    add(teacher, quiz)
    row, place = Quiz.objects.get(), QuizLearner.objects.get()
    page = reverse("admin:quizzes_quiz_change", args=[row.pk])
    assert 'value="maya"' in teacher.get(page).content.decode()
    kept = {"places-INITIAL_FORMS": "1", "places-0-id": place.pk, "places-0-quiz": row.pk}
    more = {"places-0-user": "maya", "places-0-extra_days": "2"}
    assert teacher.post(page, FORM | {"lesson": quiz.pk} | kept | more).status_code == 302
    place.refresh_from_db()
    assert (place.extra_minutes, place.extra_days) == (10, 2)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"places-0-user": "nobody"}, "Nobody has the user name"),
        ({"closes_at_0": "2026-12-03"}, "It cannot close before it opens"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"places-0-extra_minutes": "99999"}, "less than or equal to 1440"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    changes: dict[str, str], said: str, teacher: Client, quiz: Lesson, student: User
) -> None:
    response = add(teacher, quiz, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Quiz.objects.exists()


def test_a_quiz_that_somebody_has_taken_is_not_deleted(
    teacher: Client, quiz: Lesson, student: User, sat: Attempt
) -> None:
    page = reverse("admin:quizzes_quiz_delete", args=[sat.quiz.pk])
    assert teacher.post(page, {"post": "yes"}).status_code in {200, 403}
    assert Attempt.objects.filter(pk=sat.pk).exists()


def test_more_time_reaches_what_is_over_and_the_page_says_so(
    teacher: Client, graded: Quiz, student: User
) -> None:
    now = timezone.now()
    begin(student, graded, NOON)
    Attempt.objects.update(started_at=now - 30 * MINUTE)
    Quiz.objects.update(opens_at=None, due_at=None, closes_at=None)
    attempt = Attempt.objects.get()
    assert not save(attempt, 1, Sent(RIGHT[0]), now - 15 * MINUTE)
    page, place = reverse("admin:quizzes_quiz_change", args=[graded.pk]), QuizLearner.objects.get()
    assert "what came within the new time counts" in teacher.get(page).content.decode()
    no_window = dict.fromkeys(("opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"), "")
    kept = {"lesson": graded.lesson.pk, "places-INITIAL_FORMS": "1", "places-0-id": place.pk}
    changed = FORM | no_window | kept | {"places-0-quiz": graded.pk, "places-0-extra_minutes": "10"}
    assert teacher.post(page, changed).status_code == 302
    assert Attempt.objects.get().stored_score == Score(1, 3)
