"""Everything by keyboard alone: it can be reached, it can be seen where one is, and the focus stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import LESSON, assume_the_role, open_sandbox, start_the_quiz

# The focused element: is an outline around it, or its label or row, and is it in sight?
STOP = """() => {
  const element = document.activeElement;
  const { top, bottom, width, height } = element.getBoundingClientRect();
  const outlined = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return {
    name: element === document.body ? "" : element.outerHTML.slice(0, 120),
    marked: [element, element.closest("label, tr")].filter(Boolean).some(outlined),
    shown: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
  };
}"""
PAGES = (
    "/",
    f"{LESSON}read/",
    f"{LESSON}steps/2/",
    f"{LESSON}quiz/",
    f"{LESSON}sandbox/",
    "/accounts/signup/",
)


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until this has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not reach {selector}")


def assert_every_stop_is_visible(page: Page) -> int:
    """Go through the whole page by Tab; how many stops there were."""
    for stops in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop["name"]:
            return stops
        assert stop["marked"], f"the focus cannot be seen: {stop['name']}"
        assert stop["shown"], f"the focused element cannot be seen: {stop['name']}"
    raise AssertionError("Tab never leaves the page")


def test_the_first_stop_skips_to_the_content(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_the_focus_can_be_seen_at_every_stop(page: Page, site: str) -> None:
    for path in PAGES:
        page.goto(site + path)
        assert assert_every_stop_is_visible(page) > 5
    open_sandbox(page, site)
    assume_the_role(page)
    page.reload()
    assert assert_every_stop_is_visible(page) > 20


def test_arrows_home_and_end_step_and_space_plays(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    for key, number in (("ArrowRight", 2), ("End", 5), ("ArrowLeft", 4), ("Home", 1)):
        page.keyboard.press(key)
        expect(page).to_have_url(f"{site}{LESSON}steps/{number}/")
        expect(page.locator(".caption-number")).to_have_text(f"Step {number}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.locator("#player-play")).to_have_text("Pause")
    page.keyboard.press("Space")
    expect(page.locator("#player-play")).to_have_text("Play")
    expect(page).to_have_url(f"{site}{LESSON}steps/1/")


# Goes on as soon as step 2 is there, in the moment in which a key that is held down may be heard again.
GO_ON_AT_ONCE = """() => {
  window.isTheSame = true;
  new MutationObserver((_, observer) => {
    if (document.querySelector(".caption-number").textContent !== "Step 2") return;
    observer.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  }).observe(document.body, { childList: true, subtree: true });
}"""


def test_a_key_that_is_held_down_leaves_the_page_where_it_is(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    page.evaluate(GO_ON_AT_ONCE)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".caption-number")).to_have_text("Step 3")
    assert page.evaluate("window.isTheSame")


@pytest.mark.parametrize("stop", ["#player-next", "#row-2", "#flow-3"])
def test_the_focus_stays_where_it_was_when_the_step_changes(page: Page, site: str, stop: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    tab_to(page, stop)
    page.keyboard.press("Enter")
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    expect(page.locator(stop)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".caption-number")).to_have_text("Step 3")
    expect(page.locator(stop)).to_be_focused()


def test_a_button_that_can_do_no_more_keeps_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/4/")
    tab_to(page, "#player-next")
    page.keyboard.press("Enter")
    expect(page.locator(".caption-number")).to_have_text("Step 5")
    page.keyboard.press("Enter")
    expect(page.locator("#player-next")).to_be_focused()
    expect(page).to_have_url(f"{site}{LESSON}steps/5/")


def test_a_step_is_announced_to_those_who_listen(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    expect(page.locator("#announcer")).to_be_empty()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("Step 2 of 5.")


def test_keys_in_a_field_are_the_fields_own(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/2/")
    tab_to(page, "#player-speed")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#player-speed")).to_have_value("2")
    expect(page).to_have_url(f"{site}{LESSON}steps/2/")


def test_a_question_is_answered_by_keyboard(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Credentials, newly issued")).to_be_checked()
    tab_to(page, "button[name=hint]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Read row 2 in the column Output")).to_be_focused()
    expect(page.get_by_label("Credentials, newly issued")).to_be_checked()
    tab_to(page, "button.go")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Right, with the hint.")).to_be_focused()
    tab_to(page, "a.button.go")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 2 of")).to_be_focused()


def test_the_sandbox_works_by_keyboard_and_keeps_the_focus(page: Page, site: str) -> None:
    open_sandbox(page, site)
    tab_to(page, "[name=duration_seconds]")
    page.keyboard.press("Control+A")
    page.keyboard.type("900")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_visible()
    expect(page.get_by_label("DurationSeconds")).to_be_focused()
    tab_to(page, "#credential button[value=list]")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("q1.csv")
    expect(page.locator("#credential button[value=list]")).to_be_focused()
    tab_to(page, "#toggle-secrets")
    page.keyboard.press("Enter")
    expect(page.locator("#toggle-secrets")).to_have_text(re.compile("Hide"))
    expect(page.locator("#toggle-secrets")).to_be_focused()


def test_a_vote_keeps_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    tab_to(page, "#vote-yes")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    expect(page.locator("#vote-yes")).to_be_focused()
