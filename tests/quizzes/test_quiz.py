"""The quiz's own page: what to expect, what was reached, the way in."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, StyleProgress
from lessons.quizzes.models import Attempt
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]


def url(lesson: Lesson) -> str:
    return reverse("quizzes:quiz", args=[lesson.slug])


def test_a_stranger_sees_how_many_questions_there_are_and_a_way_to_start(
    quiz: Lesson, client: Client
) -> None:
    page = client.get(url(quiz)).content.decode()
    assert "3 questions, one at a time" in page
    assert f'action="{reverse("quizzes:start", args=[quiz.slug])}"' in page
    assert "None yet." in page


def test_opening_it_is_remembered(quiz: Lesson, student: User, client_of: Browser) -> None:
    client_of(student).get(url(quiz))
    assert StyleProgress.objects.get(user=student, lesson=quiz).style == "quiz"


def test_best_and_latest_score_are_shown(quiz: Lesson, student: User, client_of: Browser, take: Take) -> None:
    take(student, *RIGHT)
    take(student, *WRONG)
    context = client_of(student).get(url(quiz)).context
    assert str(context["scores"].best) == "3 of 3"
    assert str(context["scores"].latest) == "0 of 3"


def test_scores_of_others_are_not_shown(
    quiz: Lesson, student: User, other_student: User, client_of: Browser, take: Take
) -> None:
    take(other_student, *RIGHT)
    assert client_of(student).get(url(quiz)).context["scores"].best is None


def test_an_open_attempt_is_gone_on_with(quiz: Lesson, student: User, client_of: Browser, take: Take) -> None:
    attempt = take(student, RIGHT[0])
    page = client_of(student).get(url(quiz)).content.decode()
    assert "Go on with question 2" in page
    assert reverse("quizzes:question", args=[attempt.pk, 2]) in page
    assert "1 of 3 answered" in page


def test_a_lesson_without_questions_says_so_and_leads_on(lesson: Lesson, client: Client) -> None:
    response = client.get(url(lesson))
    assert response.status_code == 200
    assert "No questions yet" in response.content.decode()
    assert reverse("lessons:insights", args=[lesson.slug]) in response.content.decode()


def test_a_lesson_that_is_not_there_or_a_draft_is_not_found(quiz: Lesson, client: Client) -> None:
    assert client.get("/lessons/nothing-here/quiz/").status_code == 404
    quiz.unpublish()
    quiz.save()
    assert client.get(url(quiz)).status_code == 404


def test_an_instructor_previews_the_quiz_of_a_draft(
    quiz: Lesson, instructor: User, client_of: Browser
) -> None:
    quiz.unpublish()
    quiz.save()
    assert client_of(instructor).get(url(quiz)).status_code == 200


def test_the_page_costs_few_queries_however_often_it_was_tried(
    quiz: Lesson, student: User, client_of: Browser, take: Take
) -> None:
    for _ in range(6):
        take(student, *RIGHT)
    take(student, RIGHT[0])
    browser = client_of(student)
    browser.get(url(quiz))
    with CaptureQueriesContext(connection) as queries:
        browser.get(url(quiz))
    assert len(queries) <= 12
