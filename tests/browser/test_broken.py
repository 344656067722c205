"""The broken account of the day in a real browser: from the home page to an account that works again."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from lessons.sandbox.diagnoses import broken_days
from lessons.sandbox.diagnoses.drawing import Diagnosis, draw_in
from lessons.sandbox.diagnoses.worlds import daily
from lessons.sandbox.models import BrokenAccount
from tests.browser.axe import ON_A_PHONE, Auditor
from tests.browser.moves import assume_the_role, use, write
from tests.browser.phone import PHONE, misfits

DESK = {"width": 1280, "height": 800}


def of_kind(kind: str, user: str) -> Diagnosis:
    """A diagnosis of that kind, in the world of the first lab."""
    drawn = (draw_in(daily()[0], str(seed)) for seed in count())
    return next(one for one in drawn if one and (one.kind, one.user) == (kind, user))


@pytest.fixture
def expired(monkeypatch: pytest.MonkeyPatch) -> Diagnosis:
    """Every day a permission is over that alice needs."""
    diagnosis = of_kind("expired", "alice")

    def every_day(day: date) -> Diagnosis:
        return diagnosis

    monkeypatch.setattr(broken_days, "diagnosis_of", every_day)
    return diagnosis


def test_one_is_mended_from_the_home_page_on_by_the_mouse(page: Page, site: str, expired: Diagnosis) -> None:
    page.set_viewport_size(DESK)
    page.goto(site)
    page.get_by_role("link", name="Look into it").click()
    page.get_by_role("button", name="Open the account").click()
    goals = page.locator("#goals li")
    expect(goals).to_have_count(2)
    expect(goals.first).not_to_have_class("reached")
    expect(page.get_by_role("blockquote")).to_contain_text(expired.complaint.split("`")[0])
    page.get_by_label("Acting as").select_option(label="alice · user")
    assume_the_role(page)
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("AccessDenied")
    page.get_by_role("link", name="Policies").click()
    page.get_by_role("link", name="read-reports").click()
    text = page.locator("#id_document").input_value()
    write(page, "Policy document", text.replace("2025-06-30", "2098-06-30"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Back to the sandbox").click()
    expect(page.locator("#goals li.reached")).to_have_count(2)
    expect(page.locator("#goals").get_by_role("status")).to_contain_text(expired.found)
    kept = BrokenAccount.objects.get()
    assert kept.mended_at
    assert kept.calls == 3
    page.set_viewport_size(PHONE)
    assert misfits(page) == []
    Auditor().check_at_rest(page, ON_A_PHONE)
    page.get_by_role("link", name="All broken accounts").click()
    expect(page.get_by_text("mended by you, in 3 calls")).to_be_visible()
    assert misfits(page) == []
    Auditor().check_at_rest(page, ON_A_PHONE)
