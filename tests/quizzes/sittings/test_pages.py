"""The pages of a quiz with times: by a form, by the page's script, and once it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.quizzes.models import Answer, Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import begin

Browser = Callable[[User | None], Client]
SCRIPT = {"HX-Request": "true"}
MILLISECONDS = 1_796_126_400_000  # as `static/js/sitting.js` numbers changes


@pytest.fixture
def now_open(graded: Quiz) -> Quiz:
    """The graded quiz, open today."""
    now = timezone.now()
    graded.opens_at, graded.due_at, graded.closes_at = (
        now - timedelta(hours=1),
        None,
        now + timedelta(hours=1),
    )
    graded.save()
    return graded


@pytest.fixture
def attempt(now_open: Quiz, student: User) -> Attempt:
    return begin(student, now_open, timezone.now())


@pytest.fixture
def browser(student: User, client_of: Browser) -> Client:
    return client_of(student)


def page(attempt: Attempt) -> str:
    return reverse("quizzes:sitting", args=[attempt.pk])


def url(attempt: Attempt, number: int = 1) -> str:
    return reverse("quizzes:save-answer", args=[attempt.pk, number])


def test_it_begins_and_asks_every_question_on_one_page(now_open: Quiz, browser: Client) -> None:
    intro = browser.get(now_open.get_absolute_url()).content.decode()
    assert "2 of 2 left" in intro
    started = browser.post(reverse("quizzes:start-graded", args=[now_open.pk]), follow=True).content.decode()
    assert started.count("data-answer=") == 3
    assert "Because of step" not in started
    assert "0 of 3 saved" in started


def test_a_form_saves_and_leads_back_to_its_question(attempt: Attempt, browser: Client) -> None:
    response = browser.post(url(attempt, 2), {"choice": RIGHT[1]})
    assert (response.status_code, response["Location"]) == (302, f"{page(attempt)}#question-2")
    shown = browser.get(page(attempt)).content.decode()
    assert "1 of 3 saved" in shown
    assert shown.count("checked") == 1


def test_what_is_no_answer_is_said_beside_its_question(attempt: Attempt, browser: Client) -> None:
    response = browser.post(url(attempt, 2), {"choice": "x"})
    assert response.status_code == 422
    assert 'id="error-2"' in response.content.decode()


def test_a_script_hears_what_became_of_an_answer(attempt: Attempt, browser: Client) -> None:
    sent = {"choice": RIGHT[0], "page": "abc", "change": f"{MILLISECONDS}"}
    told = browser.post(url(attempt), sent, headers=SCRIPT)
    assert (told.status_code, told.json()["saved"]) == (200, True)
    assert told.json()["ends"] > told.json()["now"]
    assert (Answer.objects.get().page, Answer.objects.get().change) == ("abc", MILLISECONDS)
    assert browser.post(url(attempt), {}, headers=SCRIPT).status_code == 422


def test_a_session_that_has_ended_is_told_and_nothing_is_stored(attempt: Attempt, client_of: Browser) -> None:
    assert client_of(None).post(url(attempt), {"choice": 0}, headers=SCRIPT).status_code == 401
    given_back = client_of(None).post(url(attempt), {"choice": "0"})
    assert given_back.status_code == 404
    assert 'name="choice" value="0"' in given_back.content.decode()
    assert not Answer.objects.exists()


def test_what_comes_too_late_is_said_to_be(attempt: Attempt, browser: Client) -> None:
    Attempt.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    told = browser.post(url(attempt), {"choice": RIGHT[0]}, headers=SCRIPT)
    assert (told.status_code, told.json()["saved"]) == (409, False)
    result = browser.get(page(attempt)).content.decode()
    assert "The time was over" in result


def test_feedback_is_shown_once_the_quiz_is_closed(attempt: Attempt, browser: Client, now_open: Quiz) -> None:
    browser.post(url(attempt), {"choice": WRONG[0]})
    response = browser.post(reverse("quizzes:hand-in", args=[attempt.pk]), follow=True)
    assert "Because of step 2." not in response.content.decode()
    assert "0 of 3 right" in response.content.decode()
    now_open.closes_at = timezone.now() - timedelta(seconds=1)
    now_open.save()
    result = browser.get(page(attempt)).content.decode()
    for text in ("Because of step 2.", "✗ not right", "not answered", "Why temporary", "✓ right answer"):
        assert text in result


def test_late_is_marked_and_counts(attempt: Attempt, browser: Client, now_open: Quiz) -> None:
    now_open.due_at = timezone.now() - timedelta(minutes=1)
    now_open.save()
    browser.post(url(attempt), {"choice": RIGHT[0]})
    result = browser.post(reverse("quizzes:hand-in", args=[attempt.pk]), follow=True).content.decode()
    assert "handed in late" in result
    assert "1 of 3 right" in result


@pytest.mark.parametrize("who", [None, "other_student", "instructor"])
def test_it_is_for_its_learners_alone(
    who: str | None, attempt: Attempt, now_open: Quiz, client_of: Browser, request: pytest.FixtureRequest
) -> None:
    other = client_of(request.getfixturevalue(who) if who else None)
    assert other.get(now_open.get_absolute_url()).status_code == 404
    assert other.post(reverse("quizzes:start-graded", args=[now_open.pk])).status_code == 404
    assert other.get(page(attempt)).status_code == 404
    assert other.post(reverse("quizzes:hand-in", args=[attempt.pk])).status_code == 404
    assert not Attempt.objects.exclude(finished_at=None).exists()


def test_the_attempt_of_a_lesson_is_none_of_these(student: User, now_open: Quiz, browser: Client) -> None:
    from lessons.quizzes.attempts import start

    own = start(student, now_open.lesson)
    assert browser.get(page(own)).status_code == 404


def test_one_that_was_taken_away_from_a_learner_is_gone_on_with(
    attempt: Attempt, browser: Client, student: User
) -> None:
    QuizLearner.objects.filter(user=student).update(is_assigned=False)
    sitting.save(attempt, 1, Sent(RIGHT[0]), timezone.now())
    assert browser.get(page(attempt)).status_code == 200
