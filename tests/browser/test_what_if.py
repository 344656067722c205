"""A policy of a step changed, and the rest of the lesson played again: at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.moves import LESSON, write
from tests.browser.phone import PHONE

DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_step_without_its_statement_is_marked_and_says_why(
    page: Page, site: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{site}{LESSON}steps/3/")
    page.get_by_role("link", name="What if?").click()
    expect(page.get_by_role("textbox", name="Policy document")).to_be_visible()
    text = page.locator("#id_document").input_value()
    write(page, "Policy document", text.replace("s3:ListBucket", "s3:GetBucketLocation"))
    page.get_by_role("button", name="Play it again").click()
    step = page.locator("#outcome .differs")
    expect(step).to_contain_text("Step 3")
    expect(step).to_contain_text("No policy of the role demo allows s3:ListBucket")
    expect(step).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Policy document")).to_contain_text("GetBucketLocation")
    page.get_by_role("link", name="As it was").click()
    expect(page.locator("#outcome")).not_to_contain_text("differently.")
