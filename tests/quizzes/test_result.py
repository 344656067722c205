"""The result: the score, every question again, and the way to try once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt
from lessons.quizzes.result_marks import word_on
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]


def url(attempt: Attempt) -> str:
    return reverse("quizzes:result", args=[attempt.pk])


def test_it_shows_the_score_and_every_question(student: User, client_of: Browser, take: Take) -> None:
    page = client_of(student).get(url(take(student, RIGHT[0], WRONG[1], RIGHT[2]))).content.decode()
    for text in ("2 of 3 right", "Best so far: 2 of 3", "When do they expire?", "Because of step 4."):
        assert text in page
    assert page.count("✓ your answer") == 2
    assert page.count("✗ your answer") == page.count("✓ right answer") == 1


def test_each_question_links_to_the_step_proving_it(student: User, client_of: Browser, take: Take) -> None:
    attempt = take(student, *RIGHT)
    page = client_of(student).get(url(attempt)).content.decode()
    for number in (2, 4, 5):
        assert reverse("lessons:step", args=[attempt.lesson.slug, number]) in page


def test_it_offers_another_try_and_then_to_go_on_with_it(
    student: User, client_of: Browser, take: Take
) -> None:
    attempt = take(student, *RIGHT)
    assert "Try again" in client_of(student).get(url(attempt)).content.decode()
    take(student, RIGHT[0])
    assert "Go on with question 2" in client_of(student).get(url(attempt)).content.decode()


def test_the_best_score_stays_when_the_next_is_worse(student: User, client_of: Browser, take: Take) -> None:
    take(student, *RIGHT)
    page = client_of(student).get(url(take(student, *WRONG))).content.decode()
    assert "0 of 3 right" in page
    assert "Best so far: 3 of 3" in page


def test_before_the_end_it_leads_to_the_next_question(student: User, client_of: Browser, take: Take) -> None:
    attempt = take(student, RIGHT[0])
    location = client_of(student).get(url(attempt))["Location"]
    assert location == reverse("quizzes:question", args=[attempt.pk, 2])


@pytest.mark.parametrize("who", [None, "guest", "other_student", "instructor", "superuser"])
def test_nobody_else_sees_it(
    who: str | None, student: User, client_of: Browser, take: Take, request: pytest.FixtureRequest
) -> None:
    browser = client_of(request.getfixturevalue(who) if who else None)
    assert browser.get(url(take(student, *RIGHT))).status_code == 404


def test_when_the_lesson_was_taken_back_the_score_is_still_told(
    student: User, client_of: Browser, take: Take
) -> None:
    attempt = take(student, *RIGHT)
    attempt.lesson.unpublish()
    attempt.lesson.save()
    page = client_of(student).get(url(attempt)).content.decode()
    assert "You had 3 of 3 right" in page


def test_it_costs_few_queries(student: User, client_of: Browser, take: Take) -> None:
    attempt, browser = take(student, *RIGHT), client_of(student)
    browser.get(url(attempt))
    with CaptureQueriesContext(connection) as queries:
        browser.get(url(attempt))
    assert len(queries) <= 12


@pytest.mark.parametrize("right", range(8))
def test_every_score_gets_a_word(right: int) -> None:
    assert word_on(Score(right, 7))
