"""What somebody got wrong stands on the lesson's card, in their own browser alone."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.prediction_questions import ask
from lessons.quizzes.models import Attempt
from lessons.reading.misses import misses_of

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]

CARD, HEADING = "/lessons/assume/snapshot/", "What you got wrong"


def card(browser: Client) -> str:
    return browser.get(CARD).content.decode()


def test_wrong_answers_of_the_last_finished_attempt(
    client_of: Browser, student: User, quiz: Lesson, take: Take
) -> None:
    browser = client_of(student)
    assert HEADING not in card(browser)
    take(student, 1, 0)
    assert HEADING not in card(browser)  # it is not finished
    take(student, 1, 0, 1)
    page = card(browser)
    assert "When do they expire?" in page
    assert "Step 4" in page
    assert 'href="/lessons/assume/steps/4/"' in page
    assert "Access is denied" in page
    assert "What comes out of step 2?" not in page
    take(student, 1, 1, 0)
    assert HEADING not in card(browser)


def test_wrong_predictions_until_one_starts_over(client_of: Browser, student: User, lesson: Lesson) -> None:
    browser = client_of(student)
    asked = ask(trace_of(lesson), 1)
    assert asked
    wrong = next(text for text in asked.choices if text != asked.answer)
    browser.post("/lessons/assume/predict/1/", {"chosen": wrong, "sureness": "certain"})
    assert [(miss.answer, miss.url) for miss in misses_of(student, lesson)] == [
        (asked.answer, "/lessons/assume/steps/1/")
    ]
    browser.post("/lessons/assume/predict/again/")
    assert misses_of(student, lesson) == ()


def test_nobody_else_sees_them(client_of: Browser, student: User, quiz: Lesson, take: Take) -> None:
    take(student, 0, 0, 1)
    other = User.objects.create_user("other")
    assert HEADING not in card(client_of(other))
    assert HEADING not in card(client_of(None))
