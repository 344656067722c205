"""The bank of questions: found by words, topic and lesson, written, published, kept in versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, Step
from lessons.quizzes.models import Choice, Question
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.authoring.forms import add_url, change_url, filled_form, make_question
from tests.quizzes.question_types.examples import WRITTEN

LIST = reverse("admin:quizzes_question_changelist")
CHOICE, COMPUTED = WRITTEN["choice"][0], WRITTEN["computed"][0]


@pytest.fixture
def bank(quiz: Lesson) -> list[Question]:
    """The three questions of the quiz, a draft among them, and two that wait in no lesson."""
    Question.objects.filter(position=3).update(is_published=False)
    make_question(None, "choice", CHOICE, prompt="How long at least?", topic="Durations", key="shortest")
    make_question(None, "computed", COMPUTED, explanation="STS says so.", difficulty="hard")
    return list(Question.objects.order_by("pk"))


def found(client: Client, **query: Any) -> list[str]:
    """The prompts in the list, in its order."""
    return [question.prompt for question in client.get(LIST, query).context["cl"].result_list]


def save(client: Client, question: Question, **typed: Any) -> Any:
    """Submit the question's form with some fields changed."""
    return client.post(change_url(question), filled_form(client, change_url(question)) | typed)


def act(client: Client, action: str, *questions: Question) -> Any:
    sent = {"action": action, "_selected_action": [question.pk for question in questions], "post": "yes"}
    return client.post(LIST, sent)


# -- finding -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("bank")
def test_questions_stand_by_lesson_and_place_and_those_of_none_at_the_end(teacher: Client) -> None:
    assert found(teacher) == [
        "What comes out of step 2?",
        "When do they expire?",
        "What happens afterwards?",
        "How long at least?",
        "A question of type computed?",
    ]


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize("words", ["at least", "shortest", "durations"])
def test_a_question_is_found_by_its_words_its_key_and_its_topic(words: str, teacher: Client) -> None:
    assert found(teacher, q=words) == ["How long at least?"]


@pytest.mark.usefixtures("bank")
def test_a_question_is_found_by_its_explanation(teacher: Client) -> None:
    assert found(teacher, q="STS says") == ["A question of type computed?"]


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize(
    ("query", "prompts"),
    [
        ({"is_published__exact": 0}, ["What happens afterwards?"]),
        ({"type__exact": "computed"}, ["A question of type computed?"]),
        ({"difficulty__exact": "hard"}, ["A question of type computed?"]),
        ({"topic": "Durations"}, ["How long at least?"]),
        ({"lesson__isnull": "True"}, ["How long at least?", "A question of type computed?"]),
    ],
)
def test_questions_are_filtered(query: dict[str, Any], prompts: list[str], teacher: Client) -> None:
    assert found(teacher, **query) == prompts


@pytest.mark.usefixtures("bank")
def test_those_of_a_lesson_are_filtered(teacher: Client, quiz: Lesson) -> None:
    assert len(found(teacher, lesson__id__exact=quiz.pk)) == 3


@pytest.mark.usefixtures("bank")
def test_a_draft_is_marked(teacher: Client) -> None:
    page = teacher.get(LIST).content.decode()
    assert "Question bank" in page
    assert page.count("<b>draft</b>") == 1


def test_a_longer_list_takes_no_more_queries(teacher: Client, bank: list[Question], quiz: Lesson) -> None:
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            teacher.get(LIST)
        counted.append(len(queries))
        for name in TYPES:
            make_question(quiz, name, WRITTEN[name][0], topic=f"About {name}")
    assert counted[0] == counted[1]


# -- writing -------------------------------------------------------------------------------------------


def test_the_type_is_chosen_first(teacher: Client) -> None:
    page = teacher.get(reverse("admin:quizzes_question_add"), {"lesson": "7"}).content.decode()
    for name, module in TYPES.items():
        assert f"?lesson=7&amp;type={name}" in page or f"?type={name}&amp;lesson=7" in page
        assert module.TITLE in page


def test_a_new_question_begins_in_the_lesson_it_is_added_from(teacher: Client, quiz: Lesson) -> None:
    page = teacher.get(f"{add_url('choice')}&lesson={quiz.pk}")
    assert str(page.context["adminform"].form["lesson"].value()) == str(quiz.pk)


def test_topics_in_use_are_suggested(teacher: Client, bank: list[Question]) -> None:
    page = teacher.get(change_url(bank[0])).content.decode()
    assert '<option value="Durations"></option>' in page
    assert 'list="topics"' in page


def test_a_saved_question_is_in_the_history_with_who_and_when(
    teacher: Client, instructor: User, quiz: Lesson
) -> None:
    question = quiz.questions.get(position=1)
    save(teacher, question, prompt="Reworded?", choices="*Yes\r\nNo")
    assert question.history.latest().history_user == instructor
    assert Choice.history.filter(text="Yes").latest().history_user == instructor
    history = teacher.get(reverse("admin:quizzes_question_history", args=[question.pk])).content.decode()
    assert "teacher" in history


def test_a_question_goes_back_to_what_it_was(teacher: Client, quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = question.as_written()
    record = question.history.latest()
    save(teacher, question, prompt="Reworded?", choices="*Yes\r\nNo")
    url = reverse("admin:quizzes_question_simple_history", args=[question.pk, record.pk])
    assert teacher.post(url, filled_form(teacher, url)).status_code == 302
    assert Question.objects.get(pk=question.pk).as_written() == before


def test_an_unchanged_form_changes_nothing_of_the_question(teacher: Client, quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = question.as_written(), Choice.history.count()
    assert save(teacher, question).status_code == 302
    assert (Question.objects.get(pk=question.pk).as_written(), Choice.history.count()) == before


def test_edited_choices_keep_the_rows_that_older_nodes_ask_by(teacher: Client, quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = list(question.choices.values_list("pk", flat=True))
    save(teacher, question, choices="*An error\r\nThree values\r\nA `call`")
    assert list(question.choices.values_list("pk", "is_right")) == [
        (pk, place == 0) for place, pk in enumerate(before)
    ]


def test_what_is_said_to_a_choice_stays_with_it(teacher: Client, lesson: Lesson) -> None:
    question = make_question(
        lesson, "choice", {"choices": ["a", {"text": "b", "feedback": "No."}], "right": "a"}
    )
    save(teacher, question, choices="*a | Yes.\nb | No.\nc")
    assert Question.objects.get().values["choices"] == [
        {"text": "a", "feedback": "Yes."},
        {"text": "b", "feedback": "No."},
        "c",
    ]


# -- what is kept --------------------------------------------------------------------------------------


def test_the_lesson_is_kept_as_it_was_and_as_it_becomes(
    teacher: Client, instructor: User, quiz: Lesson
) -> None:
    save(teacher, quiz.questions.get(position=1), prompt="Reworded?")
    now, before = quiz.versions.all()
    assert "Reworded?" in now.files["quiz.yaml"]
    assert "Reworded?" not in before.files["quiz.yaml"]
    assert (now.made_by, now.reason) == (instructor, "Question saved in admin")


def test_loading_the_course_keeps_what_was_edited(teacher: Client, quiz: Lesson) -> None:
    updated = quiz.updated_at
    save(teacher, quiz.questions.get(position=1), prompt="Reworded?")
    quiz.refresh_from_db()
    assert quiz.edited_at is not None
    assert quiz.updated_at > updated


def test_a_question_that_moves_is_last_in_its_new_lesson_and_both_are_kept(
    teacher: Client, quiz: Lesson
) -> None:
    waiting = make_question(None, "choice", CHOICE)
    step = quiz.steps.all()[2]
    save(teacher, waiting, lesson=quiz.pk, step=step.pk, hints="Look at row 3.")
    waiting.refresh_from_db()
    assert (waiting.lesson, waiting.step, waiting.position) == (quiz, step, 4)
    save(teacher, waiting, lesson="", step="")
    waiting.refresh_from_db()
    assert (waiting.lesson, waiting.step) == (None, None)
    assert [waiting.prompt in version.files["quiz.yaml"] for version in quiz.versions.all()] == [
        False,
        True,
        False,
    ]


def test_a_key_is_there_once_in_a_lesson(teacher: Client, quiz: Lesson) -> None:
    first = quiz.questions.get(position=1)
    waiting = make_question(None, "choice", CHOICE, key=first.key)
    step = Step.objects.filter(lesson=quiz).first()
    page = save(teacher, waiting, lesson=quiz.pk, step=step.pk, hints="Look.")
    assert f"has the key “{first.key}”" in str(page.context["adminform"].form.errors["lesson"])


def test_questions_are_published_and_made_drafts(teacher: Client, quiz: Lesson) -> None:
    first, second, _ = quiz.questions.all()
    act(teacher, "unpublish", first, second)
    assert quiz.questions.published().count() == 1
    act(teacher, "publish", first)
    assert quiz.questions.published().count() == 2
    assert len(quiz.versions.all()) == 3


def test_questions_are_deleted_with_their_choices_and_the_lesson_is_kept(
    teacher: Client, quiz: Lesson
) -> None:
    first, second, third = quiz.questions.all()
    act(teacher, "delete_selected", first, second)
    assert list(quiz.questions.all()) == [third]
    teacher.post(reverse("admin:quizzes_question_delete", args=[third.pk]), {"post": "yes"})
    assert Choice.objects.count() == 0
    assert ["quiz.yaml" in version.files for version in quiz.versions.all()] == [False, True, True]


# -- who -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["student", None])
def test_only_instructors_see_the_bank(
    who: str | None,
    client_of: Callable[[User | None], Client],
    student: User,
    bank: list[Question],
) -> None:
    client = client_of(student if who else None)
    variants = reverse("admin:quizzes_question_variants", args=[bank[-1].pk])
    for url in (LIST, add_url("choice"), change_url(bank[0]), variants):
        assert client.get(url).status_code == 302
        assert "/login/" in client.get(url).headers["Location"]
