"""What does not fit a phone or a window at 400 %: it scrolls sideways, is hard to touch or in the way."""

from __future__ import annotations

from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 320, "height": 256}  # CSS pixels of a window of 1280 by 1024 at 400 % (WCAG 1.4.10)

SIDEWAYS = "() => document.scrollingElement.scrollWidth - window.innerWidth"
# What stays where it is while the page is scrolled, and takes more than half of the window.
COVERS = """() => [...document.querySelectorAll("body *")]
  .filter((part) => ["fixed", "sticky"].includes(getComputedStyle(part).position) && part.checkVisibility())
  .filter((part) => part.offsetHeight > window.innerHeight / 2)
  .map((part) => part.outerHTML.slice(0, 90))"""
# What a thumb may miss: controls under 24 by 24 pixels. Links within a sentence are exempt (WCAG 2.5.8).
TOO_SMALL = """() => [...document.querySelectorAll(
    "button, .button, input:not([type=hidden]), select, textarea, summary, nav a, .badge-token[href], h3 a")]
  .filter((control) => control.checkVisibility({ visibilityProperty: true }))
  .map((control) => [control.closest("label") || control, control])
  .filter(([target]) => !target.closest(".skip-link, .visually-hidden"))
  .filter(([target]) => {
    const { width, height } = target.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .map(([target, control]) => `${control.outerHTML.slice(0, 90)} of ${target.offsetHeight}px`)"""


def misfits(page: Page) -> list[str]:
    """What is wrong with the page as a phone shows it, empty when nothing is."""
    page.wait_for_load_state()  # a click returns before the next page has its styles
    return sideways(page) + [f"hard to touch: {control}" for control in page.evaluate(TOO_SMALL)]


def sideways(page: Page) -> list[str]:
    """That the page scrolls sideways, empty when it does not."""
    pixels = page.evaluate(SIDEWAYS)
    return [f"it scrolls sideways by {pixels} pixels"] if pixels > 0 else []


def misfits_zoomed(page: Page) -> list[str]:
    """What is wrong with the page in a window at 400 %, empty when nothing is."""
    page.set_viewport_size(ZOOMED)
    return sideways(page) + [f"it covers the page: {part}" for part in page.evaluate(COVERS)]
