"""A question as a learner would see it, while it is written; and a hundred variants of a computed one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, LessonVersion
from lessons.quizzes.models import Question
from tests.quizzes.authoring.forms import change_url, filled_form, make_question
from tests.quizzes.question_types.examples import WRITTEN

PREVIEW = reverse("admin:quizzes_question_preview", args=["choice"])
# What stands in the answer of each type, and nowhere in the question.
KEYS = {
    "choice": "✓ your answer",
    "ordering": '<b>3</b> <span class="quiz-line"><span class="chip ok">✓ your answer</span> Credentials',
    "matching": '<b>ac</b> <span class="quiz-line"><span class="chip ok">✓ your answer</span> A',
    "fill_in": "sts:AssumeRole",
    "numeric": "3,600",
    "point_at_step": "✓",
    "read_policy": "✓ your answer",
    "allowed_or_denied": "✓",
    "write_policy": "✓ allowed",
    "computed": "✓",
}


def previewed(client: Client, question: Question, **typed: Any) -> str:
    """The preview of a stored question with some fields changed."""
    sent = filled_form(client, change_url(question)) | typed
    response = client.post(reverse("admin:quizzes_question_preview", args=[question.type]), sent)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", WRITTEN)
def test_every_type_is_shown_with_its_key(name: str, teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, name, WRITTEN[name][-1])
    page = previewed(teacher, question)
    asked, _, answered = page.partition("Answered right")
    assert question.prompt in asked
    assert "Look at row 2." in asked
    assert "Because." in answered
    assert KEYS[name] in " ".join(answered.split())
    assert "✗" not in page
    assert "Not yet a question" not in page


def test_what_is_typed_is_shown_and_nothing_is_stored(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "choice", WRITTEN["choice"][0])
    before = Question.history.count(), LessonVersion.objects.count()
    assert "A better question?" in previewed(teacher, question, prompt="A better question?")
    assert "Tomorrow" in previewed(teacher, question, choices="*Tomorrow\nNow")
    assert (Question.history.count(), LessonVersion.objects.count()) == before
    assert Question.objects.get() == question


def test_a_mistake_is_told_with_the_field_it_is_in(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "choice", WRITTEN["choice"][0])
    page = previewed(teacher, question, choices="STS\nalice")
    assert "Mark exactly one choice as right with *; 0 are marked." in page
    assert "<b>Choices</b>" in page
    assert "Answered right" not in page


def test_what_can_be_shown_is_shown_beside_a_mistake_elsewhere(teacher: Client, lesson: Lesson) -> None:
    page = previewed(teacher, make_question(lesson, "choice", WRITTEN["choice"][0]), explanation="")
    assert "This field is required." in page
    assert "15 minutes" in page


def test_it_stands_in_a_frame_of_this_site_alone(teacher: Client) -> None:
    response = teacher.get(PREVIEW)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "What you write is shown here." in response.content.decode()


def test_there_is_no_preview_of_no_type(teacher: Client) -> None:
    assert teacher.post(PREVIEW.replace("choice", "nonsense"), {}).status_code == 404


def test_a_hundred_variants_stand_on_one_page_each_with_its_key(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "computed", WRITTEN["computed"][-1])
    page = teacher.get(reverse("admin:quizzes_question_variants", args=[question.pk]))
    variants = page.context["variants"]
    assert len(variants) == 100
    assert len({str(variant["lines"]) for variant in variants}) > 50
    assert all(line.is_right for variant in variants for line in variant["key"])
    assert page.content.decode().count(' minutes</b> <span class="help">') == 100


def test_a_question_whose_generator_is_gone_says_so(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "computed", WRITTEN["computed"][-1])
    Question.objects.update(content={"generator": "gone"})
    page = teacher.get(reverse("admin:quizzes_question_variants", args=[question.pk]))
    assert "There is no generator “gone”." in page.content.decode()
    assert teacher.get(change_url(question)).status_code == 200


def test_only_what_is_computed_has_variants(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "choice", WRITTEN["choice"][0])
    assert teacher.get(reverse("admin:quizzes_question_variants", args=[question.pk])).status_code == 404


def test_who_may_write_no_questions_sees_no_preview(
    client_of: Callable[[User | None], Client], instructor: User
) -> None:
    instructor.groups.clear()
    assert client_of(instructor).post(PREVIEW, {}).status_code == 403
