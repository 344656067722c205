"""The form of each type: what is stored stands in it, and comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lessons.models import Lesson
from lessons.quizzes.authoring.form_registry import FORMS
from lessons.quizzes.models import Question
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.authoring.forms import add_url, change_url, filled_form, make_question
from tests.quizzes.question_types.examples import WRITTEN

EXAMPLES = [(name, written) for name, questions in WRITTEN.items() for written in questions]


def test_every_type_has_its_form() -> None:
    assert list(FORMS) == list(TYPES)


@pytest.mark.parametrize(("name", "written"), EXAMPLES)
def test_what_is_stored_comes_back_from_its_form(
    name: str, written: dict[str, Any], teacher: Client, lesson: Lesson
) -> None:
    question = make_question(lesson, name, written)
    before = question.as_written()
    url = change_url(question)
    response = teacher.post(url, filled_form(teacher, url))
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert Question.objects.get(pk=question.pk).as_written() == before


@pytest.mark.parametrize(("name", "written"), EXAMPLES)
def test_the_same_form_makes_a_new_question(
    name: str, written: dict[str, Any], teacher: Client, lesson: Lesson
) -> None:
    question = make_question(lesson, name, written)
    sent = filled_form(teacher, change_url(question)) | {"version": ""}
    assert teacher.post(add_url(name), sent).status_code == 302
    new = Question.objects.exclude(pk=question.pk).get()
    assert (new.type, new.values, new.hints) == (name, question.values, question.hints)
    assert new.position > question.position
