"""Practice: a question that was answered wrong is tried again until it is right, and the first try counts."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.aws.policies.access_request import IDENTITY
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt, Question
from lessons.quizzes.question_types.read_policy import NOTHING
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.question_types.examples import WRITTEN

Take = Callable[..., Attempt]


@pytest.fixture
def student_client(student: User, client_of: Callable[[User | None], Client]) -> Client:
    return client_of(student)


def url(attempt: Attempt, number: int = 1) -> str:
    return reverse("quizzes:question", args=[attempt.pk, number])


def test_a_wrong_answer_can_be_tried_again_and_the_first_counts(
    attempt: Attempt, student_client: Client
) -> None:
    page = student_client.post(url(attempt), {"choice": WRONG[0]}, follow=True).content.decode()
    assert f"{url(attempt)}?again=1" in page
    form = student_client.get(url(attempt), {"again": "1"}).content.decode()
    assert 'name="again"' in form
    assert "checked" not in form
    page = student_client.post(url(attempt), {"choice": RIGHT[0], "again": "1"}, follow=True).content.decode()
    assert "Right, at try 2." in page
    answer = Answer.objects.get()
    assert (answer.given, answer.right, answer.latest, answer.tries) == (WRONG[0], False, RIGHT[0], 2)


def test_the_answer_is_folded_until_it_is_asked_for(attempt: Attempt, student_client: Client) -> None:
    page = student_client.post(url(attempt), {"choice": WRONG[0]}, follow=True).content.decode()
    shown, _, folded = page.partition('<details class="quiz-key">')
    assert "Three values" not in shown
    assert "✓ right answer" in folded


def missed(page: str) -> str:
    """What a page says of a wrong answer before somebody unfolds the right one."""
    shown = page.partition("Not quite.")[2].partition('<details class="quiz-key">')[0]
    return unescape(strip_tags(shown))


@pytest.mark.parametrize(
    ("type_name", "given"),
    [
        ("allowed_or_denied", {"outcome": "ExplicitlyDenied", "policy_type": IDENTITY}),
        ("read_policy", NOTHING),
        ("computed", "1"),
    ],
)
def test_why_it_is_right_is_folded_with_the_answer(
    type_name: str, given: Any, quiz: Lesson, student: User, student_client: Client
) -> None:
    quiz.questions.all().delete()
    Question.objects.create(
        lesson=quiz, prompt="What now?", type=type_name, content=WRITTEN[type_name][-1], explanation="So."
    )
    attempt = attempts.start(student, quiz)
    attempts.answer(attempt, 1, given)
    page = student_client.get(url(attempt)).content.decode()
    feedback = Attempt.objects.get().feedback(1)
    assert feedback is not None
    assert feedback.fraction == 0
    reason = feedback.lines[-1].reason.replace("`", "")
    assert reason in unescape(strip_tags(page))
    assert reason not in missed(page)


def test_the_row_that_was_asked_for_is_folded_as_the_answer(
    quiz: Lesson, student: User, student_client: Client
) -> None:
    quiz.questions.all().delete()
    Question.objects.create(
        lesson=quiz,
        prompt="Which row proves it?",
        type="point_at_step",
        content={"rows": [{"key": "a", "text": "First"}, {"key": "b", "text": "Second"}], "right": "b"},
        step=quiz.steps.get(position=2),
        explanation="So.",
    )
    attempt = attempts.start(student, quiz)
    attempts.answer(attempt, 1, "a")
    page = student_client.get(url(attempt)).content.decode()
    assert "See step 2, which proves it" in page
    assert "step 2" not in missed(page)


def test_the_result_says_how_many_tries_it_took(student: User, student_client: Client, take: Take) -> None:
    attempt = take(student, WRONG[0], WRONG[1], RIGHT[2])
    attempts.try_again(attempt, 1, 2)
    attempts.try_again(attempt, 1, RIGHT[0])
    page = student_client.get(reverse("quizzes:result", args=[attempt.pk])).content.decode()
    assert "1 of 3 right" in page
    assert page.count("right at try 3") == 1
    assert Attempt.objects.get(pk=attempt.pk).score == Score(1, 3)


@pytest.mark.parametrize("choice", ["", "7", "x"])
def test_what_is_no_answer_is_no_try(choice: str, attempt: Attempt, student_client: Client) -> None:
    student_client.post(url(attempt), {"choice": WRONG[0]})
    response = student_client.post(url(attempt), {"choice": choice, "again": "1"})
    assert response.status_code == 422
    assert 'name="again"' in response.content.decode()
    assert Answer.objects.get().tries == 1


def test_nothing_is_tried_before_the_first_answer_nor_after_a_right_one(attempt: Attempt) -> None:
    attempts.try_again(attempt, 1, RIGHT[0])
    assert not Answer.objects.exists()
    attempts.answer(attempt, 1, RIGHT[0])
    attempts.try_again(attempt, 1, WRONG[0])
    assert (Answer.objects.get().tries, Answer.objects.get().latest) == (1, None)


def test_a_try_that_is_sent_twice_is_one(attempt: Attempt) -> None:
    attempts.answer(attempt, 1, WRONG[0])
    for _ in range(3):
        attempts.try_again(attempt, 1, 2)
    assert Answer.objects.get().tries == 2


def test_there_is_an_end_to_trying(attempt: Attempt, student_client: Client) -> None:
    attempts.answer(attempt, 1, WRONG[0])
    Answer.objects.update(tries=budgets.TRIES)
    with pytest.raises(BadRequest):
        attempts.try_again(attempt, 1, RIGHT[0])
    assert student_client.post(url(attempt), {"choice": 2, "again": "1"}).status_code == 400
