"""The visualizer's addresses: back, forward, reload, and an address passed on to somebody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.moves import LESSON, next_step, open_style


@pytest.fixture
def steps(site: str) -> str:
    """Where the steps of the lesson are."""
    return f"{site}{LESSON}steps/"


def assert_at_step(page: Page, steps: str, number: int) -> None:
    """The address, the title, the lit row and the caption agree."""
    expect(page).to_have_url(f"{steps}{number}/")
    expect(page).to_have_title(re.compile(f"^Step {number} of 5"))
    expect(page.locator("tr[aria-current=step]")).to_have_count(1)
    expect(page.locator("tr[aria-current=step]").get_by_role("rowheader")).to_have_text(f"Step {number}")
    expect(page.locator(".caption-number")).to_have_text(f"Step {number}")


def test_the_steps_begin_at_the_first(page: Page, steps: str) -> None:
    page.goto(steps)
    assert_at_step(page, steps, 1)


def test_back_and_forward_walk_through_the_steps_that_were_seen(page: Page, steps: str) -> None:
    page.goto(f"{steps}1/")
    for number in (2, 3):
        next_step(page)
        assert_at_step(page, steps, number)
    for move, number in ((page.go_back, 2), (page.go_back, 1), (page.go_forward, 2), (page.go_forward, 3)):
        move()
        assert_at_step(page, steps, number)


def test_the_step_after_going_back_is_a_whole_page(page: Page, steps: str) -> None:
    page.goto(f"{steps}1/")
    next_step(page)
    assert_at_step(page, steps, 2)
    page.go_back()
    assert_at_step(page, steps, 1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    next_step(page)
    assert_at_step(page, steps, 2)


def test_leaving_the_lesson_and_coming_back_shows_the_step_again(page: Page, steps: str) -> None:
    page.goto(f"{steps}1/")
    page.keyboard.press("End")
    assert_at_step(page, steps, 5)
    open_style(page, "State")
    expect(page.get_by_role("heading", name="Status tracker")).to_be_visible()
    page.go_back()
    assert_at_step(page, steps, 5)


def test_reload_stays_at_the_step(page: Page, steps: str) -> None:
    page.goto(f"{steps}1/")
    page.locator("#row-4").click()
    assert_at_step(page, steps, 4)
    page.reload()
    assert_at_step(page, steps, 4)


def test_a_shared_address_opens_the_same_step_for_somebody_else(
    page: Page, browser: Browser, steps: str
) -> None:
    page.goto(f"{steps}1/")
    page.locator("#row-3").click()
    assert_at_step(page, steps, 3)
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(page.url)
        assert_at_step(other, steps, 3)
        assert other.locator(".caption").inner_text() == page.locator(".caption").inner_text()


@pytest.mark.parametrize("number", ["0", "6", "999999999999999999999"])
def test_a_step_that_does_not_exist_leads_back_to_the_lesson(page: Page, steps: str, number: str) -> None:
    response = page.goto(f"{steps}{number}/")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_text("has 5 steps")).to_be_visible()
    page.get_by_role("link", name="Go to the first step").click()
    assert_at_step(page, steps, 1)
