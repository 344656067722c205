"""Every page with JavaScript switched off: links and forms do it all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lessons.accounts.models import User
from lessons.classrooms.enrolment import open_class
from tests.browser.moves import (
    LESSON,
    assume_the_role,
    next_step,
    open_sandbox,
    open_style,
    take_the_quiz,
    use,
)
from tests.browser.review_states import check_card, miss

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)

STYLES = {
    "Read": "After this lesson you can",
    "Flow": "The whole process",
    "Steps": "What happens",
    "State": "Status tracker",
    "Insights": None,
    "Quiz": "questions, one at a time",
    "Snapshot": "Assuming a role, step by step",
    "Transcript": None,
    "Sandbox": "Borrow the role, and watch it end",
}
NEEDS_JAVASCRIPT = ("Play", "Copy", "Print this card", "Read aloud")


def test_every_style_of_a_lesson_shows_and_offers_nothing_that_would_not_work(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}")
    for style, heading in STYLES.items():
        open_style(page, style)
        if heading:
            expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        for button in NEEDS_JAVASCRIPT:
            expect(page.get_by_role("button", name=button)).to_have_count(0)


def test_the_steps_are_walked_by_links(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/")
    next_step(page)
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    page.locator("#row-4").click()
    expect(page.locator(".caption-number")).to_have_text("Step 4")
    page.get_by_role("link", name="Last step").click()
    expect(page.locator(".caption-number")).to_have_text("Step 5")
    page.go_back()
    expect(page.locator(".caption-number")).to_have_text("Step 4")


def test_a_key_moment_opens(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}insights/")
    page.get_by_text("What happens when the role ARN is wrong?").click()
    expect(page.get_by_role("link", name="See it at step 1")).to_be_visible()


def test_a_vote_counts(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.get_by_role("button", name="Helpful 0", exact=True).click()
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()


def test_a_quiz_is_taken_to_the_end(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}quiz/")
    page.get_by_role("button", name="Start the quiz").click()
    page.get_by_label("An access denied error", exact=True).check()
    page.get_by_role("button", name="Show hint and table").click()
    expect(page.get_by_text("Read row 2 in the column Output")).to_be_visible()
    expect(page.get_by_label("An access denied error", exact=True)).to_be_checked()
    take_the_quiz(page, "An access denied error")
    expect(page.get_by_text(re.compile("Best so far"))).to_be_visible()


def test_a_card_is_reviewed(
    page: Page, site: str, student: User, sign_in: Callable[[BrowserContext, User], None]
) -> None:
    sign_in(page.context, student)
    miss(student)
    page.goto(site)
    page.get_by_role("link", name="Review 2").click()
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".quiz-hint")).to_be_visible()
    check_card(page)
    page.get_by_role("link", name="Next card").click()
    check_card(page)
    page.get_by_role("link", name="Done for today").click()
    expect(page.get_by_text("You have reviewed 2 cards today.")).to_be_visible()


def test_credentials_are_issued_used_and_die(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    expect(page.locator(".ring-digits")).to_have_text(re.compile("^(15:00|14:)"))
    for button, says in (("List the bucket", "q1.csv"), ("Write a file", "AccessDenied")):
        use(page, button)
        expect(page.locator("#answer")).to_contain_text(says)
    page.get_by_role("link", name="Show the secret and the token").click()
    expect(page.locator("#part-secret")).to_have_text(re.compile(r"^\S{40}$"))
    page.get_by_role("link", name="Back to the sandbox").click()
    page.get_by_role("button", name="Skip to the end").click()
    expect(page.locator(".ring-digits")).to_have_text("00:00")
    expect(page.get_by_text("They ended at")).to_be_visible()
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("ExpiredToken")


def test_a_mistake_in_the_form_is_explained_and_what_was_typed_is_kept(page: Page, site: str) -> None:
    open_sandbox(page, site)
    page.get_by_label("DurationSeconds").fill("an hour")
    page.get_by_role("button", name="Assume the role").click()
    expect(page.get_by_text("A duration is a whole number of seconds")).to_be_visible()
    expect(page.get_by_label("DurationSeconds")).to_have_value("an hour")


def test_a_run_is_played_and_started_over(page: Page, site: str) -> None:
    open_sandbox(page, site)
    page.get_by_role("link", name="Play this run as steps").click()
    expect(page.get_by_role("heading", name="There is nothing to play yet")).to_be_visible()
    page.get_by_role("link", name="Back to the sandbox").click()
    assume_the_role(page)
    page.get_by_role("link", name="Play this run as steps").click()
    expect(page.locator("tr.is-now")).to_contain_text("AssumeRole")
    page.get_by_role("link", name="Back to the sandbox").click()
    page.get_by_role("link", name="Start over").click()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()


def test_a_guest_joins_a_class_by_its_code(page: Page, site: str, instructor: User) -> None:
    classroom = open_class(instructor, "Cloud evening")
    page.goto(f"{site}/classes/")
    page.get_by_label("Join code").fill(classroom.shown_code.lower())
    page.get_by_role("button", name="Find the class").click()
    page.get_by_label("Your name").fill("Noor")
    page.get_by_role("button", name="Join the class").click()
    expect(page.get_by_text("You are in Cloud evening.")).to_be_visible()
    expect(page.get_by_role("heading", name="How far you are")).to_be_visible()


def test_a_guest_leaves_and_comes_back_by_a_code(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.get_by_role("button", name="Helpful 0", exact=True).click()
    page.get_by_role("link", name="Not you?").click()
    page.get_by_role("button", name="Give me a code").click()
    code = page.locator(".return-code").inner_text()
    page.get_by_role("button", name="I have it: leave now").click()
    page.get_by_role("link", name="Come back by a code").click()
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("Welcome back.")).to_be_visible()
    page.goto(f"{site}{LESSON}read/")
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()


def test_an_instructor_sees_the_class(
    context: BrowserContext,
    page: Page,
    site: str,
    instructor: User,
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    sign_in(context, instructor)
    page.goto(f"{site}/classes/")
    page.get_by_label("Name of the class").fill("Cloud evening")
    page.get_by_role("button", name="Open the class").click()
    expect(page.get_by_role("heading", name="Join with this code")).to_be_visible()
    expect(page.get_by_text("Nobody has joined yet")).to_be_visible()
