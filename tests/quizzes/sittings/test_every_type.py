"""Questions of every type are asked, saved and reviewed on the pages of a quiz with times."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.quizzes.models import Attempt, Question, Quiz
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from tests.quizzes.question_types.examples import WRITTEN
from tests.quizzes.sittings.conftest import begin


def test_every_type_is_asked_saved_and_reviewed(student: User, client_of: Callable[[User], Client]) -> None:
    for name, contents in WRITTEN.items():
        for number, content in enumerate(contents):
            Question.objects.create(
                type=name,
                key=f"{name.replace('_', '-')}-{number}",
                prompt="What?",
                content=content,
                explanation="-",
            )
    quiz = Quiz.objects.create(title="All", is_for_everybody=True)
    attempt, browser = begin(student, quiz, timezone.now()), client_of(student)
    page = reverse("quizzes:sitting", args=[attempt.pk])
    assert browser.get(page).content.decode().count("data-answer=") == Question.objects.count()
    assert "not answered" in result_of(
        browser, begin(student, Quiz.objects.create(title="None"), timezone.now())
    )
    for number, asked in enumerate(attempt.questions, start=1):
        assert sitting.save(attempt, number, Sent(asked.module.key(asked.value)), timezone.now())
    assert f"{attempt.total} of {attempt.total} saved" in browser.get(page).content.decode()
    assert result_of(browser, attempt).count("✓ right</span>") == attempt.total
    assert Attempt.objects.get(pk=attempt.pk).stored_score.is_full


def result_of(browser: Client, attempt: Attempt) -> str:
    """The page that comes of handing it in."""
    return browser.post(reverse("quizzes:hand-in", args=[attempt.pk]), follow=True).content.decode()
