"""Questions in admin: written on the lesson's page, checked in words, kept in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.choices import Option
from lessons.quizzes.models import Choice, Question
from tests.lessons.admin_page import address, errors_on, filled_form

Browser = Callable[[User | None], Client]
NEW = {
    "prompt": "Who decides?",
    "options": "*STS\r\nalice",
    "hint": "Look at row 2.",
    "hint_column": "action",
    "explanation": "STS checks the role.",
}


@pytest.fixture
def teacher(client_of: Browser, instructor: User) -> Client:
    return client_of(instructor)


def save(client: Client, lesson: Lesson, **changes: Any) -> Any:
    """Submit the lesson's page with these fields of its questions changed, such as ``_0_prompt``."""
    named = {f"questions{name.replace('_', '-', 2)}": value for name, value in changes.items()}
    return client.post(address(lesson), filled_form(client, lesson) | named)


def add(client: Client, lesson: Lesson, **changes: Any) -> Any:
    """Submit the lesson's page with one question more."""
    number = lesson.questions.count()
    fields = NEW | {"step": lesson.steps.all()[1].pk, "id": "", "lesson": lesson.pk, "position": ""} | changes
    named = {f"questions-{number}-{name}": value for name, value in fields.items()}
    data = filled_form(client, lesson) | {"questions-TOTAL_FORMS": number + 1} | named
    return client.post(address(lesson), data)


def said(page: Any) -> str:
    assert page.status_code == 200, "the page was saved"
    return errors_on(page)


def test_the_choices_stand_in_one_text_box_with_the_right_one_starred(teacher: Client, quiz: Lesson) -> None:
    page = teacher.get(address(quiz)).content.decode()
    assert "An error\n*Three values\nA `call`" in page


def test_an_unchanged_page_changes_no_question(teacher: Client, quiz: Lesson) -> None:
    before = Question.history.count(), Choice.history.count()
    assert save(teacher, quiz).status_code == 302
    assert (Question.history.count(), Choice.history.count()) == before


def test_a_new_question_is_saved_with_its_choices(teacher: Client, quiz: Lesson) -> None:
    add(teacher, quiz)
    question = quiz.questions.get(prompt="Who decides?")
    assert question.options() == (Option("STS", is_right=True), Option("alice"))
    assert question.position == 4


def test_edited_choices_keep_their_rows(teacher: Client, quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = list(question.choices.values_list("pk", flat=True))
    save(teacher, quiz, _0_options="*An error\r\nThree values\r\nA `call`")
    question.refresh_from_db()
    assert list(question.choices.values_list("pk", flat=True)) == before
    assert question.options()[0].is_right


def test_the_history_says_who_and_when(teacher: Client, quiz: Lesson, instructor: User) -> None:
    save(teacher, quiz, _0_prompt="Reworded?", _0_options="*Yes\r\nNo")
    assert quiz.questions.get(position=1).history.latest().history_user == instructor
    assert Choice.history.filter(text="Yes").latest().history_user == instructor


def test_a_question_is_deleted_with_its_choices(teacher: Client, quiz: Lesson) -> None:
    save(teacher, quiz, _0_DELETE="on")
    assert not Question.objects.filter(prompt="What comes out of step 2?").exists()
    assert Choice.objects.count() == 4


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("STS\nalice", "Mark exactly one choice as right with *; 0 are marked."),
        ("*STS\n*alice", "Mark exactly one choice as right with *; 2 are marked."),
        ("*STS", "Offer 2 to 6 choices; there are 1."),
        ("*1\n2\n3\n4\n5\n6\n7", "Offer 2 to 6 choices; there are 7."),
        ("*STS\nsts", "“sts” is there twice."),
        ("", "This field is required."),
        ("*STS\nal\x00ice", "Null characters are not allowed."),
    ],
)
def test_bad_choices_are_refused_in_words(options: str, sentence: str, teacher: Client, quiz: Lesson) -> None:
    assert sentence in said(save(teacher, quiz, _0_options=options))


def test_a_new_question_with_bad_choices_is_not_saved(teacher: Client, quiz: Lesson) -> None:
    assert "0 are marked." in said(add(teacher, quiz, options="STS\nalice"))
    assert quiz.questions.count() == 3


def test_what_was_typed_is_still_there_after_a_mistake(teacher: Client, quiz: Lesson) -> None:
    page = save(teacher, quiz, _0_options="STS\nalice", _0_prompt="A better prompt?")
    assert "A better prompt?" in page.content.decode()
    assert "STS\nalice" in page.content.decode()


@pytest.mark.parametrize("step", ["", "0", "99999", "x"])
def test_a_hint_without_a_step_is_refused(step: str, teacher: Client, quiz: Lesson) -> None:
    assert "step" in said(save(teacher, quiz, _0_step=step))


def test_a_hint_cannot_point_into_another_lesson(teacher: Client, quiz: Lesson) -> None:
    other = Lesson.objects.create(chapter=quiz.chapter, slug="other", title="Other", article="Text.")
    theirs = quiz.steps.all()[0]
    theirs.pk, theirs.lesson = None, other
    theirs.save()
    assert "not a part of this lesson" in said(save(teacher, quiz, _0_step=theirs.pk))


def test_a_step_that_a_hint_points_to_is_not_deleted(teacher: Client, quiz: Lesson) -> None:
    data = filled_form(teacher, quiz) | {"steps-1-DELETE": "on"}
    assert "which is being deleted: choose another." in said(teacher.post(address(quiz), data))
    assert quiz.steps.count() == 5


def test_a_hint_cannot_move_to_a_step_that_is_being_deleted(teacher: Client, quiz: Lesson) -> None:
    Question.objects.exclude(position=1).delete()
    quiz.key_moments.all().delete()
    quiz.tracker_values.all().delete()
    going = quiz.steps.all()[0]
    data = filled_form(teacher, quiz) | {"steps-0-DELETE": "on", "questions-0-step": going.pk}
    assert "which is being deleted: choose another." in said(teacher.post(address(quiz), data))


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
