"""The stepper is one instrument that fits the window: explanation and player stay in sight and in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Page, expect

from lessons.models import Lesson
from tests.browser.moves import LESSON, assume_the_role, open_sandbox, skip_to_the_end, use
from tests.sizes import size

SIZES = ((1280, 800), (1440, 900), (1024, 768), (360, 740))
MOST_MOVED = 20  # pixels by which Next may move under a pointer
MOST_HEAD = 120  # pixels that the head of a lesson may take
LINE = 1.5  # pixels that a border or rounding may cost

# Where things stand in the window, and what of the panes can be seen.
LOOK = """() => {
  const box = (it) => {
    const { x, y, right, bottom } = it.getBoundingClientRect();
    return [x, y, right, bottom];
  };
  const one = (selector) => box(document.querySelector(selector));
  const told = [...document.querySelectorAll("#pane-why .verdict, #pane-why .caption, #question")].map(box);
  const now = [...document.querySelectorAll(".pane :is(.flow-line, tr).is-now")]
    .filter((line) => line.checkVisibility())
    .map((line) => [box(line), box(line.closest(".pane"))]);
  return {
    window: [0, 0, innerWidth, innerHeight], why: one("#pane-why"), player: one(".player"), now, told,
    next: one("#player-next"), head: document.querySelector(".lesson-head")?.offsetHeight ?? 0,
    scrolled: scrollX + scrollY,
  };
}"""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """The page as it is looked at."""

    seen: dict[str, Any]

    @property
    def faults(self) -> list[str]:
        """What is out of sight, or where it should not be."""
        seen = self.seen
        faults = [
            f"{part} is out of the window" for part in ("why", "player", "next") if not self.shows(part)
        ]
        faults += ["the page has scrolled"] * bool(seen["scrolled"])
        faults += [f"the head takes {seen['head']} px"] * (seen["head"] > MOST_HEAD)
        faults += ["the explanation is cut"] * (not all(within(box, seen["why"]) for box in seen["told"]))
        faults += ["what is now is out of its pane"] * (not all(crosses(*both) for both in seen["now"]))
        return faults

    def shows(self, part: str) -> bool:
        """Whether this part is within the window."""
        return within(self.seen[part], self.seen["window"])

    def moved(self, before: View) -> float:
        """How far Next is from where it was: the farthest of its edges."""
        return max(abs(a - b) for a, b in zip(self.seen["next"], before.seen["next"], strict=True))


def within(inner: Box, outer: Box) -> bool:
    """Whether the one box is inside the other one."""
    begins = all(inner[side] >= outer[side] - LINE for side in (0, 1))
    return begins and all(inner[side] <= outer[side] + LINE for side in (2, 3))


def crosses(line: Box, pane: Box) -> bool:
    """Whether the middle of a line is in its pane."""
    return pane[1] <= (line[1] + line[3]) / 2 <= pane[3]


def view(page: Page) -> View:
    return View(page.evaluate(LOOK))


def lessons(place: int) -> list[str]:
    """All lessons, or for each size another one."""
    slugs = list(Lesson.objects.values_list("slug", flat=True))
    return slugs if size(0, 1) else slugs[place :: len(SIZES)][:1]


def click_through(page: Page, numbers: int) -> Iterator[View]:
    """The page at its step and at every further one, by clicks at the same point of the window."""
    yield view(page)
    left, top, right, bottom = view(page).seen["next"]
    for number in range(2, numbers + 1):
        page.mouse.click((left + right) / 2, (top + bottom) / 2)
        expect(page.locator(".caption-number")).to_have_text(f"Step {number}")
        yield view(page)


def unsteady(views: list[View]) -> dict[int, list[str]]:
    """By their place the views in which something is out of sight, or Next is not where it was."""
    found = {}
    for place, seen in enumerate(views, start=1):
        moved = seen.moved(views[0])
        found[place] = seen.faults + [f"Next moved by {moved} px"] * (moved > MOST_MOVED)
    return {place: faults for place, faults in found.items() if faults}


def predict_through(page: Page, numbers: int) -> Iterator[View]:
    """The page with each question, and with its answer."""
    for number in range(1, numbers + 1):
        expect(page.locator(".caption-number")).to_have_text(f"Step {number}")
        if page.locator("#question").count():
            yield view(page)
            page.keyboard.press("1")
            page.locator("[name=sureness]").last.check()
            page.locator("#question .go").click()
            expect(page.locator("#verdict")).to_be_visible()
        yield view(page)
        if number < numbers:
            page.locator("#player-next").click()


MODES = {"steps": click_through, "recall": click_through, "predict": predict_through}


@pytest.mark.parametrize("place", range(len(SIZES)), ids=[f"{width}x{height}" for width, height in SIZES])
def test_explanation_and_player_stay_in_sight_and_in_place(page: Page, site: str, place: int) -> None:
    width, height = SIZES[place]
    page.set_viewport_size({"width": width, "height": height})
    found = {}
    for slug in lessons(place):
        total = Lesson.objects.get(slug=slug).steps.count()
        for mode, through in (
            ("steps", click_through),
            ("recall", click_through),
            ("predict", predict_through),
        ):
            page.goto(f"{site}/lessons/{slug}/{mode}/1/")
            found[slug, mode] = unsteady(list(through(page, total)))
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_run_is_played_in_the_same_instrument(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    use(page, "List the bucket")
    skip_to_the_end(page)
    run = re.sub("[?#].*", "", page.url) + "run/steps/1/"
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(run)
        assert unsteady(list(click_through(page, 3))) == {}, (width, height)


def test_keys_leave_the_page_alone_while_the_explanation_is_out_of_sight(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 400})
    page.goto(f"{site}{LESSON}steps/2/")
    page.evaluate("scrollTo(0, 5000)")
    expect(page.locator("#pane-why")).not_to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    page.locator("#pane-why").scroll_into_view_if_needed()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".caption-number")).to_have_text("Step 3")


def test_a_low_window_scrolls_as_a_plain_page(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{site}/lessons/how-long/steps/4/")
    hidden = "all => all.map((one) => one.scrollHeight - one.clientHeight)"
    assert max(page.locator(".pane").evaluate_all(hidden)) <= LINE
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
    for part in ("#pane-flow", "#pane-why", "#pane-table", "#pane-known", "#pane-call", ".player"):
        expect(page.locator(part)).to_be_visible()


def test_on_a_phone_one_pane_is_shown_at_a_time_and_stays_chosen(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/lessons/how-long/steps/3/")
    for name, part in (("Table", "table"), ("Tracker", "known"), ("Command", "call"), ("Diagram", "flow")):
        page.get_by_text(name, exact=True).click()
        shown = page.locator(".pane:visible").evaluate_all("all => all.map((one) => one.id)")
        assert sorted(shown) == sorted(["pane-why", f"pane-{part}"])
    page.get_by_text("Tracker", exact=True).click()
    page.locator("#player-next").click()
    expect(page.locator(".caption-number")).to_have_text("Step 4")
    expect(page.locator("#pane-known")).to_be_visible()


def test_on_a_slow_line_the_next_step_is_there_before_it_is_asked_for(page: Page, site: str) -> None:
    """One request a step goes over the line, ahead; that it was shown is then told to the server."""
    url, asked, told = f"{LESSON}steps/2/", [], Event()

    def note(environ: dict[str, str], **_: object) -> None:
        if environ["PATH_INFO"] == url:
            asked.append(environ["REQUEST_METHOD"])
            if asked[-1] == "HEAD":
                told.set()

    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    devtools.send("Network.emulateNetworkConditions", line)
    request_started.connect(note)
    try:
        with page.expect_response(lambda answer: "hx-preloaded" in answer.request.headers) as ahead:
            page.goto(f"{site}{LESSON}steps/1/")
        ahead.value.finished()
        page.locator("#player-next").click()
        expect(page.locator(".caption-number")).to_have_text("Step 2")
        assert told.wait(10)
    finally:
        request_started.disconnect(note)
    assert asked == ["GET", "HEAD"]
