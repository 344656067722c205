"""Finding something, at a desk and on a phone, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import LESSON
from tests.browser.phone import PHONE

WITHOUT = pytest.mark.browser_context_args(java_script_enabled=False)
DESK = {"width": 1280, "height": 800}
WAYS = [
    pytest.param(size, marks=marks, id=name)
    for name, size, marks in (
        ("desk", DESK, ()),
        ("desk without JavaScript", DESK, WITHOUT),
        ("phone", PHONE, ()),
        ("phone without JavaScript", PHONE, WITHOUT),
    )
]


@pytest.mark.parametrize("size", WAYS)
def test_a_section_is_found_from_a_page_and_is_in_sight(page: Page, site: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type] # width and height
    page.goto(f"{site}{LESSON}flow/")
    if size == PHONE:
        page.get_by_role("link", name="Search").click()
        page.get_by_label("Lessons, words").fill("hotel")
        page.get_by_role("button", name="Search").click()
    else:
        page.get_by_role("textbox", name="Search the course").fill("hotel")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=hotel$"))
    page.get_by_role("link", name="How a hotel does it").click()
    expect(page.get_by_role("heading", name="How a hotel does it")).to_be_in_viewport()


def test_results_come_while_one_types_and_can_be_linked_to(page: Page, site: str) -> None:
    page.goto(f"{site}/search/")
    page.get_by_label("Lessons, words").press_sequentially("expiredt")
    expect(page.locator("#results code").first).to_have_text("ExpiredToken")
    expect(page).to_have_url(re.compile(r"/search/\?q=expiredt$"))
    page.reload()
    expect(page.locator("#results code").first).to_have_text("ExpiredToken")


def test_the_slash_leads_to_the_box_but_not_while_one_types(page: Page, site: str) -> None:
    page.goto(f"{site}/glossary/")
    page.keyboard.press("/")
    box = page.get_by_role("textbox", name="Search the course")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.keyboard.press("/")
    expect(page.get_by_label("Lessons, words")).to_be_focused()


def test_on_a_phone_the_slash_leads_to_the_page_that_has_a_box(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # width and height
    page.goto(f"{site}/glossary/")
    page.keyboard.press("/")
    expect(page).to_have_url(f"{site}/search/")


def test_another_spelling_is_one_click_away(page: Page, site: str) -> None:
    page.goto(f"{site}/search/?q=exipred+tokn")
    page.get_by_role("link", name="expired token").click()
    expect(page.locator("#results code").first).to_have_text("ExpiredToken")
