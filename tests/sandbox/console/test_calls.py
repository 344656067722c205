"""Any call as a form: made from AWS's model, sent as it was filled in, answered and explained."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape

from lessons.sandbox.console import operations
from lessons.sandbox.models import Event
from tests.sandbox.bench import HTMX, Bench

CALLS = [call for group in operations.groups() for call in group.calls]
READ = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)


def url(bench: Bench, service: str, operation: str) -> str:
    return bench.url("call", service, operation)


def admin(bench: Bench) -> str:
    """The ARN of the account's administrator."""
    return bench.world.administrators[0].arn


def make(
    bench: Bench, service: str, operation: str, caller: str | None = None, *, htmx: bool = True, **typed: str
) -> HttpResponse:
    """Fill in the form of a call and send it, as alice if nobody else is named."""
    form = {"caller": bench.user() if caller is None else caller} | typed
    return bench.client.post(url(bench, service, operation), form, headers=HTMX if htmx else {})


def body(response: HttpResponse) -> str:
    return response.content.decode()


def test_every_operation_of_the_sandbox_has_a_form_and_a_sentence() -> None:
    from lessons.sandbox.explanations.fidelity import services

    assert {(call.service, call.name) for call in CALLS} == {
        (service.name, name) for service in services() for name in service.operations
    }
    assert all(call.sentence for call in CALLS)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_the_form_has_a_field_for_each_parameter(bench: Bench, call: operations.Call) -> None:
    page = bench.client.get(url(bench, call.service, call.name))
    assert page.status_code == 200
    for name in call.members:
        assert f'name="{name}"' in body(page)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_an_empty_form_reaches_aws_or_says_what_is_missing(bench: Bench, call: operations.Call) -> None:
    response = make(bench, call.service, call.name, admin(bench))
    in_address = any(shape.serialization.get("location") == "uri" for shape in call.members.values())
    if in_address:
        assert response.status_code == 422
        assert "no address" in body(response)
        assert not Event.objects.exists()
    else:
        assert response.status_code == 200
        assert bench.event.operation == call.name
        assert bench.event.status < 500


def test_the_list_finds_calls_by_name_and_by_what_they_are_for(bench: Bench) -> None:
    found = body(bench.client.get(bench.url("calls"), {"q": "role trust"}, headers=HTMX))
    assert "UpdateAssumeRolePolicy" in found
    assert "PutObject" not in found
    assert "<h1" not in found
    assert "delete_role" not in body(bench.client.get(bench.url("calls")))


def test_a_search_without_a_find_says_so(bench: Bench) -> None:
    assert "No call speaks of “login profiles”" in body(
        bench.client.get(bench.url("calls"), {"q": "login profiles"})
    )


@pytest.mark.parametrize("path", [("sts", "AssumeRoot"), ("ec2", "RunInstances"), ("s3", "GetBucketWebsite")])
def test_what_the_sandbox_has_not_is_a_404(bench: Bench, path: tuple[str, str]) -> None:
    assert bench.client.get(url(bench, *path)).status_code == 404


def test_a_user_is_made_given_a_policy_and_a_key_and_calls_with_it(bench: Bench) -> None:
    for operation, typed in (
        ("CreateUser", {"UserName": "bob", "Tags": '[{"Key": "team", "Value": "blue"}]'}),
        ("PutUserPolicy", {"UserName": "bob", "PolicyName": "read", "PolicyDocument": READ}),
        ("CreateAccessKey", {"UserName": "bob"}),
    ):
        assert make(bench, "iam", operation, admin(bench), **typed).status_code == 200
        assert bench.event.succeeded, bench.event.error_message
    bucket = f"reports-{bench.account}"
    answered = make(bench, "s3", "GetObject", bench.user("bob"), Bucket=bucket, Key="q1.csv")
    assert "north,1200" in body(answered)


def test_the_secret_of_a_new_key_is_shown_this_once_and_kept_nowhere(bench: Bench) -> None:
    shown = body(make(bench, "iam", "CreateAccessKey", admin(bench), UserName="auditor"))
    (auditor,) = (user for user in bench.world.users if user.name == "auditor")
    secret = auditor.access_keys[1].secret
    assert secret in shown
    assert secret not in bench.event.answer
    assert secret not in body(bench.client.get(bench.event.get_absolute_url()))


def test_what_sts_issues_is_hidden_and_leads_to_its_card(bench: Bench) -> None:
    shown = body(make(bench, "sts", "GetSessionToken"))
    assert bench.credential.secret_access_key not in shown
    assert bench.credential.session_token not in shown
    assert f"?credential={bench.credential.access_key_id}" in shown


def test_a_session_assumes_the_next_role(bench: Bench) -> None:
    bench.assume()
    first = bench.credential
    page = body(bench.client.get(url(bench, "sts", "AssumeRole")))
    assert f'<option value="{first.access_key_id}">demo/session1' in page
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    chain = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    put = {"RoleName": "demo", "PolicyName": "chain", "PolicyDocument": chain}
    make(bench, "iam", "PutRolePolicy", admin(bench), **put)
    typed = {"RoleArn": bench.role(), "RoleSessionName": "second", "DurationSeconds": "3600"}
    make(bench, "sts", "AssumeRole", first.access_key_id, **typed)
    assert bench.event.succeeded, bench.event.error_message
    assert bench.event.access_key_id == first.access_key_id
    assert bench.credential.chained


def test_the_sandbox_page_assumes_a_role_from_a_session_too(bench: Bench) -> None:
    bench.assume()
    first = bench.credential
    bench.assume(caller=first.access_key_id, role_session_name="second")
    assert bench.event.caller_arn == first.arn


@pytest.mark.parametrize(
    ("service", "operation", "typed", "says"),
    [
        ("sts", "AssumeRole", {"DurationSeconds": "an hour"}, "whole number"),
        ("sts", "AssumeRole", {"DurationSeconds": "9" * 5000}, "whole number"),
        ("sts", "AssumeRole", {"Tags": "[{"}, "This is no JSON"),
        ("sts", "AssumeRole", {"Tags": "[" * 50_000}, "nested too deeply"),
        ("sts", "AssumeRole", {"Tags": '{"Key": "a"}'}, "This has to be a list"),
        ("sts", "AssumeRole", {"Tags": '[{"Key": 1}]'}, "[1].Key has to be a text"),
        ("sts", "AssumeRole", {"Tags": '[{"Name": "a"}]'}, "There is no Name in [1], only Key, Value"),
        ("sts", "AssumeRole", {"Tags": '[{"Key": "\\u0000"}]'}, "cannot be shown"),
        ("sts", "AssumeRole", {"Policy": "\0"}, "Null characters"),
        ("sts", "AssumeRole", {"caller": "mallory"}, "Select a valid choice"),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k", "IfModifiedSince": "soon"}, "date and time"),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k", "IfModifiedSince": "12:00 T"}, "date and time"),
        ("s3", "HeadBucket", {"Bucket": "UP/.."}, "The AWS SDK does not send such a call"),
    ],
)
def test_what_boto3_cannot_send_is_said_at_the_field_and_nothing_is_lost(
    bench: Bench, service: str, operation: str, typed: dict[str, str], says: str
) -> None:
    kept = {"RoleSessionName": "kept"} if service == "sts" else {}
    for htmx in (True, False):
        response = make(bench, service, operation, **{"caller": bench.user()} | kept | typed, htmx=htmx)
        assert response.status_code == 422
        assert says in body(response).replace("&#x27;", "'").replace("&quot;", '"')
        assert all(value in body(response) for value in kept.values())
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"RoleArn": "demo"}, "ValidationError"),
        ({"DurationSeconds": "5"}, "ValidationError"),
        ({"DurationSeconds": "99999999999999999999"}, "MalformedInput"),
        ({"Policy": "{"}, "MalformedPolicyDocument"),
        ({"Tags": '[{"Key": "team"}]'}, "ValidationError"),
        ({"TokenCode": "123456", "SerialNumber": "GAHT12345678"}, "AccessDenied"),
    ],
)
def test_a_wrong_value_is_for_aws_to_refuse(bench: Bench, typed: dict[str, str], code: str) -> None:
    form = {"RoleArn": bench.role(), "RoleSessionName": "session1"} | typed
    assert make(bench, "sts", "AssumeRole", **form).status_code == 200
    assert bench.event.error_code == code


def test_an_unsigned_call_is_refused(bench: Bench) -> None:
    make(bench, "iam", "ListUsers", caller="")
    assert bench.event.error_code == "MissingAuthenticationToken"


def test_the_same_call_is_given_for_the_terminal_and_for_python(bench: Bench) -> None:
    tags = '[{"Key": "team", "Value": "blue"}]'
    shown = (
        body(make(bench, "sts", "AssumeRole", RoleArn=bench.role(), RoleSessionName="session1", Tags=tags))
        .replace("&#x27;", "'")
        .replace("&quot;", '"')
    )
    assert f"--tags '{tags}'" in shown
    assert "Tags=[{'Key': 'team', 'Value': 'blue'}]," in shown


def test_a_policy_is_read_as_the_cli_prints_it(bench: Bench) -> None:
    shown = body(make(bench, "iam", "GetRole", admin(bench), RoleName="demo")).replace("&quot;", '"')
    assert '"AssumeRolePolicyDocument": {\n' in shown


def test_the_headers_of_an_object_are_an_answer_too(bench: Bench) -> None:
    bench.assume()
    key = bench.credential.access_key_id
    shown = body(make(bench, "s3", "HeadObject", key, Bucket=f"reports-{bench.account}", Key="q1.csv"))
    assert "&quot;ContentLength&quot;: 24" in shown


def test_a_form_can_be_filled_in_by_its_address(bench: Bench) -> None:
    page = body(bench.client.get(url(bench, "iam", "GetRole"), {"RoleName": "audit", "nonsense": "\0"}))
    assert 'value="audit"' in page


def test_what_there_is_is_offered(bench: Bench) -> None:
    page = body(bench.client.get(url(bench, "iam", "AttachRolePolicy")))
    assert '<option value="demo">' in page
    assert '<option value="arn:aws:iam::aws:policy/AdministratorAccess">' in page


def test_every_workbench_leads_to_the_calls(bench: Bench) -> None:
    page: Any = bench.client.get(bench.sandbox.get_absolute_url())
    assert reverse("sandbox:calls", args=[bench.sandbox.pk]) in body(page)


@pytest.mark.parametrize(
    ("service", "operation", "likely"),
    [
        ("sts", "AssumeRole", "alice · user"),
        ("iam", "CreateUser", "admin of training"),
        ("sts", "AssumeRoleWithWebIdentity", "nobody · the call is not signed"),
    ],
)
def test_whoever_is_likely_to_call_is_chosen(bench: Bench, service: str, operation: str, likely: str) -> None:
    assert f" selected>{likely}</option>" in body(bench.client.get(url(bench, service, operation)))


@pytest.mark.parametrize(
    ("service", "operation", "hint"),
    [
        ("iam", "CreateRole", "sts:AssumeRole"),
        ("iam", "UpdateAssumeRolePolicy", "sts:AssumeRole"),
        ("iam", "PutUserPolicy", "s3:GetObject"),
        ("s3", "PutBucketPolicy", "arn:aws:s3:::…/*"),
    ],
)
def test_an_empty_policy_shows_what_one_looks_like(
    bench: Bench, service: str, operation: str, hint: str
) -> None:
    page = body(bench.client.get(url(bench, service, operation)))
    policy, *_ = re.findall(r"<textarea[^>]*placeholder=([^>]*)", page)
    assert hint in policy


HALF = "\\ud800"  # as JSON writes it: the first half of a character, without the other
NOWHERE = f"arn:aws:s3:::{HALF}*"
HALF_A_RESOURCE = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
).replace('"*"', f'"{NOWHERE}"')
TOKEN_OF_HALF_AN_ISSUER = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJcdWQ4MDAifQ.eA"


def test_half_a_character_is_stored_as_a_sign_that_stands_for_it(bench: Bench) -> None:
    asked = {"RoleArn": bench.role(), "RoleSessionName": "half"}
    token = {"WebIdentityToken": TOKEN_OF_HALF_AN_ISSUER}
    assert make(bench, "sts", "AssumeRoleWithWebIdentity", "", **asked, **token).status_code == 200
    assert make(bench, "sts", "AssumeRole", **asked, Policy=HALF_A_RESOURCE).status_code == 200
    session = bench.credential.access_key_id
    assert make(bench, "s3", "ListObjectsV2", session, Bucket=f"reports-{bench.account}").status_code == 200
    assert bench.client.get(bench.event.get_absolute_url()).status_code == 200


def test_half_a_character_in_a_policy_is_shown_when_it_is_read_again(bench: Bench) -> None:
    asked = {"UserName": "alice", "PolicyName": "half"}
    assert make(bench, "iam", "PutUserPolicy", admin(bench), **asked, PolicyDocument=HALF_A_RESOURCE)
    assert make(bench, "iam", "GetUserPolicy", admin(bench), **asked).status_code == 200
    for url in (bench.event.get_absolute_url(), f"{bench.sandbox.get_absolute_url()}?event=2"):
        assert bench.client.get(url).status_code == 200


# An escape, an escaped backslash before what would be one, and both in a row.
@pytest.mark.parametrize(
    "written", ["\\u0000", "\\\\u0000", "\\\\\\u0000", "\\u0000\\u0000", "\\n\\u0000\\n"]
)
def test_an_escaped_nul_in_a_policy_is_stored(bench: Bench, written: str) -> None:
    policy = HALF_A_RESOURCE.replace(HALF, written)
    assert (
        make(
            bench, "sts", "AssumeRole", RoleArn=bench.role(), RoleSessionName="nul", Policy=policy
        ).status_code
        == 200
    )
    session = bench.credential
    assert session.session_policy == policy
    asked = {"Bucket": f"reports-{bench.account}"}
    assert make(bench, "s3", "ListObjectsV2", session.access_key_id, **asked).status_code == 200
    statements = bench.event.decision["statements"]
    read = {value for item in statements for part in item["elements"] for value in part["expected"]}
    assert json.loads(f'"arn:aws:s3:::{written}*"').replace("\0", "\ufffd") in read


def test_an_answer_that_boto3_cannot_read_is_shown_all_the_same(bench: Bench) -> None:
    call = {"Bucket": f"reports-{bench.account}", "Key": "\x01"}
    assert make(bench, "s3", "CreateMultipartUpload", admin(bench), **call).status_code == 200
    assert bench.event.operation == "CreateMultipartUpload"


@pytest.mark.parametrize(
    ("service", "operation", "typed", "says"),
    [
        ("iam", "PutUserPolicy", {"UserName": "alice", "PolicyName": "r", "PolicyDocument": READ}, "did it"),
        ("iam", "GetUser", {"UserName": "alice"}, '"UserName": "alice"'),
        ("s3", "GetBucketLocation", {"Bucket": "reports-{account}"}, '"LocationConstraint"'),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_no_answer_is_raw_xml_and_the_xml_is_there_for_whoever_opens_it(
    bench: Bench, service: str, operation: str, typed: dict[str, str], says: str
) -> None:
    filled = {name: value.replace("{account}", bench.account) for name, value in typed.items()}
    made = make(bench, service, operation, admin(bench), **filled)
    for page in (body(made), body(bench.client.get(bench.event.get_absolute_url()))):
        shown = unescape(page.partition("What came back")[2].partition("</pre>")[0])
        assert says in shown
        assert "<" not in shown
        assert escape(bench.event.answer) in page
        assert "in XML</summary>" in page
