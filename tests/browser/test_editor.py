"""Policies edited in a real browser: marked while one types, compared, saved, and obeyed by the next call."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import Auditor
from tests.browser.moves import assume_the_role, open_sandbox, use, write

DOCUMENT = "Policy document"


@pytest.fixture
def policy(page: Page, site: str) -> Page:
    """The role's permission policy in the editor, after a write that it refused."""
    open_sandbox(page, site)
    assume_the_role(page)
    use(page, "Write a file")
    expect(page.locator("#answer")).to_contain_text("AccessDenied")
    page.get_by_role("link", name="Policies").click()
    expect(page.get_by_role("heading", name="Policies", exact=True)).to_be_visible()
    page.get_by_role("link", name="read-reports").click()
    expect(page.get_by_role("textbox", name=DOCUMENT)).to_be_visible()
    return page


def test_an_error_is_marked_and_once_mended_the_next_call_is_allowed(policy: Page) -> None:
    page, text = policy, policy.locator("#id_document").input_value()
    write(page, DOCUMENT, text.replace('"Allow"', '"allow"', 1))
    expect(page.locator(".cm-lintRange-error")).to_be_visible()
    expect(page.locator("#problems")).to_contain_text(re.compile(r"Line \d+ .*Allow"))
    write(page, DOCUMENT, text.replace('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]'))
    expect(page.locator("#problems li")).to_have_count(0)
    page.get_by_role("button", name="What changes?").click()
    changed = page.locator("#changes").get_by_role("row").filter(has_text="s3:PutObject")
    expect(changed).to_contain_text("refused")
    expect(changed).to_contain_text("allowed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Back to the sandbox").click()
    use(page, "Write a file")
    expect(page.locator("#answer header .chip")).to_have_text("200")


def test_who_writes_before_the_editor_is_there_writes_on_in_it(policy: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    policy.route("**/code-editor*.js", hold)
    with policy.expect_request("**/code-editor*.js"):
        policy.reload(wait_until="commit")
    plain = policy.locator("textarea#id_document")
    plain.focus()
    policy.keyboard.press("Control+A")
    waiting[0].continue_()
    expect(plain).to_be_hidden()
    policy.keyboard.insert_text("{")
    expect(policy.locator("#problems li")).to_have_count(1)
    expect(plain).to_have_value("{")


def test_the_editor_is_accessible_with_and_without_a_mistake(policy: Page) -> None:
    Auditor().check_at_rest(policy)
    write(policy, DOCUMENT, "{")
    expect(policy.locator("#problems li")).to_have_count(1)
    Auditor().check_at_rest(policy)
    policy.get_by_role("button", name="Save").click()
    expect(policy.get_by_role("heading", name="What AWS answered")).to_be_visible()
    Auditor().check_at_rest(policy)


def test_the_list_of_policies_is_accessible(policy: Page) -> None:
    policy.get_by_role("link", name="All policies").click()
    expect(policy.get_by_role("heading", name="Roles")).to_be_visible()
    Auditor().check(policy)
