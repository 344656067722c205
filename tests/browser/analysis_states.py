"""An item analysis in every state: nobody yet, too few, enough with a question to act on."""

from __future__ import annotations

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from tests.browser.moves import LESSON
from tests.browser.visit import States, Visit

__all__ = ["analyzed"]

ANALYSIS = f"{LESSON}quiz/analysis/"


def analyzed(visit: Visit) -> States:
    """What an instructor sees of a quiz, before and after twelve people have taken it."""
    visit.become(User.objects.get(username="teacher"))
    yield visit.to(ANALYSIS)
    lesson = Lesson.objects.get(slug=LESSON.strip("/").rpartition("/")[2])
    take(lesson, range(6))
    yield visit.to(ANALYSIS) + " of six attempts"
    take(lesson, range(6, 12))
    yield visit.to(ANALYSIS) + " of twelve attempts"
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    yield "every question unfolded"
    yield visit.to(f"{ANALYSIS}attempts/?question=1&only=missed")
    visit.page.locator("tbody a").first.click()
    yield "an attempt behind a figure"
    yield visit.to(f"{ANALYSIS}attempts/?question=1&answer=none")


def take(lesson: Lesson, numbers: range) -> None:
    """Finished attempts: who is good, by an even number, misses the first question alone."""
    for number in numbers:
        attempt = attempts.start(User.objects.create(username=f"learner{number}"), lesson)
        for place, question in enumerate(attempt.questions, start=1):
            key = question.module.key(question.value)
            is_good = number % 2 == 0 or place == number
            is_right = is_good != (place == 1) or not question.is_single_choice
            attempts.answer(attempt, place, key if is_right else int(key == 0))
