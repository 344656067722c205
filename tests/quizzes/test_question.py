"""One question: the hint with the table beside it, the answer and the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson, StyleProgress
from lessons.quizzes import attempts
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Answer, Attempt, Question
from lessons.quizzes.result_marks import named_steps
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]
HTMX = {"HX-Request": "true"}


def url(attempt: Attempt, number: int = 1) -> str:
    return reverse("quizzes:question", args=[attempt.pk, number])


@pytest.fixture
def student_client(student: User, client_of: Browser) -> Client:
    return client_of(student)


def test_it_is_a_closed_book(attempt: Attempt, student_client: Client) -> None:
    page = student_client.get(url(attempt)).content.decode()
    for text in ("Question 1 of 3", "What comes out of step 2?", "Three values"):
        assert text in page
    assert page.count('name="choice"') == 3
    assert "<tr " not in page
    assert "Look at row 2." not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_hint_brings_the_table_and_keeps_what_was_chosen(
    headers: dict[str, str], attempt: Attempt, student_client: Client
) -> None:
    page = student_client.post(url(attempt), {"hint": "1", "choice": "2"}, headers=headers).content.decode()
    assert "Look at row 2." in page
    assert page.count("<tr ") == 6
    assert re.search(r'value="2" required checked', page)
    assert page.count("checked") == 1
    assert not Answer.objects.exists()
    again = student_client.get(url(attempt)).content.decode()
    assert "Look at row 2." in again
    assert "Look at row 4." not in student_client.get(url(attempt, 2)).content.decode()


@pytest.mark.parametrize("choice", ["", "7", "x", "\0", "9" * 5000])
def test_a_hint_asked_for_with_a_choice_that_is_none_is_given_all_the_same(
    choice: str, attempt: Attempt, student_client: Client
) -> None:
    response = student_client.post(url(attempt), {"hint": "1", "choice": choice})
    assert response.status_code == 200
    assert b"checked" not in response.content


def test_an_answer_after_the_hint_says_so_for_good(attempt: Attempt, student_client: Client) -> None:
    student_client.post(url(attempt), {"hint": "1"})
    for number, choice in enumerate(RIGHT, start=1):
        student_client.post(url(attempt, number), {"choice": choice})
    assert list(attempt.answers.order_by("number").values_list("hinted", flat=True)) == [True, False, False]
    assert "Right, with the hint." in student_client.get(url(attempt)).content.decode()
    result = student_client.get(reverse("quizzes:result", args=[attempt.pk])).content.decode()
    assert "3 of 3 right, 1 with the hint" in result
    assert result.count('<span class="chip">with the hint</span>') == 1


def test_a_hint_that_comes_after_the_answer_does_not_count(attempt: Attempt, student_client: Client) -> None:
    student_client.post(url(attempt), {"choice": RIGHT[0]})
    page = student_client.post(url(attempt), {"hint": "1"}).content.decode()
    assert "<tr " not in page
    assert not attempt.answers.get().hinted


def test_the_hint_points_to_the_one_cell_that_proves_the_answer(
    attempt: Attempt, student_client: Client
) -> None:
    rows = student_client.post(url(attempt), {"hint": "1"}).context["rows"]
    lit = [(row.step.number, cell.column) for row in rows for cell in row.cells if cell.is_lit]
    assert lit == [(2, "output")]


def test_where_a_row_is_asked_for_the_hint_does_not_light_it(
    quiz: Lesson, student: User, student_client: Client
) -> None:
    quiz.questions.all().delete()
    Question.objects.create(
        lesson=quiz,
        type="point_at_step",
        prompt="Which row proves it?",
        content={"rows": [{"key": one, "text": one} for one in ("ask", "get", "use")], "right": "get"},
        hint="Not the first.",
        step=quiz.steps.get(position=2),
        explanation="STS issued them.",
    )
    page = student_client.post(url(attempts.start(student, quiz)), {"hint": "1"}).content.decode()
    assert "Not the first." in page
    assert "Find it in the table" not in page
    assert "is-lit" not in page
    assert page.count("<tr ") == 4


def test_code_in_a_choice_is_shown_as_code(attempt: Attempt, student_client: Client) -> None:
    assert "A <code>call</code>" in student_client.get(url(attempt)).content.decode()


def test_an_answer_leads_back_to_the_question_with_the_verdict(
    attempt: Attempt, student_client: Client
) -> None:
    response = student_client.post(url(attempt), {"choice": RIGHT[0]})
    assert (response.status_code, response["Location"]) == (302, url(attempt))
    page = student_client.get(url(attempt)).content.decode()
    assert "Right." in page
    assert "Because of step 2." in page
    assert reverse("lessons:step", args=[attempt.lesson.slug, 2]) in page
    assert url(attempt, 2) in page


def test_a_wrong_answer_shows_the_right_one(attempt: Attempt, student_client: Client) -> None:
    page = student_client.post(url(attempt), {"choice": WRONG[0]}, follow=True).content.decode()
    assert "Not quite." in page
    assert "✗ your answer" in page
    assert "✓ right answer" in page


def test_htmx_gets_the_verdict_as_a_partial(attempt: Attempt, student_client: Client) -> None:
    response = student_client.post(url(attempt), {"choice": RIGHT[0]}, headers=HTMX, follow=True)
    page = response.content.decode().lstrip()
    assert page.startswith('<div id="quiz"')
    assert "Right." in page
    assert "<html" not in page


def test_a_restored_history_entry_is_a_whole_page(attempt: Attempt, student_client: Client) -> None:
    headers = HTMX | {"HX-History-Restore-Request": "true"}
    assert "<html" in student_client.get(url(attempt), headers=headers).content.decode()


def test_the_first_answer_stays(attempt: Attempt, student_client: Client) -> None:
    student_client.post(url(attempt), {"choice": WRONG[0]})
    student_client.post(url(attempt), {"choice": RIGHT[0]})
    assert Answer.objects.get().chosen == WRONG[0]


def test_a_resent_form_shows_the_stored_verdict_whatever_it_holds(
    attempt: Attempt, student_client: Client
) -> None:
    student_client.post(url(attempt), {"choice": WRONG[0]})
    page = student_client.post(url(attempt), {"choice": "nonsense"}, follow=True).content.decode()
    assert "Not quite." in page


@pytest.mark.parametrize("choice", [None, "", "3", "-1", "1.0", "one", "9" * 30, "\uff11", "\x00"])
def test_an_answer_that_is_no_choice_is_asked_for_again(
    choice: str | None, attempt: Attempt, student_client: Client
) -> None:
    response = student_client.post(url(attempt), {} if choice is None else {"choice": choice})
    assert response.status_code == 422
    assert "Choose one of the answers, then check it." in response.content.decode()
    assert not Answer.objects.exists()


def test_the_last_answer_finishes_the_quiz(attempt: Attempt, student_client: Client) -> None:
    for number, choice in enumerate((RIGHT[0], WRONG[1], RIGHT[2]), start=1):
        page = student_client.post(url(attempt, number), {"choice": choice}, follow=True).content.decode()
    attempt.refresh_from_db()
    assert attempt.finished_at is not None
    assert (attempt.right, attempt.total) == (2, 3)
    assert reverse("quizzes:result", args=[attempt.pk]) in page
    assert "not passed yet" in student_client.get(attempt.get_absolute_url()).content.decode()
    assert not StyleProgress.objects.exclude(done_at=None).exists()


def test_a_quiz_is_done_once_it_is_passed(attempt: Attempt, student_client: Client, student: User) -> None:
    for number, choice in enumerate(RIGHT, start=1):
        student_client.post(url(attempt, number), {"choice": choice})
    assert StyleProgress.objects.get(user=student, style="quiz").done_at is not None


def test_a_question_may_be_left_for_later(attempt: Attempt, student_client: Client) -> None:
    for number in (3, 2):
        student_client.post(url(attempt, number), {"choice": 0})
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert attempt.get_absolute_url() == url(attempt, 1)


@pytest.mark.parametrize("number", [0, 4, 10**30])
def test_a_question_that_does_not_exist_is_not_found(
    number: int, attempt: Attempt, student_client: Client
) -> None:
    assert student_client.get(url(attempt, number)).status_code == 404
    assert student_client.post(url(attempt, number), {"choice": 0}).status_code == 404


@pytest.mark.parametrize("who", [None, "guest", "other_student", "instructor", "superuser"])
def test_nobody_else_sees_or_answers_it(
    who: str | None, attempt: Attempt, client_of: Browser, request: pytest.FixtureRequest
) -> None:
    stranger = client_of(request.getfixturevalue(who) if who else None)
    assert stranger.get(url(attempt)).status_code == 404
    assert stranger.post(url(attempt), {"choice": 0}).status_code == 404
    assert not Answer.objects.exists()


def test_an_attempt_that_was_given_up_leads_to_the_quiz_and_takes_no_answer(
    attempt: Attempt, student_client: Client
) -> None:
    Attempt.objects.update(abandoned_at=attempt.started_at)
    quiz = reverse("quizzes:quiz", args=[attempt.lesson.slug])
    assert student_client.get(url(attempt))["Location"] == quiz
    assert student_client.post(url(attempt), {"choice": 0})["Location"] == quiz
    assert not Answer.objects.exists()


def test_the_proof_goes_with_its_step_when_the_order_changes(
    attempt: Attempt, student_client: Client, lesson: Lesson
) -> None:
    lesson.steps.filter(position=2).update(position=9)
    lesson.save()
    response = student_client.post(url(attempt), {"hint": "1"})
    lit = [
        (row.step.action, cell.column)
        for row in response.context["rows"]
        for cell in row.cells
        if cell.is_lit
    ]
    assert lit == [("STS decides", "output")]
    response = student_client.post(url(attempt), {"choice": RIGHT[0]}, follow=True)
    assert "See step 5, which proves it" in response.content.decode()


def test_an_attempt_of_an_older_node_knows_its_steps_by_number(
    attempt: Attempt, student_client: Client
) -> None:
    Attempt.objects.update(step_keys=None)
    response = student_client.post(url(attempt), {"choice": RIGHT[0]}, follow=True)
    assert "See step 2, which proves it" in response.content.decode()


def test_an_older_node_can_read_what_is_asked(attempt: Attempt) -> None:
    known = {"prompt", "choices", "right", "hint", "step", "column", "explanation"}
    assert all(set(question) == known for question in attempt.asked)


def test_a_step_that_has_gone_since_is_not_linked(
    attempt: Attempt, student_client: Client, lesson: Lesson
) -> None:
    attempt.step_keys[0] = "a-step-that-is-gone"
    attempt.save()
    response = student_client.post(url(attempt), {"choice": RIGHT[0]}, follow=True)
    assert response.status_code == 200
    assert "which proves it" not in response.content.decode()


@pytest.mark.parametrize(("headers", "most"), [({}, 12), (HTMX, 5)])
def test_it_costs_few_queries(
    headers: dict[str, str], most: int, attempt: Attempt, student_client: Client
) -> None:
    student_client.get(url(attempt))
    with CaptureQueriesContext(connection) as queries:
        student_client.get(url(attempt), headers=headers)
    assert len(queries) <= most


@pytest.fixture
def withdrawn(attempt: Attempt) -> Attempt:
    """The student's attempt, its lesson taken back in the middle of it."""
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    return attempt


def test_a_withdrawn_lesson_shows_nothing_of_its_question(withdrawn: Attempt, student_client: Client) -> None:
    page = student_client.get(url(withdrawn)).content.decode()
    assert "This lesson is being revised" in page
    assert "What comes out of step 2?" not in page


def test_a_withdrawn_lesson_leads_htmx_to_the_page_that_says_so(
    withdrawn: Attempt, student_client: Client
) -> None:
    response = student_client.get(url(withdrawn), headers=HTMX)
    assert response["HX-Redirect"] == url(withdrawn)
    assert response.content == b""


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_to_a_withdrawn_question_is_not_stored(
    withdrawn: Attempt, student_client: Client, headers: dict[str, str]
) -> None:
    student_client.post(url(withdrawn), {"choice": RIGHT[0]}, headers=headers)
    assert not Answer.objects.exists()


def test_an_instructor_goes_on_with_the_quiz_of_a_draft(
    quiz: Lesson, instructor: User, client_of: Browser, take: Take
) -> None:
    mine = take(instructor)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert "What comes out of step 2?" in client_of(instructor).get(url(mine)).content.decode()


def test_a_step_that_is_named_is_told_without_what_came_of_it(
    attempt: Attempt, student_client: Client
) -> None:
    page = student_client.get(url(attempt)).content.decode()
    assert "<b>Step 2</b>: STS decides" in page
    assert "credentials issued" not in page


def asked_of(prompt: str, column: str, key: str) -> AskedQuestion:
    """A question whose answer step 2 proved when it was asked."""
    content = {"choices": ["a", "b"], "right": "a"}
    return AskedQuestion(prompt, content, "so", step=2, column=column, step_key=key)


@pytest.mark.parametrize(
    ("prompt", "column", "named"),
    [
        ("What comes out of step 2?", "output", [2]),
        ("What happens in step 2?", "action", []),
        ("Why does step 3 work, and step 5 not?", "result", [3, 5]),
        ("Is there a step 9, a step 0 or a step 99999?", "output", []),
        ("Who is it?", "output", []),
    ],
)
def test_which_steps_a_question_names(prompt: str, column: str, named: list[int], lesson: Lesson) -> None:
    key = lesson.steps.get(position=2).key
    asked = asked_of(prompt, column, key)
    assert [step.number for step in named_steps(asked, trace_of(lesson))] == named


def test_where_steps_have_moved_only_the_proof_is_named(lesson: Lesson) -> None:
    asked = asked_of("Step 1, step 2 or step 3?", "output", "gone")
    assert named_steps(asked, trace_of(lesson)) == ()
    key = lesson.steps.get(position=2).key
    lesson.steps.filter(position=2).update(position=9)
    lesson.save()
    asked = asked_of("Is it step 1 or step 2?", "output", key)
    moved = Lesson.objects.get(pk=lesson.pk)
    assert [step.action for step in named_steps(asked, trace_of(moved))] == ["STS decides"]
