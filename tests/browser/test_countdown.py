"""The countdown against a real server: after a reload, in two tabs, and across the death of the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import assume_the_role, open_sandbox, seconds_shown, skip_to_the_end, use
from tests.browser.served import Served

# What is left of the card's credentials by the clock that the page was given, in whole seconds.
LEFT = """() => {
  const card = document.querySelector("#credential"), clock = document.querySelector("#clock");
  return Math.ceil((Number(card.dataset.expiresAt) - Number(clock.dataset.now)) / 1000);
}"""


@pytest.fixture
def counting(page: Page, served: Served) -> Page:
    """A page of the real server on which credentials of 15 minutes count down."""
    open_sandbox(page, served.url)
    assume_the_role(page)
    return page


def test_it_counts_down_right_after_a_reload(counting: Page) -> None:
    before = seconds_shown(counting)
    assert 870 <= before <= 900
    expect(counting.locator(".ring-digits")).not_to_have_text(clock_face(before))
    counting.reload()
    assert abs(seconds_shown(counting) - counting.evaluate(LEFT)) <= 1
    assert seconds_shown(counting) < before


def test_two_tabs_show_the_same_within_a_second(counting: Page) -> None:
    other = counting.context.new_page()
    other.goto(counting.url)
    shown = [seconds_shown(tab) for tab in (counting, other, counting)]
    assert shown[0] + 1 >= shown[1] >= shown[2] - 1


def test_time_skipped_in_one_tab_is_skipped_in_the_other(counting: Page) -> None:
    other = counting.context.new_page()
    other.goto(counting.url)
    skip_to_the_end(counting)
    expect(other.locator("#credential")).to_have_attribute("data-state", "expired")
    assert seconds_shown(other) == 0


def test_credentials_outlive_the_server_and_then_die_in_time(counting: Page, served: Served) -> None:
    key, ends = counting.locator("#part-id").inner_text(), counting.locator(".credential time").inner_text()
    before = seconds_shown(counting)
    served.kill()
    expect(counting.locator("#request-error")).to_contain_text("could not be reached")
    served.start()
    counting.reload()
    expect(counting.locator("#part-id")).to_have_text(key)
    expect(counting.locator(".credential time")).to_have_text(ends)
    assert 0 < seconds_shown(counting) < before
    use(counting, "List the bucket")
    expect(counting.locator("#answer")).to_contain_text("q1.csv")
    skip_to_the_end(counting)
    served.kill()
    served.start()
    counting.reload()
    use(counting, "Who am I?")
    expect(counting.locator("#answer")).to_contain_text("ExpiredToken")


def clock_face(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"
