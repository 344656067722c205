"""Attempts keep what was asked: whatever becomes of the questions, a score stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.choices import Option
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt, Choice, Question
from lessons.quizzes.question_types.interface import NotAnAnswerError
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]


def test_what_is_stored_is_what_grading_says(student: User, take: Take) -> None:
    attempt = take(student, RIGHT[0], WRONG[1], RIGHT[2])
    stored = {answer.number: answer.right for answer in attempt.answers.all()}
    assert stored == {
        number: feedback.right for number in (1, 2, 3) if (feedback := attempt.feedback(number))
    }
    assert attempt.score == Score(attempt.right, attempt.total) == Score(2, 3)


def test_editing_a_question_changes_no_past_score_and_no_past_review(
    student: User, quiz: Lesson, client_of: Browser, take: Take
) -> None:
    attempt = take(student, *RIGHT)
    question = quiz.questions.get(position=1)
    question.prompt = "Something else?"
    question.save()
    question.set_options([Option("No"), Option("Yes", is_right=True)])
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert attempt.score == Score(3, 3)
    page = client_of(student).get(reverse("quizzes:result", args=[attempt.pk])).content.decode()
    assert "What comes out of step 2?" in page
    assert "Something else?" not in page


def test_an_attempt_goes_on_with_the_questions_it_began_with(student: User, quiz: Lesson, take: Take) -> None:
    attempt = take(student, RIGHT[0])
    Question.objects.all().delete()
    attempts.answer(attempt, 2, RIGHT[1])
    attempts.answer(attempt, 3, RIGHT[2])
    assert Attempt.objects.best_and_latest(student, quiz).best == Score(3, 3)


def test_a_choice_that_was_not_offered_is_not_stored(attempt: Attempt) -> None:
    with pytest.raises(NotAnAnswerError):
        attempts.answer(attempt, 1, 3)
    assert not Answer.objects.exists()


def test_a_finished_attempt_takes_no_more_answers(student: User, take: Take) -> None:
    attempt = take(student, *WRONG)
    finished_at = attempt.finished_at
    attempts.answer(attempt, 1, RIGHT[0])
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.right, attempt.finished_at) == (0, finished_at)


def test_choices_keep_their_rows_when_they_are_written_again(quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = list(question.choices.values_list("pk", flat=True))
    options = [Option("An error", is_right=True), Option("Three values")]
    question.set_options(options)
    question = Question.objects.get(pk=question.pk)
    assert list(question.choices.values_list("pk", flat=True)) == before[:2]
    assert question.options() == tuple(options)


def test_writing_the_same_choices_again_leaves_no_trace_in_the_history(quiz: Lesson) -> None:
    question = quiz.questions.get(position=1)
    before = Choice.history.count()
    question.set_options(question.options())
    assert Choice.history.count() == before


def at_once(*actions: Callable[[], object]) -> None:
    """Run the actions in threads of their own, each with a connection of its own."""

    def run(action: Callable[[], object]) -> None:
        try:
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        for done in [pool.submit(run, action) for action in actions]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_starting_twice_at_once_makes_one_attempt(quiz: Lesson, student: User) -> None:
    at_once(*[lambda: attempts.start(student, quiz)] * 6)
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_answering_twice_at_once_counts_once(attempt: Attempt) -> None:
    at_once(*(lambda choice=choice: attempts.answer(attempt, 1, choice) for choice in (0, 1, 2, 0, 1, 2)))
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_answers_at_once_finish_the_quiz(student: User, take: Take) -> None:
    attempt = take(student, RIGHT[0])
    at_once(*(lambda number=number: attempts.answer(attempt, number, RIGHT[number - 1]) for number in (2, 3)))
    attempt.refresh_from_db()
    assert (attempt.right, attempt.finished_at is not None) == (3, True)


def sureness_sent(client: Client, attempt: Attempt, **fields: str) -> str:
    url = reverse("quizzes:question", args=[attempt.pk, 1])
    return client.post(url, fields, follow=True).content.decode()


def test_how_sure_one_is_can_be_said_and_need_not(
    attempt: Attempt, student: User, client_of: Callable[[User], Client]
) -> None:
    browser = client_of(student)
    assert 'name="sureness" value="certain" >' in browser.get(attempt.get_absolute_url()).content.decode()
    assert 'value="fairly" checked' in sureness_sent(browser, attempt, sureness="fairly")
    assert 'value="certain" checked' in sureness_sent(browser, attempt, sureness="certain", hint="1")
    sureness_sent(browser, attempt, choice=str(RIGHT[0]), sureness="certain")
    attempts.answer(attempt, 2, RIGHT[1])
    said = attempt.answers.order_by("number").values_list("sureness", flat=True)
    assert list(said) == ["certain", ""]


def test_what_is_no_level_says_nothing(
    attempt: Attempt, student: User, client_of: Callable[[User], Client]
) -> None:
    sureness_sent(client_of(student), attempt, choice="0", sureness="very\x00")
    assert attempt.answers.get().sureness == ""


def test_the_result_shows_how_sure_and_how_right(
    attempt: Attempt, student: User, client_of: Callable[[User], Client]
) -> None:
    browser, result = client_of(student), reverse("quizzes:result", args=[attempt.pk])
    for number, choice in enumerate(RIGHT, start=1):
        attempts.answer(attempt, number, choice)
    assert "How sure, how right" not in browser.get(result).content.decode()
    attempt.answers.filter(number__lte=2).update(sureness="certain")
    page = browser.get(result).content.decode()
    assert "How sure, how right" in page
    assert "2 of 2, 100 %" in page
