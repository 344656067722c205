"""A field of an ARN that is too narrow for it: shows the end of what is in it, as it was typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.moves import open_sandbox
from tests.browser.phone import PHONE
from tests.browser.test_calls import open_call
from tests.browser.test_doing import choose_what_comes_first

LONG = "arn:aws:iam::123456789012:policy/a/path/that/no/field/has/room/for/and/then/some/more/of/it/"


def is_at_end(field: Locator) -> bool:
    """Whether a field that is too narrow shows the end, written from left to right."""
    return bool(
        field.evaluate(
            """field => getComputedStyle(field).direction === "ltr" && field.scrollWidth > field.clientWidth
               && Math.abs(field.scrollLeft - (field.scrollWidth - field.clientWidth)) < 3"""
        )
    )


def leave(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Tab")
    field.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("end", ["*", "/", ":", "demo"])
def test_an_arn_typed_by_hand_shows_its_end_once_its_field_is_left(page: Page, site: str, end: str) -> None:
    page.set_viewport_size(PHONE)
    open_sandbox(page, site)
    open_call(page, "AttachUserPolicy")
    field = page.get_by_label("PolicyArn")
    leave(field, LONG + end)
    assert is_at_end(field)
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_role("heading", name="What AWS answered")).to_be_visible()
    assert is_at_end(field)  # in the form that came with the answer


def test_an_arn_that_a_page_comes_with_shows_its_end(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    choose_what_comes_first(page, site)
    page.get_by_label("Which call?").select_option("sts:AssumeRole")
    page.get_by_role("button", name="Open its form").click()
    page.get_by_label("RoleArn").fill(f"{LONG}*")
    page.get_by_role("button", name="Make the call").click()
    expect(page.locator("#signer-error")).to_be_visible()
    assert is_at_end(page.get_by_label("RoleArn"))
