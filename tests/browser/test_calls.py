"""Any call from the page, and calls from elsewhere that the open page shows."""

from __future__ import annotations

import json
import re
from contextlib import closing

import boto3
from botocore.config import Config
from playwright.sync_api import Page, expect

from tests.browser.axe import Auditor
from tests.browser.moves import assume_the_role, exports, open_sandbox, write

POLICY = re.compile("^Policy$")
SOON = 5_000  # milliseconds: a second until the page asks, and what a busy machine takes to answer


def open_call(page: Page, name: str) -> None:
    """Through the list of calls to the form of one."""
    page.get_by_role("link", name="Make any other call").click()
    page.get_by_label("Find a call").fill(name)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def make_the_call(page: Page) -> None:
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_role("heading", name="What AWS answered")).to_be_visible()


def back(page: Page) -> None:
    page.get_by_role("link", name="Back to the sandbox").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def test_a_session_assumes_the_next_role_on_the_page(page: Page, site: str) -> None:
    open_sandbox(page, site)
    arn = page.get_by_label("RoleArn").input_value()
    assume_the_role(page)
    open_call(page, "PutRolePolicy")
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn}
    page.get_by_label("RoleName").fill("demo")
    page.get_by_label("PolicyName").fill("chain")
    write(page, "PolicyDocument", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    make_the_call(page)
    expect(page.locator("#answer header .chip")).to_have_text("200")
    back(page)
    open_call(page, "AssumeRole")
    session = page.locator("#id_caller optgroup[label=Sessions] option").first
    page.get_by_label("Acting as").select_option(session.get_attribute("value"))
    page.get_by_label("RoleArn").fill(arn)
    page.get_by_label("RoleSessionName").fill("second")
    make_the_call(page)
    expect(page.locator("#answer")).to_contain_text("assumed-role/demo/second")
    page.get_by_role("link", name="open them there").click()
    expect(page.locator("#credential .badge-token")).to_contain_text("demo/second")


def test_a_mistake_in_a_form_is_told_at_its_field_and_mended_there(page: Page, site: str) -> None:
    open_sandbox(page, site)
    open_call(page, "GetSessionToken")
    page.get_by_label("DurationSeconds").fill("an hour")
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_role("alert").filter(has_text="whole number")).to_be_visible()
    expect(page.get_by_label("DurationSeconds")).to_be_focused()
    page.get_by_label("DurationSeconds").fill("3600")
    make_the_call(page)
    expect(page.get_by_role("alert").filter(has_text="whole number")).to_have_count(0)


def test_a_policy_in_a_form_is_marked_while_it_is_written(page: Page, site: str) -> None:
    open_sandbox(page, site)
    open_call(page, "CreateRole")
    page.get_by_label("RoleName").fill("mine")
    trusting = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trusting]}, indent=2)
    write(page, "AssumeRolePolicyDocument", document.replace('"Allow"', '"allow"'))
    expect(page.locator(".problems")).to_contain_text(re.compile(r"Line \d+ .*Allow"))
    make_the_call(page)
    expect(page.locator("#answer header .chip")).to_have_text("MalformedPolicyDocument")
    expect(page.locator(".problems li")).to_have_count(1)  # in the form that came back with the answer
    write(page, "AssumeRolePolicyDocument", document)
    expect(page.locator(".problems li")).to_have_count(0)
    page.get_by_role("button", name="Make the call").click()
    expect(page.locator("#answer header .chip")).to_have_text("200")


def test_a_policy_that_may_be_left_out_is_not_missed(page: Page, site: str) -> None:
    open_sandbox(page, site)
    open_call(page, "AssumeRole")
    page.get_by_text("More parameters").click()
    write(page, POLICY, "{")
    expect(page.locator(".problems li")).to_have_count(1)
    write(page, POLICY, " ")
    expect(page.locator(".problems li")).to_have_count(0)


def test_the_forms_are_accessible(page: Page, site: str) -> None:
    open_sandbox(page, site)
    page.get_by_role("link", name="Make any other call").click()
    Auditor().check(page)
    page.get_by_role("link", name="AssumeRole", exact=True).click()
    page.get_by_text("More parameters").click()
    Auditor().check(page)
    page.get_by_label("Tags", exact=True).fill("{")
    page.get_by_role("button", name="Make the call").click()
    expect(page.get_by_text("This is no JSON")).to_be_visible()
    Auditor().check_at_rest(page)


def test_the_playground_and_its_mfa_codes_are_accessible(page: Page, site: str) -> None:
    page.goto(f"{site}/sandbox/")
    Auditor().check(page)
    page.get_by_role("button", name="Open “An empty account”").click()
    page.get_by_role("link", name="MFA codes").click()
    expect(page.locator(".mfa-code")).to_have_text(re.compile(r"^\d{6}$"))
    Auditor().check(page)


def test_a_clients_call_appears_on_the_open_page_and_opens_into_its_explanation(
    page: Page, site: str
) -> None:
    open_sandbox(page, site)
    told = exports(page)
    client = boto3.client(
        "sts",
        endpoint_url=told["AWS_ENDPOINT_URL"],
        aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"],
        region_name=told["AWS_DEFAULT_REGION"],
        config=Config(retries={"total_max_attempts": 1}),
    )
    with closing(client):
        arn = client.get_caller_identity()["Arn"]
    assert arn.endswith(":user/alice")
    listed = page.locator("#events .event").first
    expect(listed).to_contain_text("sts:GetCallerIdentity", timeout=SOON)
    expect(listed).to_contain_text("from a client")
    listed.locator("summary").first.click()
    expect(listed.locator(".because")).to_contain_text("Nobody needs a permission for this")
    expect(listed.get_by_label("What came back")).to_contain_text(arn)
