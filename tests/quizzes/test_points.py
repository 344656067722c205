"""Parts of an answer count in part, hints come one by one, and what 0.7.0 has stored counts as it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.grading import Score
from lessons.quizzes.models import PASSED, Answer, Attempt, Question
from lessons.quizzes.question_types import choice
from tests.quizzes.conftest import RIGHT

Browser = Callable[[User | None], Client]


@pytest.fixture
def asked(with_many: Lesson, student: User) -> Attempt:
    return attempts.start(student, with_many)


def url(attempt: Attempt, number: int = 1) -> str:
    return reverse("quizzes:question", args=[attempt.pk, number])


def finish(client: Client, attempt: Attempt, *first: str) -> str:
    """Answer the first question like this and the others right; the page of the result."""
    client.post(url(attempt), {"choice": first})
    for number, chosen in enumerate(RIGHT, start=2):
        client.post(url(attempt, number), {"choice": chosen})
    return str(client.get(reverse("quizzes:result", args=[attempt.pk])).content.decode())


def test_what_is_asked_is_kept_with_type_version_points_and_seed(asked: Attempt) -> None:
    first, *others = Attempt.objects.get().questions
    assert (first.key, first.type, first.version, first.points) == (
        "which-expire",
        "choice",
        choice.VERSION,
        2,
    )
    assert first.hints == ("Look at row 4.", "What has an `Expiration`?", "There are two.")
    assert len({question.seed for question in (first, *others)}) == 4


def test_half_of_what_is_right_is_half_of_the_points(
    asked: Attempt, student: User, client_of: Browser
) -> None:
    client = client_of(student)
    page = finish(client, asked, "1")
    assert "4 of 5 right" in page
    stored = Attempt.objects.get()
    assert (stored.right, stored.points, stored.possible_points) == (3, 4.0, 5.0)
    answer = stored.answers.get(number=1)
    assert (answer.given, answer.fraction, answer.right) == ([1], 0.5, False)
    assert "Partly right: 50 %." in client.get(url(asked)).content.decode()


def test_who_takes_them_all_gets_nothing_for_it(asked: Attempt, student: User, client_of: Browser) -> None:
    page = finish(client_of(student), asked, "0", "1", "2", "3")
    assert "3 of 5 right" in page
    assert "not passed yet" in page


def test_what_its_author_says_to_a_choice_is_said(asked: Attempt, student: User, client_of: Browser) -> None:
    client = client_of(student)
    client.post(url(asked), {"choice": ["0", "1"]})
    assert "It lives on." in client.get(url(asked)).content.decode()


def test_a_question_of_many_is_asked_for_again_until_something_is_chosen(
    asked: Attempt, student: User, client_of: Browser
) -> None:
    client = client_of(student)
    response = client.post(url(asked), {})
    assert response.status_code == 422
    assert "Choose every answer that is right" in response.content.decode()
    assert not Answer.objects.exists()


def test_hints_come_one_by_one_and_no_more_than_there_are(
    asked: Attempt, student: User, client_of: Browser
) -> None:
    client = client_of(student)
    pages = [client.post(url(asked), {"hint": "1", "choice": "1"}).content.decode() for _ in range(4)]
    told = [
        sum(hint in page for hint in ("Look at row 4.", "What has an", "There are two.")) for page in pages
    ]
    assert told == [1, 2, 3, 3]
    assert ["Show another hint" in page for page in pages] == [True, True, False, False]
    assert Attempt.objects.get().hints == [1, 1, 1]


def test_a_draft_is_not_asked(with_many: Lesson, student: User) -> None:
    Question.objects.filter(key="which-expire").update(is_published=False)
    assert len(attempts.start(student, with_many).questions) == 3


def test_passing_is_by_points_the_same_in_python_and_in_the_database(
    asked: Attempt, student: User, client_of: Browser
) -> None:
    finish(client_of(student), asked, "1")
    assert Attempt.objects.get().score.is_pass  # 4 of 5 points, though 3 of 4 questions
    with connection.cursor() as cursor:
        cursor.execute(PASSED)
        assert [row[1] for row in cursor.fetchall()] == [asked.lesson.pk]


def test_what_an_older_release_has_finished_counts_as_it_did(quiz: Lesson, student: User) -> None:
    old = attempts.start(student, quiz)
    for number, chosen in enumerate(RIGHT, start=1):
        attempts.answer(old, number, chosen)
    Attempt.objects.update(details=None, points=None, possible_points=None)
    Answer.objects.update(given=None, fraction=None)
    stored = Attempt.objects.get()
    assert stored.score == Score(3, 3)
    assert Attempt.objects.best_and_latest(student, quiz).best == Score(3, 3)
    assert Attempt.objects.best_scores([student], [quiz]) == {(student.pk, quiz.pk): Score(3, 3)}
    assert [line.given for line in stored.feedback(1).lines] == ["Three values"]


def test_a_part_of_the_points_has_a_mark_of_its_own(
    asked: Attempt, student: User, client_of: Browser
) -> None:
    client = client_of(student)
    client.post(url(asked), {"choice": "1"})
    page = client.get(url(asked, 2)).content.decode()
    assert "◐" in page
    assert "partly right" in page
