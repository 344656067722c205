"""An instructor looks at what a corrected key changes, confirms it, and takes it back; a student is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Attempt, Regrade
from tests.quizzes.conftest import RIGHT
from tests.quizzes.test_regrading import correct

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]
REASON = "The key of question 1 was wrong."


@pytest.fixture
def url(quiz: Lesson) -> str:
    return reverse("quizzes:regrade", args=[quiz.slug])


@pytest.fixture
def teaching(instructor: User, client_of: Browser) -> Client:
    return client_of(instructor)


def confirm(client: Client, url: str, reason: str = REASON) -> str:
    """Confirm what the page shows; the page that comes of it."""
    page = client.get(url).content.decode()
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token
    return str(client.post(url, {"token": token[1], "reason": reason}, follow=True).content.decode())


def test_without_a_correction_there_is_nothing_to_do(
    take: Take, student: User, teaching: Client, url: str
) -> None:
    assert "Nobody has taken this quiz yet." in teaching.get(url).content.decode()
    take(student, *RIGHT)
    assert "1 attempt, all graded by the keys of today." in teaching.get(url).content.decode()


def test_it_is_shown_by_person_and_in_figures_then_done_then_taken_back(
    take: Take, quiz: Lesson, student: User, client_of: Browser, teaching: Client, url: str
) -> None:
    attempt = take(student, 2, *RIGHT[1:])
    correct(quiz, "A `call`")
    page = teaching.get(url).content.decode()
    for told in ("reaches 1 of 1 attempt", "1 score would rise and 0 fall", "from 67 % to 100 %", "maya"):
        assert told in page
    assert Attempt.objects.get().points == 2
    assert "Nothing to regrade" in confirm(teaching, url)
    result = client_of(student).get(reverse("quizzes:result", args=[attempt.pk])).content.decode()
    assert "3 of 3 right" in result
    assert "changed from 2 of 3 to 3 of 3" in result
    assert REASON in result

    undo = reverse("quizzes:regrade-undo", args=[quiz.slug, Regrade.objects.get().pk])
    assert "taken back" in teaching.post(undo, follow=True).content.decode()
    result = client_of(student).get(reverse("quizzes:result", args=[attempt.pk])).content.decode()
    assert "2 of 3 right" in result
    assert "changed from" not in result


def test_without_a_reason_nothing_is_done(
    take: Take, quiz: Lesson, student: User, teaching: Client, url: str
) -> None:
    take(student, *RIGHT)
    correct(quiz, "A `call`")
    assert "This field is required." in confirm(teaching, url, reason=" ")
    assert not Regrade.objects.exists()


def test_what_was_corrected_again_meanwhile_is_shown_again_with_what_was_typed(
    take: Take, quiz: Lesson, student: User, teaching: Client, url: str
) -> None:
    take(student, *RIGHT)
    correct(quiz, "A `call`")
    response = teaching.post(url, {"token": "0" * 32, "reason": REASON})
    assert response.status_code == 409
    page = response.content.decode()
    assert "look at it once more" in page
    assert REASON in page


def test_only_the_last_one_is_taken_back(
    take: Take, quiz: Lesson, student: User, teaching: Client, url: str
) -> None:
    take(student, *RIGHT)
    for right in ("A `call`", "An error"):
        correct(quiz, right)
        confirm(teaching, url)
    newest, oldest = Regrade.objects.all()
    teaching.post(reverse("quizzes:regrade-undo", args=[quiz.slug, oldest.pk]))
    assert not Regrade.objects.exclude(undone_at=None).exists()
    for regrade in (newest, oldest):
        teaching.post(reverse("quizzes:regrade-undo", args=[quiz.slug, regrade.pk]))
    assert Attempt.objects.get().points == 3
