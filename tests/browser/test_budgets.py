"""Who calls too often from the page is told so in AWS's words, and what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lessons.aws import budgets
from lessons.sandbox.models import Event
from tests.browser.moves import assume_the_role, open_sandbox


def test_a_call_over_the_pace_is_explained_where_it_was_made(
    page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_sandbox(page, site)
    monkeypatch.setattr(budgets, "OF_SANDBOX", budgets.Pace(0.001, 1))
    assume_the_role(page)
    page.get_by_role("button", name="Assume the role").click()
    told = page.locator("#request-error")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Throttling: Rate exceeded.")
    expect(told).to_contain_text("Call again in a second.")
    assert Event.objects.count() == 1
