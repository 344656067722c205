"""A quiz on its lesson's page in admin: its order, what is a draft, the way to each form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Choice, Question
from tests.lessons.admin_page import address, errors_on, filled_form

Browser = Callable[[User | None], Client]


@pytest.fixture
def teacher(client_of: Browser, instructor: User) -> Client:
    return client_of(instructor)


def save(client: Client, lesson: Lesson, **changes: Any) -> Any:
    """Submit the lesson's page with these fields of its questions changed, such as ``_0_position``."""
    named = {f"questions{name.replace('_', '-', 2)}": value for name, value in changes.items()}
    return client.post(address(lesson), filled_form(client, lesson) | named)


def said(page: Any) -> str:
    assert page.status_code == 200, "the page was saved"
    return errors_on(page)


def test_every_question_leads_to_its_own_form(teacher: Client, quiz: Lesson) -> None:
    page = teacher.get(address(quiz)).content.decode()
    for question in quiz.questions.all():
        assert f'href="{reverse("admin:quizzes_question_change", args=[question.pk])}"' in page
    assert f'{reverse("admin:quizzes_question_add")}?lesson={quiz.pk}"' in page


def test_type_and_drafts_are_seen_at_a_glance(teacher: Client, quiz: Lesson) -> None:
    Question.objects.filter(position=2).update(is_published=False)
    page = teacher.get(address(quiz)).content.decode()
    assert page.count("Choose one, or all that are right") == 3
    assert page.count("<b>draft</b>") == 1


def test_an_unchanged_page_changes_no_question(teacher: Client, quiz: Lesson) -> None:
    before = Question.history.count(), Choice.history.count()
    assert save(teacher, quiz).status_code == 302
    assert (Question.history.count(), Choice.history.count()) == before


def test_questions_are_put_into_another_order(teacher: Client, quiz: Lesson) -> None:
    save(teacher, quiz, _0_position="2", _1_position="1")
    assert [question.prompt for question in quiz.questions.all()] == [
        "When do they expire?",
        "What comes out of step 2?",
        "What happens afterwards?",
    ]


def test_what_is_asked_cannot_be_changed_here(teacher: Client, quiz: Lesson) -> None:
    before = [question.as_written() for question in quiz.questions.all()]
    save(teacher, quiz, _0_prompt="Forged?", _0_options="*Yes\r\nNo", _0_position="1")
    assert [question.as_written() for question in quiz.questions.all()] == before


def test_a_question_is_deleted_with_its_choices(teacher: Client, quiz: Lesson) -> None:
    save(teacher, quiz, _0_DELETE="on")
    assert not Question.objects.filter(prompt="What comes out of step 2?").exists()
    assert Choice.objects.count() == 4


def test_a_step_that_a_hint_points_to_is_not_deleted(teacher: Client, quiz: Lesson) -> None:
    data = filled_form(teacher, quiz) | {"steps-1-DELETE": "on"}
    assert "which is being deleted: choose another." in said(teacher.post(address(quiz), data))
    assert quiz.steps.count() == 5


def test_the_history_of_a_lesson_has_its_questions_and_choices(
    client_of: Callable[..., Client], instructor: User, quiz: Lesson
) -> None:
    question = quiz.questions.first()
    question.prompt = "What comes in?"
    question.save()
    question.choices.filter(position=1).first().delete()
    page = client_of(instructor).get(f"/admin/lessons/lesson/{quiz.pk}/history/").content.decode()
    assert "question “What comes in?” changed" in page
    assert "choice “An error” deleted" in page
