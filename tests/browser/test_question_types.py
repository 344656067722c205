"""Questions of several types, answered by mouse, by keys, by touch, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.models import Attempt, Question
from tests.browser.phone import PHONE, misfits

STEPS = ["Alice calls `AssumeRole`", "STS asks the trust policy", "Credentials come back", "They expire"]
WRITTEN = (
    ("ordering", {"items": STEPS}),
    (
        "matching",
        {"pairs": [{"left": "Who may", "right": "Trust"}, {"left": "What it may", "right": "`Allow`"}]},
    ),
    ("fill_in", {"accepted": ["AssumeRole"]}),
    ("numeric", {"value": 1, "unit": "hour", "units": [{"unit": "min", "factor": "1/60"}]}),
)
TOUCH = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True)
PLAIN = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a server with no more than the small lesson on it."""
    return str(live_server.url)


@pytest.fixture
def attempt(
    site: str,
    lesson: Lesson,
    student: User,
    sign_in: Callable[[BrowserContext, User], None],
    context: BrowserContext,
) -> Attempt:
    """The student's, signed in, at a quiz of four types."""
    for position, (kind, content) in enumerate(WRITTEN, start=1):
        question = Question(lesson=lesson, position=position, type=kind, content=content)
        question.prompt, question.explanation = f"A question by {kind}?", "So it is."
        question.save()
    sign_in(context, student)
    return attempts.start(student, lesson)


@pytest.fixture
def ask(page: Page, site: str, attempt: Attempt) -> Callable[[str], None]:
    """Opens the question of a type."""

    def ask(kind: str) -> None:
        number = [name for name, _ in WRITTEN].index(kind) + 1
        page.goto(f"{site}{attempt.get_absolute_url().removesuffix('1/')}{number}/")

    return ask


def check(page: Page) -> None:
    page.get_by_role("button", name="Check my answer").click()


def expect_right(page: Page) -> None:
    expect(page.get_by_role("heading", name="Right.")).to_be_visible()


def row(page: Page, step: int) -> Locator:
    """The row of a step, by its right place from 1."""
    return page.locator(".ordering-item").filter(has_text=STEPS[step - 1].replace("`", ""))


def put_in_order(page: Page, drag: Callable[[Locator, Locator], None]) -> None:
    """Drag each step to the top, the last one first."""
    for step in (4, 3, 2, 1):
        drag(row(page, step), page.locator(".ordering-item").first)
    expect(page.locator(".ordering-text")).to_have_text([step.replace("`", "") for step in STEPS])


def test_steps_are_put_in_order_by_mouse(page: Page, ask: Callable[[str], None]) -> None:
    ask("ordering")
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("Put them in order")

    def drag(item: Locator, to: Locator) -> None:
        item.locator(".ordering-text").hover()
        page.mouse.down()
        box = to.bounding_box()
        assert box
        page.mouse.move(box["x"] + 90, box["y"] + 2, steps=5)
        page.mouse.up()

    put_in_order(page, drag)
    check(page)
    expect_right(page)


def test_steps_are_put_in_order_by_keys(page: Page, ask: Callable[[str], None]) -> None:
    ask("ordering")
    for step in (4, 3, 2, 1):
        up = row(page, step).get_by_role("button", name="Move up")
        up.focus()
        for _ in range(len(STEPS) - 1):
            page.keyboard.press("Enter")
            expect(up).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="place 1 of 4")).to_have_count(1)
    check(page)
    expect_right(page)


@TOUCH
def test_steps_are_put_in_order_by_touch(page: Page, ask: Callable[[str], None]) -> None:
    ask("ordering")
    assert misfits(page) == []
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def drag(item: Locator, to: Locator) -> None:
        page.locator(".ordering").scroll_into_view_if_needed()
        start, end = item.locator(".ordering-grip").bounding_box(), to.bounding_box()
        assert start
        assert end
        x = start["x"] + start["width"] / 2
        touch("touchStart", {"x": x, "y": start["y"] + start["height"] / 2})
        touch("touchMove", {"x": x, "y": end["y"] + 2})
        touch("touchEnd")

    put_in_order(page, drag)
    check(page)
    expect_right(page)


@PLAIN
def test_steps_are_put_in_order_without_javascript(page: Page, ask: Callable[[str], None]) -> None:
    ask("ordering")
    for step in range(1, 5):
        row(page, step).get_by_role("combobox").select_option(str(max(step, 2)))
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("Two of them have the same place")
    row(page, 1).get_by_role("combobox").select_option("1")
    check(page)
    expect_right(page)


def answer_the_others(page: Page, ask: Callable[[str], None]) -> None:
    """Each type that is answered by plain fields."""
    ask("matching")
    page.get_by_label("Who may").select_option("Trust")
    page.get_by_label("What it may").select_option("Allow")
    check(page)
    expect_right(page)
    ask("fill_in")
    page.get_by_label("Your answer").fill("assumerole ")
    check(page)
    expect_right(page)
    ask("numeric")
    page.get_by_label("Your answer").fill("an hour")
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("“an hour” is not read as a number")
    expect(page.get_by_label("Your answer")).to_have_value("an hour")
    page.get_by_label("Your answer").fill("60 min")
    check(page)
    expect_right(page)


def test_the_other_types_are_answered_by_plain_fields(page: Page, ask: Callable[[str], None]) -> None:
    answer_the_others(page, ask)


@PLAIN
def test_the_other_types_are_answered_without_javascript(page: Page, ask: Callable[[str], None]) -> None:
    answer_the_others(page, ask)


@TOUCH
def test_every_type_fits_a_phone(page: Page, ask: Callable[[str], None]) -> None:
    for kind, _ in WRITTEN:
        ask(kind)
        assert misfits(page) == [], kind
