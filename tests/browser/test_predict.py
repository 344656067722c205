"""Predict, then see, in a real browser: by keyboard alone, without JavaScript, and going back."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from lessons.models import Prediction
from tests.browser.moves import LESSON, next_step
from tests.browser.test_keyboard import tab_to

PREDICT = f"{LESSON}predict/"


def predict(page: Page, digit: str, surer: int) -> None:
    """Answer by keys: a digit chooses, arrows say how sure, Enter shows."""
    page.keyboard.press(digit)
    tab_to(page, "[name=sureness]")
    page.keyboard.press("Space")
    for _ in range(surer):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict-heading")).to_be_focused()


def test_a_whole_pass_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/4/")
    tab_to(page, ".modes a:nth-child(2)")
    page.keyboard.press("Enter")
    for number in range(1, 6):
        expect(page).to_have_url(f"{site}{PREDICT}{number}/")
        expect(page.locator("#question .caption-number")).to_have_text(f"Step {number}")
        if number > 1:
            expect(page.locator("#question h2")).to_be_focused()
        for key in ("ArrowRight", "End", "Space"):  # none of them skips the question
            page.keyboard.press(key)
        expect(page.locator("#question")).to_be_visible()
        assert Prediction.objects.count() == number - 1
        predict(page, "1", surer=2)
        expect(page.locator(".caption-why")).to_be_visible()
        page.keyboard.press("ArrowRight")
    expect(page.locator("#predicted")).to_contain_text("of 5 right")
    assert set(Prediction.objects.values_list("sureness", flat=True)) == {"certain"}
    assert {row.chosen for row in Prediction.objects.all()} == {
        row.question.choices[0] for row in Prediction.objects.all()
    }


def test_the_arrows_choose_and_an_answer_without_sureness_waits(page: Page, site: str) -> None:
    page.goto(f"{site}{PREDICT}1/")
    page.keyboard.press("2")
    expect(page.locator("[name=chosen]").nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=chosen]").nth(2)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_count(0)
    assert not Prediction.objects.exists()


def test_back_shows_what_was_predicted_and_forward_the_question(page: Page, site: str) -> None:
    page.goto(f"{site}{PREDICT}1/")
    predict(page, "1", surer=0)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{site}{PREDICT}2/")
    page.go_back()
    expect(page.locator("#verdict")).to_contain_text("a guess")
    page.go_forward()
    expect(page.locator("#question")).to_be_visible()
    page.goto(f"{site}{PREDICT}5/")
    expect(page).to_have_url(f"{site}{PREDICT}2/")


def test_a_row_further_on_leads_to_the_question_that_waits(page: Page, site: str) -> None:
    page.goto(f"{site}{PREDICT}1/")
    predict(page, "1", surer=0)
    page.locator("#row-5").click()
    expect(page.locator("#question .caption-number")).to_have_text("Step 2")
    expect(page).to_have_url(f"{site}{PREDICT}2/")


def test_without_javascript_on_a_phone(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(f"{site}{PREDICT}1/")
        page.locator("[name=chosen]").first.check()
        page.get_by_label("Certain").check()
        page.get_by_role("button", name="Now show me").click()
        expect(page).to_have_url(f"{site}{PREDICT}1/#verdict")
        expect(page.locator("#verdict")).to_be_in_viewport()
        next_step(page)
        expect(page.locator("#question .caption-number")).to_have_text("Step 2")
        page.get_by_role("link", name="Explained").click()
        expect(page).to_have_url(f"{site}{LESSON}steps/2/")
