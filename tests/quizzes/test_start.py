"""Starting a quiz: one open attempt a lesson, however often the button is pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.quizzes.models import Attempt
from tests.quizzes.conftest import RIGHT

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]


def url(lesson: Lesson) -> str:
    return reverse("quizzes:start", args=[lesson.slug])


def test_it_leads_to_the_first_question(quiz: Lesson, student: User, client_of: Browser) -> None:
    response = client_of(student).post(url(quiz))
    attempt = Attempt.objects.get(user=student)
    assert response.status_code == 302
    assert response["Location"] == reverse("quizzes:question", args=[attempt.pk, 1])


def test_a_quiz_is_taken_so_often_and_the_open_attempt_goes_on(
    quiz: Lesson, student: User, client_of: Browser, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "ATTEMPTS", 2)
    browser = client_of(student)
    take(student, *RIGHT)
    browser.post(url(quiz))
    monkeypatch.setattr(budgets, "ATTEMPTS", 1)  # as where two accounts become one
    assert browser.post(url(quiz)).status_code == 302
    monkeypatch.setattr(budgets, "ATTEMPTS", 2)
    take(student, *RIGHT)
    page = browser.post(url(quiz))
    assert page.status_code == 400
    assert "You have taken this quiz 2 times" in page.content.decode()
    assert Attempt.objects.count() == 2


def test_a_stranger_starts_as_a_guest(quiz: Lesson, client: Client) -> None:
    client.post(url(quiz))
    assert Attempt.objects.get().user.is_guest


def test_a_second_click_goes_on_with_the_same_attempt(
    quiz: Lesson, student: User, client_of: Browser
) -> None:
    browser = client_of(student)
    assert browser.post(url(quiz))["Location"] == browser.post(url(quiz))["Location"]
    assert Attempt.objects.count() == 1


def test_an_open_attempt_goes_on_at_its_first_open_question(
    quiz: Lesson, student: User, client_of: Browser, take: Take
) -> None:
    attempt = take(student, *RIGHT[:2])
    location = client_of(student).post(url(quiz))["Location"]
    assert location == reverse("quizzes:question", args=[attempt.pk, 3])


def test_a_finished_attempt_is_followed_by_a_new_one(
    quiz: Lesson, student: User, client_of: Browser, take: Take
) -> None:
    take(student, *RIGHT)
    client_of(student).post(url(quiz))
    assert Attempt.objects.filter(user=student).count() == 2
    assert Attempt.objects.open().filter(user=student).count() == 1


def test_the_database_allows_one_open_attempt_only(attempt: Attempt) -> None:
    with pytest.raises(IntegrityError):
        Attempt.objects.create(user=attempt.user, lesson=attempt.lesson, asked=attempt.asked, total=3)


def test_it_only_starts_by_post(quiz: Lesson, student: User, client_of: Browser) -> None:
    assert client_of(student).get(url(quiz)).status_code == 405
    assert not Attempt.objects.exists()


def test_a_lesson_without_questions_leads_back_to_the_page_that_says_so(
    lesson: Lesson, student: User, client_of: Browser
) -> None:
    response = client_of(student).post(url(lesson))
    assert response["Location"] == reverse("quizzes:quiz", args=[lesson.slug])
    assert not Attempt.objects.exists()


def test_the_quiz_of_a_draft_cannot_be_started(quiz: Lesson, student: User, client_of: Browser) -> None:
    quiz.unpublish()
    quiz.save()
    assert client_of(student).post(url(quiz)).status_code == 404
