"""The review in every state: nothing to do, a question, its hint, a mistake, verdicts, done."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import Review
from lessons.quizzes.models import About, CardReview, Kind
from tests.browser.visit import States, Visit

__all__ = ["check_card", "miss", "reviewing"]


def reviewing(visit: Visit) -> States:
    page = visit.page
    yield visit.to("/review/")
    user = User.objects.get(username="teacher")
    visit.become(user)
    miss(user)
    yield visit.to("/") + " with cards that are due"
    visit.to("/review/")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".quiz-hint")).to_be_focused()
    yield "a card with its hint"
    page.evaluate("document.querySelector('#review form').noValidate = true")
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator("#sureness-error")).to_be_visible()
    yield "a card without an answer"
    check_card(page)
    yield "a card that was answered"
    page.get_by_role("link", name="Next card").click()
    expect(page.get_by_role("heading", name="Card 2 of 2 today")).to_be_visible()
    yield "a card of a step"
    check_card(page)
    page.get_by_role("link", name="Done for today").click()
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    yield "all cards of today done"


def miss(user: User) -> None:
    """A question answered wrong two days ago, and a step that was done otherwise yesterday."""
    lesson, now = Lesson.objects.get(slug="assuming-a-role"), timezone.now()
    question = lesson.questions.all()[0].key
    for kind, key, source, days in (
        (Kind.QUESTION, question, CardReview.Source.ANSWER, 2),
        (Kind.STEP, trace_of(lesson).steps[1].key, CardReview.Source.MOVE, 1),
    ):
        review = Review(now - timedelta(days=days), f"{source}/1", rating=1)
        about = About(user.pk, lesson.pk, kind, key)
        store([Recall(about, lesson.updated_at, source, review, is_reason=True)])


def check_card(page: Page) -> None:
    """The first choice, fairly sure."""
    page.locator("[name=choice]").first.check()
    page.get_by_label("Fairly sure").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("It comes back on")).to_be_visible()
