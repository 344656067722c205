"""A whole lab in an open page: by its buttons, and by the AWS CLI beside it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from lessons.sandbox.documents.recorded_calls import Skip
from lessons.sandbox.models import Sandbox
from tests.browser.moves import assume_the_role, open_sandbox, skip_to_the_end, use
from tests.course.files import solution_of
from tests.course.playing import Player
from tests.course.ways import ByCli

FOLDER = "02-assuming-a-role"
SOON = 5_000  # milliseconds: a second until the page asks, and what a busy machine takes to answer


def lab(page: Page) -> Locator:
    """The lab that the learner came for; the sandbox shows the others below."""
    return page.locator(".lab-goals").first


def expect_reached(page: Page, goals: int) -> None:
    expect(lab(page).locator("li.reached")).to_have_count(goals, timeout=SOON)


def test_the_goals_tick_one_by_one_and_the_finished_lab_leads_on(page: Page, site: str) -> None:
    open_sandbox(page, site)
    expect_reached(page, 0)
    page.locator("#assume").get_by_role("button", name="List the bucket").click()
    expect_reached(page, 1)
    assume_the_role(page, 900)
    expect_reached(page, 2)
    use(page, "Read q1.csv")
    expect_reached(page, 3)
    use(page, "Write a file")
    expect_reached(page, 4)
    skip_to_the_end(page)
    use(page, "List the bucket")
    expect_reached(page, 5)
    page.get_by_role("button", name="Assume the role").click()
    expect(page.locator("#credential")).to_have_attribute("data-state", "alive")
    use(page, "List the bucket")
    expect_reached(page, 6)
    lab(page).get_by_role("link", name="See what comes next").click()
    expect(page.get_by_role("heading", name="Borrow the role, and watch it end")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Next lesson")).first).to_be_visible()


def test_hints_come_one_by_one_and_stay(page: Page, site: str) -> None:
    open_sandbox(page, site)
    lab(page).get_by_role("button", name=re.compile("hint")).first.click()
    expect(lab(page)).to_contain_text("before you borrow anything")
    expect(lab(page)).not_to_contain_text("Call s3 ListObjectsV2")
    page.reload()
    expect(lab(page)).to_contain_text("before you borrow anything")


def test_the_goals_tick_in_the_open_page_while_the_cli_works(page: Page, site: str, tmp_path: Path) -> None:
    open_sandbox(page, site)
    player = Player(ByCli(Sandbox.objects.get(), f"{site}/aws", tmp_path))
    reached = 0
    for call in solution_of(FOLDER):
        player.play([call])
        if not isinstance(call, Skip):
            reached += call.keep != "another"  # which is but the way to the last goal
            expect_reached(page, reached)
    assert reached == 6
    expect(lab(page)).to_contain_text("Lab finished.")


def open_first_lab(page: Page, site: str) -> None:
    page.goto(f"{site}/lessons/long-term-keys/sandbox/")
    page.get_by_role("button", name="Open the sandbox").click()
    expect(page.get_by_role("heading", name="Calls of this lab")).to_be_visible()


def make_the_call(page: Page) -> None:
    """Send the form as it was filled in, and wait for the answer."""
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_role("heading", name="What AWS answered")).to_be_visible()


def test_the_first_lab_is_solved_by_offered_buttons_and_hints_alone(page: Page, site: str) -> None:
    open_first_lab(page, site)
    page.get_by_role("link", name="ListAccessKeys").click()
    make_the_call(page)
    expect(page.locator("#goal-bar summary")).to_contain_text("Goal 2 of 5")
    page.get_by_role("link", name="Back to the sandbox").click()
    expect_reached(page, 1)
    page.locator("#assume").get_by_role("button", name="Read q1.csv").click()
    expect_reached(page, 2)
    page.get_by_role("link", name="CreateAccessKey").click()
    make_the_call(page)
    page.get_by_role("link", name="Back to the sandbox").click()
    expect_reached(page, 3)
    by_hint(page, 4, "UpdateAccessKey")
    expect_reached(page, 3)
    by_hint(page, 4, "GetCallerIdentity")
    expect_reached(page, 4)
    by_hint(page, 5, "DeleteAccessKey")
    page.locator("#assume").get_by_role("button", name="Read q1.csv").click()
    expect_reached(page, 5)
    expect(lab(page)).to_contain_text("Lab finished.")


def by_hint(page: Page, goal: int, call: str) -> None:
    """Make a call by the form that the hints of a goal open, and come back."""
    mine = lab(page).locator(".goals > li").nth(goal - 1)
    link = mine.get_by_role("link", name=re.compile(f"^{call}"))
    for number in (1, 2):
        if not link.count():
            mine.get_by_role("button").click()
            expect(mine.locator(".goal-hint")).to_have_count(number)
    link.click()
    make_the_call(page)
    page.get_by_role("link", name="Back to the sandbox").click()
    expect(page.get_by_role("heading", name="Calls of this lab")).to_be_visible()


def test_a_goal_says_what_is_not_so_and_why(page: Page, site: str) -> None:
    open_first_lab(page, site)
    checks = lab(page).locator(".goals > li").nth(3).locator(".checks")
    expect(checks).to_contain_text("whoever has the old key still reads reports/q1.csv")
    checks.get_by_role("link", name="See this decision").click()
    expect(page.get_by_role("heading", name="What would be decided now")).to_be_visible()
    expect(page.get_by_text("What allowed it")).to_be_visible()
