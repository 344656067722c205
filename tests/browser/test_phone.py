"""A phone 360 pixels wide: nothing scrolls sideways, and a thumb reaches everything that matters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import LESSON, assume_the_role, open_sandbox, start_the_quiz, use
from tests.browser.phone import PHONE

pytestmark = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True)


def test_a_lesson_is_stepped_through_by_thumb(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    page.locator("#player-next").tap()
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    page.locator("#row-3").tap()
    expect(page.locator(".caption-number")).to_have_text("Step 3")


def test_the_current_style_is_in_sight_in_the_strip(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}sandbox/")
    expect(page.locator(".tabs [aria-current=page]")).to_be_in_viewport()


def test_a_question_is_answered_by_thumb(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    page.get_by_text("Credentials, newly issued").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_role("heading", name="Right.")).to_be_in_viewport()


def test_what_the_sandbox_answers_comes_into_sight(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_in_viewport()
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("q1.csv")
    expect(page.get_by_role("heading", name=re.compile("What AWS answered"))).to_be_in_viewport()
