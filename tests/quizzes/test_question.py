"""One question: the table beside it, the hint, the answer and the verdict."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, StyleProgress
from lessons.quizzes.models import Answer, Attempt
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]
HTMX = {"HX-Request": "true"}


def url(attempt: Attempt, number: int = 1) -> str:
    return reverse("quizzes:question", args=[attempt.pk, number])


@pytest.fixture
def student_client(student: User, client_of: Browser) -> Client:
    return client_of(student)


def test_it_shows_the_choices_the_table_and_a_hint(attempt: Attempt, student_client: Client) -> None:
    page = student_client.get(url(attempt)).content.decode()
    for text in ("Question 1 of 3", "What comes out of step 2?", "Three values", "Look at row 2."):
        assert text in page
    assert page.count('type="radio"') == 3
    assert page.count("<tr ") == 6


def test_the_hint_points_to_the_one_cell_that_proves_the_answer(
    attempt: Attempt, student_client: Client
) -> None:
    rows = student_client.get(url(attempt)).context["rows"]
    lit = [(row.step.number, cell.column) for row in rows for cell in row.cells if cell.is_lit]
    assert lit == [(2, "output")]


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


def test_the_last_answer_finishes_the_quiz(attempt: Attempt, student_client: Client, student: User) -> None:
    for number, choice in enumerate((RIGHT[0], WRONG[1], RIGHT[2]), start=1):
        page = student_client.post(url(attempt, number), {"choice": choice}, follow=True).content.decode()
    attempt.refresh_from_db()
    assert attempt.finished_at is not None
    assert (attempt.right, attempt.total) == (2, 3)
    assert reverse("quizzes:result", args=[attempt.pk]) in page
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
    response = student_client.post(url(attempt), {"choice": RIGHT[0]}, follow=True)
    lit = [
        (row.step.action, cell.column)
        for row in response.context["rows"]
        for cell in row.cells
        if cell.is_lit
    ]
    assert lit == [("STS decides", "output")]
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
