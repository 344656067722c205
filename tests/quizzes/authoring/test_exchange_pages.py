"""Questions come in from a file and go out as one, in admin: what is lost is told before anything is done."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from lessons.aws import budgets
from lessons.models import Lesson
from lessons.quizzes.exchange.formats import FORMATS, READABLE, read_file
from lessons.quizzes.models import Question
from tests.quizzes.authoring.forms import make_question
from tests.quizzes.question_types.examples import WRITTEN

IMPORT = reverse("admin:quizzes_question_import")
DOWNLOAD = reverse("admin:quizzes_question_download")
LIST = reverse("admin:quizzes_question_changelist")
GIFT = "Who is refused? {=Bob ~Alice}\n\nNobody{\n"


def sent(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "name": "quiz.gift", "format": "", "lesson": ""} | more


def stored(client: Client, text: str, **more: Any) -> Any:
    """The answer once what the file would bring was looked at and confirmed."""
    page = client.post(IMPORT, sent(text, **more))
    return client.post(IMPORT, sent(text, **more, confirmed=page.context["form"].fingerprint))


def exported(client: Client, *questions: Question) -> Any:
    return client.post(LIST, {"action": "export", "_selected_action": [row.pk for row in questions]})


def test_what_would_be_stored_is_shown_with_every_problem_by_line(teacher: Client, quiz: Lesson) -> None:
    page = teacher.post(IMPORT, sent(GIFT, lesson=quiz.pk)).content.decode()
    assert "1 question in the file: 1 new, 0 that are there" in page
    assert "Who is refused?" in page
    assert "Line 3:" in page
    assert quiz.questions.count() == 3
    assert not Question.history.filter(prompt="Who is refused?").exists()
    assert not quiz.versions.exists()


def test_it_is_stored_on_confirmation_and_the_lesson_is_kept(teacher: Client, quiz: Lesson) -> None:
    response = stored(teacher, GIFT, lesson=quiz.pk)
    assert response.status_code == 302
    assert [str(one) for one in get_messages(response.wsgi_request)] == [
        "1 questions are new, 0 were there and are changed."
    ]
    question = quiz.questions.get(prompt="Who is refused?")
    assert (question.position, question.values["right"]) == (4, "Bob")
    assert len(quiz.versions.all()) == 2
    quiz.refresh_from_db()
    assert quiz.edited_at is not None


def test_the_same_file_changes_what_it_brought(teacher: Client) -> None:
    stored(teacher, GIFT)
    stored(teacher, GIFT.replace("=Bob ~Alice", "~Bob =Alice"))
    assert Question.objects.get().values["right"] == "Alice"


def test_what_was_not_looked_at_is_not_stored(teacher: Client) -> None:
    page = teacher.post(IMPORT, sent(GIFT))
    page = teacher.post(IMPORT, sent("Who else? {=Eve}", confirmed=page.context["form"].fingerprint))
    assert "Store them" in page.content.decode()
    assert not Question.objects.exists()


def test_a_file_of_nothing_offers_nothing_to_store(teacher: Client) -> None:
    page = teacher.post(IMPORT, sent("  \n\n{")).content.decode()
    assert "Line" in page
    assert "Store them" not in page


def test_what_was_pasted_is_still_there(teacher: Client) -> None:
    assert "Nobody{" in teacher.post(IMPORT, sent(GIFT)).content.decode()


def test_a_file_may_be_too_long(teacher: Client) -> None:
    page = teacher.post(IMPORT, sent("x" * (budgets.IMPORTED + 1)))
    assert "at most 600000 characters" in str(page.context["form"].errors)


@pytest.mark.parametrize("name", READABLE)
def test_a_downloaded_file_has_the_selected_questions(name: str, teacher: Client, quiz: Lesson) -> None:
    first, second, _ = quiz.questions.all()
    page = exported(teacher, second, first)
    file = teacher.post(DOWNLOAD, {"ids": page.context["ids"], "format": name})
    assert file["Content-Disposition"] == f'attachment; filename="questions{FORMATS[name].suffix}"'
    found = read_file(file.content, name).questions
    assert [one.question.prompt for one in found] == [first.prompt, second.prompt]


def test_what_a_format_has_no_place_for_is_told_first(teacher: Client) -> None:
    page = exported(teacher, make_question(None, "computed", WRITTEN["computed"][0]))
    problems = {name: told for name, _, told in page.context["formats"]}
    assert problems["yaml"] == ()
    assert "is left out" in problems["aiken"][0].sentence
    assert "is left out" in page.content.decode()


@pytest.mark.parametrize("wrong", [{"format": "word"}, {"ids": "1;2"}, {"ids": "x"}, {"format": ""}])
def test_there_is_no_other_file(wrong: dict[str, str], teacher: Client) -> None:
    assert teacher.post(DOWNLOAD, {"ids": "1", "format": "gift"} | wrong).status_code == 404


def test_too_many_for_a_file_are_refused(
    teacher: Client, quiz: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.quizzes.authoring.exchange_pages.EXPORTED", 2)
    response = exported(teacher, *quiz.questions.all())
    assert "select fewer" in str(*get_messages(response.wsgi_request))
