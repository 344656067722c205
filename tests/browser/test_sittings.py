"""A quiz with times in a browser: through a lost network, an ended session, a closed page, to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings.drawing import Selection
from lessons.quizzes.sittings.sitting import start

# How many things of a sitting this browser still keeps, once it has had ten seconds to get rid of them.
KEPT = """async () => {
    const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("sitting")).length;
    for (let turn = 0; kept() && turn < 200; turn += 1) await new Promise((done) => setTimeout(done, 50));
    return kept();
}"""
SignIn = Callable[[BrowserContext, User], None]


@pytest.fixture
def attempt(page: Page, site: str, student: User, sign_in: SignIn) -> Attempt:
    """Three questions with choices in ten minutes, just begun and open in the browser."""
    quiz = Quiz.objects.create(title="Friday's quiz", asks_sureness=True)
    quiz.questions.set(Lesson.objects.get(slug="assuming-a-role").questions.order_by("position")[:3])
    QuizLearner.objects.create(quiz=quiz, user=student)
    attempt = start(student, quiz, timezone.now(), Selection(most=3), 10)
    sign_in(page.context, student)
    page.goto(site + attempt.get_absolute_url())
    return attempt


def choose(page: Page, number: int, index: int) -> None:
    page.locator(f"#question-{number} input[name=choice]").nth(index).check()


def state(page: Page, number: int, words: str) -> None:
    expect(page.locator(f"#question-{number} [data-state]")).to_contain_text(words)


def stored(attempt: Attempt) -> dict[int, object]:
    return {number: answer.given for number, answer in Attempt.objects.get(pk=attempt.pk).answered.items()}


def test_answers_get_through_a_lost_network_and_a_closed_page(page: Page, attempt: Attempt) -> None:
    choose(page, 1, 0)
    state(page, 1, "✓ saved")
    page.context.set_offline(True)
    choose(page, 2, 1)
    choose(page, 1, 1)
    state(page, 2, "not saved yet")
    expect(page.locator("[data-lost]")).to_contain_text("cannot be reached")
    assert stored(attempt) == {1: 0}
    page.context.set_offline(False)
    state(page, 2, "✓ saved")
    state(page, 1, "✓ saved")
    expect(page.locator("[data-lost]")).to_be_hidden()
    assert stored(attempt) == {1: 1, 2: 1}
    address = page.url
    page.route("**/sittings/*/*/", lambda route: route.abort())
    choose(page, 3, 0)
    state(page, 3, "not saved yet")
    page.goto("about:blank")
    page.unroute("**/sittings/*/*/")
    page.goto(address)
    state(page, 3, "✓ saved")
    assert stored(attempt) == {1: 1, 2: 1, 3: 0}
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", name="By topic, and what to read next")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_answers_get_through_a_session_that_has_ended(
    page: Page, attempt: Attempt, student: User, sign_in: SignIn
) -> None:
    Session.objects.all().delete()
    choose(page, 1, 1)
    expect(page.locator("[data-lost]")).to_contain_text("signed out")
    state(page, 1, "not saved yet")
    sign_in(page.context, student)
    state(page, 1, "✓ saved")
    assert stored(attempt) == {1: 1}


def test_the_server_s_clock_ends_it_and_what_is_saved_is_handed_in(page: Page, attempt: Attempt) -> None:
    choose(page, 1, 0)
    state(page, 1, "✓ saved")
    started = timezone.now() - timedelta(minutes=9, seconds=57)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=started)
    page.reload()
    expect(page.locator("[data-left]")).to_have_text("00:01")
    expect(page.get_by_text("The time was over")).to_be_visible()
    assert Attempt.objects.get(pk=attempt.pk).finished_at == started + timedelta(minutes=10)


def test_what_was_not_sent_in_time_is_kept_as_late(page: Page, attempt: Attempt) -> None:
    address = page.url
    page.route("**/sittings/*/*/", lambda route: route.abort())
    choose(page, 1, 1)
    state(page, 1, "not saved yet")
    page.goto("about:blank")
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(minutes=11))
    page.unroute("**/sittings/*/*/")
    page.goto(address)
    expect(page.get_by_text("The time was over")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(page.get_by_text("after the end. It is kept and does not count")).to_be_visible()
    assert stored(attempt) == {}


def test_it_is_answered_and_handed_in_without_a_script(
    attempt: Attempt, page: Page, site: str, student: User, sign_in: SignIn
) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr] # it has one
    sign_in(plain, student)
    tab = plain.new_page()
    tab.goto(site + attempt.get_absolute_url())
    choose(tab, 2, 1)
    tab.locator("#question-2").get_by_role("radio", name="Certain").check()
    tab.locator("#question-2").get_by_role("button", name="Save this answer").click()
    state(tab, 2, "✓ saved")
    assert Attempt.objects.get(pk=attempt.pk).answered[2].sureness == "certain"
    tab.get_by_role("button", name="Hand it in").click()
    expect(tab.get_by_role("heading", name="By topic, and what to read next")).to_be_visible()
    plain.close()
