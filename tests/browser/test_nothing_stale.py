"""Each click is seen and none is lost; no message outlives what it spoke of; what was typed stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from lessons.sandbox.models import Event, Sandbox
from tests.browser.moves import assume_the_role, open_sandbox, write
from tests.browser.served import Served

BUSY = "[aria-busy=true]"


class Held:
    """What a click sends by POST, held back until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.routes: list[Route] = []
        page.route("**/*", self.keep)

    def keep(self, route: Route) -> None:
        """Hold a click's POST; what the page hands over by itself as it opens (marks.js) goes through."""
        if route.request.method == "POST" and "hx-request" in route.request.headers:
            self.routes.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        """Let the one through that has waited longest, once it is there."""
        while not self.routes:
            self.page.wait_for_timeout(20)
        self.routes.pop(0).continue_()


@pytest.fixture
def hold(page: Page) -> Callable[[], Held]:
    return lambda: Held(page)


# -- a click under way -----------------------------------------------------------------------------


def test_clicks_on_a_slow_line_are_all_seen_and_all_sent(
    page: Page, site: str, hold: Callable[[], Held]
) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    card, held = page.locator("#credential"), hold()
    for name in ("List the bucket", "Write a file", "Who am I?"):
        card.get_by_role("button", name=name).click()
        expect(card.get_by_role("button", name=name)).to_have_attribute("aria-busy", "true")
    expect(card.locator(BUSY)).to_have_count(3)
    for left in (2, 1, 0):
        held.let_go()
        expect(card.locator(BUSY)).to_have_count(left)
    asked = Event.objects.exclude(operation="AssumeRole").order_by("number")
    assert [event.operation for event in asked] == ["ListObjectsV2", "PutObject", "GetCallerIdentity"]


def test_a_button_that_is_pressed_twice_calls_once(page: Page, site: str, hold: Callable[[], Held]) -> None:
    open_sandbox(page, site)
    held, button = hold(), page.get_by_role("button", name="Assume the role")
    button.click()
    button.click()
    page.get_by_label("RoleSessionName").press("Enter")
    held.let_go()
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_visible()
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert held.routes == []
    assert Event.objects.count() == 1


def test_the_sign_of_a_click_under_way_moves_nothing(page: Page, site: str, hold: Callable[[], Held]) -> None:
    open_sandbox(page, site)
    held, button = hold(), page.get_by_role("button", name="Assume the role")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    button.click()
    expect(button).to_have_css("cursor", "progress")
    assert button.evaluate("button => getComputedStyle(button).boxShadow") != "none"
    assert button.bounding_box() == before
    held.let_go()
    expect(button).to_have_css("box-shadow", "none")


def test_a_question_that_is_answered_with_no_leaves_nothing_busy(page: Page, site: str) -> None:
    open_sandbox(page, site)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name="Start over").click()
    expect(page.locator(BUSY)).to_have_count(0)


# -- messages and mistakes -------------------------------------------------------------------------


def test_a_mistake_and_the_answer_before_it_go_with_the_next_call(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    duration, answer = page.get_by_label("DurationSeconds"), page.locator("#answer")
    expect(answer).to_contain_text("AssumeRole")
    duration.fill("abc")
    page.get_by_role("button", name="Assume the role").click()
    expect(duration).to_have_attribute("aria-invalid", "true")
    expect(duration).to_be_focused()
    expect(duration).to_have_value("abc")
    expect(answer).to_have_text("AWS was not called: there is a mistake in the form.")
    duration.fill("900")
    duration.press("Enter")
    expect(answer).to_contain_text("What AWS answered")
    expect(page.locator("#assume [role=alert]")).to_have_count(0)
    assert duration.get_attribute("aria-invalid") is None
    assert duration.get_attribute("aria-describedby") == "id_duration_seconds_helptext"


def test_a_server_that_was_away_is_spoken_of_until_it_is_back(page: Page, served: Served) -> None:
    open_sandbox(page, served.url)
    told, name = page.locator("#request-error"), page.get_by_label("RoleSessionName")
    name.fill("kept")
    served.kill()
    page.get_by_role("button", name="Assume the role").click()
    expect(told).to_contain_text("could not be reached")
    expect(page.locator(BUSY)).to_have_count(0)
    expect(name).to_have_value("kept")
    served.start()
    expect(told).to_be_hidden()
    page.get_by_role("button", name="Assume the role").click()
    expect(page.locator("#answer")).to_contain_text("assumed-role/demo/kept")
    expect(told).to_be_hidden()


def test_what_was_said_of_a_click_stays_until_the_next(page: Page, site: str) -> None:
    open_sandbox(page, site)
    told = page.locator("#request-error")
    page.route("**/assume-role/", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Assume the role").click()
    expect(told).to_contain_text("could not be stored just now")
    with page.expect_response("**/news/**"):
        pass
    expect(told).to_be_visible()
    page.unroute("**/assume-role/")
    page.get_by_role("button", name="Assume the role").click()
    expect(told).to_be_hidden()


# -- a session that ends ---------------------------------------------------------------------------


def test_a_form_that_htmx_sends_keeps_what_was_typed_when_the_session_has_ended(
    page: Page, site: str
) -> None:
    open_sandbox(page, site)
    told, name = page.locator("#request-error"), page.get_by_label("RoleSessionName")
    name.fill("kept")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Assume the role").click()
    expect(told).to_contain_text("signed out")
    expect(name).to_have_value("kept")
    page.context.add_cookies(cookies)  # as by signing in again in another tab
    page.get_by_role("button", name="Assume the role").click()
    expect(page.locator("#answer")).to_contain_text("assumed-role/demo/kept")
    expect(told).to_be_hidden()


def test_a_policy_is_given_back_when_the_session_has_ended_and_saved_afterwards(
    page: Page, site: str
) -> None:
    open_sandbox(page, site)
    page.goto(f"{page.url}policies/")
    page.get_by_role("link", name=re.compile("[Tt]rust")).first.click()
    editor = page.get_by_role("textbox", name="Policy document")
    text = page.locator("textarea[name=document]").input_value().replace("Allow", "Deny")
    write(page, "Policy document", text)
    expect(editor).to_contain_text("Deny")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="This browser is signed out")).to_be_visible()
    expect(page.get_by_label("Document")).to_have_value(text)
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="This browser is signed out")).to_have_count(0)
    assert "Deny" in json.dumps(Sandbox.objects.get().world)


# -- news ------------------------------------------------------------------------------------------


def test_a_page_that_is_left_alone_asks_for_news_less_often(page: Page, site: str) -> None:
    page.clock.install()
    open_sandbox(page, site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/news/" in request.url else None)
    assert in_half_a_minute(page, asked) > 15
    page.clock.fast_forward("03:00")
    in_half_a_minute(page, asked)
    assert 0 < in_half_a_minute(page, asked) <= 10
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    assert in_half_a_minute(page, asked) > 15


def in_half_a_minute(page: Page, asked: list[str]) -> int:
    """How often the page asks in the next 30 seconds of its own clock."""
    asked.clear()
    for _ in range(30):
        page.clock.run_for(1_000)
        expect(page.locator("#poll.htmx-request")).to_have_count(0)
    return len(asked)
