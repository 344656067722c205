"""The sandbox as a student meets it: credentials are asked for, used, watched, and refused in the end."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.moves import (
    assume_the_role,
    next_step,
    open_sandbox,
    seconds_shown,
    skip_to_the_end,
    use,
)

PARTS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AssumedRoleUser")
# A mistake in the form, and what AWS says to it.
MISTAKES = (
    ("RoleArn", "arn:aws:iam::123456789012:role/nobody", "AccessDenied", "is not authorized to perform"),
    ("RoleArn", "demo", "ValidationError", "greater than or equal to 20"),
    ("RoleSessionName", "no spaces, please", "ValidationError", "at 'roleSessionName' failed to satisfy"),
    ("DurationSeconds", "60", "ValidationError", "greater than or equal to 900"),
    ("DurationSeconds", "43200", "ValidationError", "exceeds the MaxSessionDuration"),
)


def test_the_credentials_open_the_bucket_and_nothing_more(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    assert 880 <= seconds_shown(page) <= 900
    answered = page.locator("#answer")
    for button, says in (
        ("Who am I?", ":assumed-role/demo/session1"),
        ("List the bucket", "q1.csv"),
        ("Read q1.csv", "region,sales"),
        ("Write a file", "AccessDenied"),
    ):
        use(page, button)
        expect(answered).to_contain_text(says)
    expect(page.locator(".goals").first.locator(".reached")).to_have_count(3)


def test_alice_herself_may_not_touch_the_bucket(page: Page, site: str) -> None:
    open_sandbox(page, site)
    page.locator("#assume").get_by_role("button", name="List the bucket").click()
    expect(page.locator("#answer")).to_contain_text("AccessDenied")
    expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()


def test_the_parts_are_explained_and_the_secrets_hidden_until_asked_for(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    for part in PARTS:
        expect(page.locator("dt", has_text=part)).to_be_visible()
    expect(page.locator("#part-secret")).to_have_count(0)
    page.get_by_role("link", name="Show the secret and the token").click()
    expect(page.locator("#part-secret")).to_have_text(re.compile(r"^\S{40}$"))
    page.get_by_role("link", name="Hide them again").click()
    expect(page.locator("#part-secret")).to_have_count(0)


def test_the_same_call_is_shown_for_the_terminal_and_for_python(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    page.locator("#answer").get_by_text("The same call from a terminal").click()
    expect(page.get_by_label("With the AWS CLI").first).to_contain_text("aws sts assume-role")
    expect(page.get_by_label("With boto3").first).to_contain_text("assume_role(")


def test_expired_credentials_are_refused_by_the_server(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    skip_to_the_end(page)
    expect(page.locator("#credential .badge-token")).to_contain_text("expired")
    expect(page.locator(".ring-digits")).to_have_text("00:00")
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("ExpiredToken")
    use(page, "Who am I?")
    expect(page.locator("#answer")).to_contain_text("ExpiredToken")


def test_each_mistake_gets_the_error_of_aws_and_no_credentials(page: Page, site: str) -> None:
    open_sandbox(page, site)
    answered = page.locator("#answer")
    for field, value, code, says in MISTAKES:
        page.reload()
        page.get_by_label(field).fill(value)
        page.get_by_role("button", name="Assume the role").click()
        expect(answered.locator("header")).to_contain_text(code)
        expect(answered.get_by_label("What came back")).to_contain_text(says)
        expect(answered.locator(".because")).not_to_be_empty()
        expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()


def test_a_role_that_trusts_somebody_else_lets_alice_not_in(page: Page, site: str) -> None:
    open_sandbox(page, site)
    arn = page.get_by_label("RoleArn")
    arn.fill(arn.input_value().replace("role/demo", "role/audit"))
    page.get_by_role("button", name="Assume the role").click()
    expect(page.locator("#answer")).to_contain_text("is not authorized to perform: sts:AssumeRole")
    expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()


def test_the_run_plays_in_the_visualizer(page: Page, site: str) -> None:
    open_sandbox(page, site)
    assume_the_role(page)
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("q1.csv")
    page.get_by_role("link", name="Play this run as steps").click()
    expect(page.get_by_role("heading", name="Your run, step by step")).to_be_visible()
    expect(page.locator("tr.is-now")).to_contain_text("AssumeRole")
    next_step(page)
    expect(page.locator("tr.is-now")).to_contain_text("ListObjectsV2")
    page.get_by_role("link", name="Back to the sandbox").click()
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_visible()


def test_starting_over_gives_a_new_account_and_keeps_the_goals(page: Page, site: str) -> None:
    open_sandbox(page, site)
    account = page.locator(".sandbox-head code").inner_text()
    assume_the_role(page)
    expect(page.locator(".goals").first.locator(".reached")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Start over").click()
    expect(page.get_by_text("This is a new copy of the scenario")).to_be_visible()
    expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()
    expect(page.locator(".sandbox-head code")).not_to_have_text(account)
    expect(page.locator(".goals").first.locator(".reached")).to_have_count(1)
