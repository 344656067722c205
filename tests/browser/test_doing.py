"""A lesson's steps done by the learner: with the keys alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lessons.models import Lesson
from lessons.sandbox.models import Pass
from tests.browser.moves import LESSON

Answer = Callable[[Page, str], None]


def choose_what_comes_first(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}do/")
    page.get_by_role("button", name="Begin with step 1").click()
    first = Lesson.objects.get(slug="assuming-a-role").steps.all()[0]
    page.locator(f"input[value={first.key}]").check()
    page.get_by_role("button", name="This happens next").click()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_step_is_tried_undone_and_done_without_javascript(page: Page, site: str) -> None:
    choose_what_comes_first(page, site)
    page.get_by_label("Which call?").select_option("sts:AssumeRole")
    page.get_by_role("button", name="Open its form").click()
    page.locator("input[name=signer]").first.check()
    page.get_by_label("RoleArn").fill("arn:aws:iam::{training}:role/other")
    page.get_by_label("RoleSessionName").fill("mine")
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_text("AccessDenied").first).to_be_visible()
    page.get_by_role("button", name="Undo, try again").click()
    expect(page.get_by_label("RoleSessionName")).to_have_value("mine")
    page.get_by_label("RoleArn").fill("arn:aws:iam::{training}:role/demo")
    page.get_by_role("button", name="Make the call").click()
    expect(page.locator("#task")).to_contain_text("Step 3")
    assert Pass.objects.get().right == 1


def list_the_bucket(page: Page, site: str, answer: Answer) -> None:
    """Alice lists the bucket with her own key and with the session; then she is asked what decided that."""
    choose_what_comes_first(page, site)
    make(page, "sts:AssumeRole", "alice", RoleArn="arn:aws:iam::{training}:role/demo", RoleSessionName="mine")
    for signer in ("alice", "demo/mine"):
        make(page, "s3:ListObjectsV2", signer, Bucket="reports-{training}")
    expect(page.locator("#task")).to_contain_text("Which statement decides?")
    answer(page, "ReadItsObjects")
    expect(page.locator(".doing-told")).to_contain_text("It does not apply to this call")
    page.get_by_role("button", name="Undo, try again").click()
    answer(page, "ListTheBucket")
    expect(page.locator("#task")).to_contain_text("Step 4")
    assert Pass.objects.get().right == 2


def make(page: Page, call: str, signer: str, **parameters: str) -> None:
    page.get_by_label("Which call?").select_option(call)
    page.locator(".doing-which button").click()
    page.get_by_role("radio", name=f"{signer} ").first.check()
    for name, value in parameters.items():
        page.get_by_label(re.compile(rf"^{name}\b")).fill(value)
    page.get_by_role("button", name="Make the call").click()


def click(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="This one decides").click()


def type_(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def tap(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).tap()
    page.get_by_role("button", name="This one decides").tap()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_deciding_statement_is_chosen_without_javascript(page: Page, site: str) -> None:
    list_the_bucket(page, site, click)


def test_the_deciding_statement_is_chosen_with_the_keys_alone(page: Page, site: str) -> None:
    list_the_bucket(page, site, type_)


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 360, "height": 740})
def test_the_deciding_statement_is_chosen_with_a_thumb(page: Page, site: str) -> None:
    list_the_bucket(page, site, tap)


def test_a_step_is_done_with_the_keys_alone(page: Page, site: str) -> None:
    choose_what_comes_first(page, site)
    page.get_by_label("Which call?").focus()
    page.keyboard.type("sts:AssumeRole")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("input[name=signer]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("arn:aws:iam::{training}:role/demo")
    page.keyboard.press("Tab")
    page.keyboard.type("tonight")
    page.keyboard.press("Enter")
    expect(page.locator("#task")).to_contain_text("Step 3")
    assert Pass.objects.get().right == 2
