"""The form of a question as a browser sends it, with what the page showed."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from lessons.models import Lesson
from lessons.quizzes.models import Question
from lessons.quizzes.question_types.registry import TYPES

__all__ = ["add_url", "change_url", "errors_on", "filled_form", "make_question"]


def add_url(type_name: str) -> str:
    """The page where a question of a type is added."""
    return reverse("admin:quizzes_question_add") + f"?type={type_name}"


def change_url(question: Question) -> str:
    """The page of a question."""
    return reverse("admin:quizzes_question_change", args=[question.pk])


def make_question(lesson: Lesson | None, type_name: str, written: dict[str, Any], **fields: Any) -> Question:
    """A stored question; in a lesson, step 2 proves it."""
    module = TYPES[type_name]
    content = module.dump(module.parse(written))
    content.pop("shown", None)
    plain: dict[str, Any] = {"prompt": f"A question of type {type_name}?", "explanation": "Because."}
    if lesson:
        plain |= {"lesson": lesson, "step": lesson.steps.all()[1], "hint": "Look at row 2."}
    question = Question.objects.create(type=type_name, content=content, **(plain | fields))
    question.keep_choices()
    return question


def filled_form(client: Client, url: str) -> dict[str, Any]:
    """What submitting the page unchanged would send."""
    form = client.get(url).context["adminform"].form
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def errors_on(page: Any) -> dict[str, list[str]]:
    """What the page complains about, by field."""
    assert page.status_code == 200, "the page was saved"
    return {name: list(told) for name, told in page.context["adminform"].form.errors.items()}
