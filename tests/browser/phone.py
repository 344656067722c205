"""What does not fit a phone: pages that scroll sideways, and controls that a thumb misses."""

from __future__ import annotations

from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}

SIDEWAYS = "() => document.scrollingElement.scrollWidth - 360"
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
    pixels = page.evaluate(SIDEWAYS)
    sideways = [f"it scrolls sideways by {pixels} pixels"] if pixels > 0 else []
    return sideways + [f"hard to touch: {control}" for control in page.evaluate(TOO_SMALL)]
