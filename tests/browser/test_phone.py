"""A phone 360 pixels wide: nothing scrolls sideways, and a thumb reaches everything that matters."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import FloatRect, Page, expect

from lessons.models import Lesson
from tests.browser.moves import LESSON, assume_the_role, open_sandbox, start_the_quiz, use
from tests.browser.phone import PHONE

pytestmark = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True)


def test_a_lesson_is_stepped_through_by_thumb(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    page.locator("#player-next").tap()
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    page.get_by_text("Table", exact=True).tap()
    page.locator("#row-3").tap()
    expect(page.locator(".caption-number")).to_have_text("Step 3")


def test_the_current_style_is_in_sight_in_the_strip(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}sandbox/")
    expect(page.locator(".tabs [aria-current=page]")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_strip_shows_on_which_side_there_is_more(
    page: Page, site: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}{LESSON}read/")
    for part, marked in ((0, (False, True)), (0.5, (True, True)), (1, (True, False))):
        page.locator(".tabs").evaluate(
            "(strip, part) => { strip.scrollLeft = part * (strip.scrollWidth - strip.clientWidth) }", part
        )
        assert marks_at_the_ends(page) == marked


def marks_at_the_ends(page: Page) -> tuple[bool, ...]:
    """Whether something is drawn over the left and over the right end of the strip."""
    strip = page.locator(".tabs").bounding_box()
    assert strip
    ends = (strip["x"], strip["x"] + strip["width"] - 12)
    clips = [FloatRect(x=x, y=strip["y"] + 6, width=12, height=30) for x in ends]
    before = [page.screenshot(clip=clip) for clip in clips]
    rule = ".tabs ul::before, .tabs ul::after { visibility: hidden }"
    sheet = "document.styleSheets[document.styleSheets.length - 1]"
    page.evaluate(f"rule => {sheet}.insertRule(rule, {sheet}.cssRules.length)", rule)
    after = [page.screenshot(clip=clip) for clip in clips]
    page.evaluate(f"{sheet}.deleteRule({sheet}.cssRules.length - 1)")
    return tuple(one != other for one, other in zip(before, after, strict=True))


def test_a_question_is_answered_by_thumb(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    page.get_by_text("Credentials, newly issued").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_role("heading", name="Right.")).to_be_in_viewport()


def test_what_the_sandbox_answers_comes_into_sight(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_in_viewport()
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("q1.csv")
    expect(page.get_by_role("heading", name=re.compile("What AWS answered"))).to_be_in_viewport()


def test_a_long_arn_shows_the_name_at_its_end(page: Page, site: str) -> None:
    open_sandbox(page, site)
    field, shown = page.get_by_label("RoleArn"), []
    for name in ("role/a-role-with-a-name", "role/a-role-with-a-game"):
        field.fill(f"arn:aws:iam::111122223333:{name}")
        field.blur()
        shown.append(field.screenshot())
    assert shown[0] != shown[1]


# Words of the diagram's actors that stand on two lines.
BROKEN = r"""() => [...document.querySelectorAll(".flow-actor strong")].flatMap(({ firstChild: text }) =>
  [...text.data.matchAll(/\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  }).map(([word]) => word))"""


def test_the_names_of_a_diagram_break_between_their_words_alone(page: Page, site: str) -> None:
    for slug in Lesson.objects.values_list("slug", flat=True):
        page.goto(f"{site}/lessons/{slug}/flow/")
        assert page.evaluate(BROKEN) == [], slug
