"""Axe over a page: light and dark, at rest, hovered and focused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.sizes import size

# Without "preload" axe leaves the stylesheets alone, which the Content-Security-Policy would not let it copy.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
EVERYTHING = OPTIONS | {"rules": {"target-size": {"enabled": True}}}
# What a colour scheme or a pointer can change.
COLOURS = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
Looks = tuple[tuple[str, dict[str, Any]], ...]
LOOKS: Looks = (("light", EVERYTHING), ("dark", COLOURS))
# In a sample, a desk shows the light page and a phone the dark one.
AT_A_DESK: Looks = LOOKS[: size(1, 2)]
ON_A_PHONE: Looks = (("dark", EVERYTHING), ("light", EVERYTHING))[: size(1, 2)]
POINTED_AT = (("hover",), ("focus", "focus-visible"))
# Marks what can be pointed at and is of no known kind, and returns the new kinds. With the same stylesheets,
# what has the same tags, classes and ARIA states all the way up looks the same, except one's own vote.
MARK = """(known) => {
  const states = ["aria-current", "aria-disabled"];
  const sheets = [...document.styleSheets].map((sheet) => sheet.href).join();
  const name = (one) => [one.localName, one.className, ...states.map((it) => one.getAttribute(it))].join(".");
  const kinds = new Set(known);
  for (const element of document.querySelectorAll("a, button, input, select, textarea, summary, label, tr")) {
    let kind = sheets + (element.querySelector(".own-vote") ? "/own-vote" : "");
    for (let one = element; one; one = one.parentElement) kind += "/" + name(one);
    element.toggleAttribute("data-new-kind", element.checkVisibility() && !kinds.has(kind));
    if (element.checkVisibility()) kinds.add(kind);
  }
  return [...kinds].slice(known.length);
}"""

# Keeps HTMX from swapping, at its next poll, what is being looked at.
STAND_STILL = """(still) => {
  if (!("standsStill" in window))
    for (const name of ["htmx:beforeRequest", "htmx:beforeSwap"])
      document.addEventListener(name, (event) => window.standsStill && event.preventDefault());
  window.standsStill = still;
}"""


# What is chosen among others, and is told by nothing but its ground where the system's colours replace ours.
UNSEEN = """() => [...document.querySelectorAll("[aria-current], .is-read")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.matches(":focus-visible"))
  .filter((part) => getComputedStyle(part).outlineStyle === "none")
  .map((part) => part.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class Auditor:
    """Asks axe about pages, and remembers which kinds of links and controls it has pointed at."""

    kinds: dict[str, None] = field(default_factory=dict)

    def check(self, page: Page, looks: Looks = LOOKS) -> None:
        """Axe finds nothing at rest, nor wherever something new is hovered or focused."""
        page.wait_for_load_state()
        page.evaluate(STAND_STILL, True)
        self.check_at_rest(page, looks)
        new = page.evaluate(MARK, list(self.kinds))
        for states in POINTED_AT if new else ():
            with held(page, states):
                for scheme, _ in LOOKS:
                    audit(page, scheme, COLOURS, states)
        self.kinds.update(dict.fromkeys(new))
        page.evaluate(STAND_STILL, False)

    def check_at_rest(self, page: Page, looks: Looks = LOOKS) -> None:
        """Axe finds nothing, in light and in dark unless only one of them is asked for."""
        for scheme, options in looks:
            audit(page, scheme, options)


def unseen(page: Page) -> list[str]:
    """What does not show that it is chosen in forced colors, empty when everything does."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found: list[str] = page.evaluate(UNSEEN)
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    return found


def audit(page: Page, scheme: str, options: dict[str, Any], states: tuple[str, ...] = ()) -> None:
    page.wait_for_load_state()  # a click returns before the next page has its styles
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    where = "[data-new-kind]" if states else "html"
    found = AxeResults(page.evaluate("([where, options]) => axe.run(where, options)", [where, options]))
    assert not found.violations_count, f"{page.url} {scheme} {states}: {found.generate_report()}"


@contextmanager
def held(page: Page, states: tuple[str, ...]) -> Iterator[None]:
    """Holds what is marked in these CSS states, such as hover and focus-visible."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    marked = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-new-kind]"})
    for node in marked["nodeIds"]:
        devtools.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": list(states)})
    yield
    devtools.detach()
