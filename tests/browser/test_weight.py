"""What a page weighs over the wire, with nothing in the cache, served as `make run` serves it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, Request

from tests.browser.moves import LESSON
from tests.browser.served import Served

FIRST_VISIT = 250_000  # bytes, fonts included
STEP = 4_000  # bytes, headers apart, for the part that HTMX swaps
LESSONS = (LESSON, "/lessons/which-sts-call/")
STYLES = ("read", "flow", "steps/1", "state", "insights", "quiz", "snapshot", "transcript", "sandbox")
PAGES = ("/", "/accounts/signup/", "/classes/", *(f"{LESSON}{style}/" for style in STYLES))


def test_a_first_visit_is_light_wherever_it_begins(browser: Browser, page: Page, served: Served) -> None:
    visits = {path: first_visit(browser, served.url + path) for path in PAGES}
    assert {path: size for path, size in visits.items() if size > FIRST_VISIT} == {}
    assert min(visits.values()) > 50_000, "a page without its fonts and styles was weighed"


def test_a_step_is_light(page: Page, served: Served) -> None:
    for lesson in LESSONS:
        steps = {request.url: weight(request) for request in step_by_step(page, served.url + lesson)}
        assert len(steps) >= 4
        assert {url: size for url, size in steps.items() if size > STEP} == {}


def first_visit(browser: Browser, address: str) -> int:
    """The bytes of a page and all it asks for, in a browser that has seen nothing of the site."""
    requests: list[Request] = []

    def note(request: Request) -> None:  # Playwright wants a function, not the list's own method
        requests.append(request)

    with browser.new_context() as context:
        page = context.new_page()
        page.on("requestfinished", note)
        page.goto(address, wait_until="networkidle")
        return sum(map(weight, requests))


def step_by_step(page: Page, lesson: str) -> Iterator[Request]:
    """The request of each further step of a lesson."""
    page.goto(f"{lesson}steps/1/")
    while page.locator("#player-next").get_attribute("aria-disabled") is None:
        with page.expect_request_finished(lambda request: "/steps/" in request.url) as request:
            page.locator("#player-next").click()
        page.wait_for_url(request.value.url)
        yield request.value


def weight(request: Request) -> int:
    """The bytes of the answer as they came over the wire, headers included."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]
