"""The one way in: what is not understood, what is told about a call, and what is never changed."""

import copy
from datetime import UTC, datetime

import pytest

from lessons.aws import Request, Session, evict, handle
from tests.aws.conftest import Sandbox, refused


def test_an_action_that_sts_does_not_have_is_invalid(sandbox: Sandbox) -> None:
    body = b"Action=RequestTemporaryCredentials&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": "sts.us-east-1.amazonaws.com"}
    response = sandbox.send(Request("POST", "https://sts.us-east-1.amazonaws.com/", headers, body))
    assert response.status == 400
    assert b'xmlns="http://webservices.amazon.com/AWSFault/2005-15-09"' in response.body
    assert sandbox.last.error_code == "InvalidAction"
    assert sandbox.last.error_message == (
        "Could not find operation RequestTemporaryCredentials for version 2011-06-15"
    )


NOTHING_ASKED = [
    ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, b""),
    ("POST", {}, b"Action=GetCallerIdentity&Version=2011-06-15"),
    ("GET", {}, b""),
]


@pytest.mark.parametrize(("method", "headers", "body"), NOTHING_ASKED)
def test_a_call_without_an_action_is_sent_to_the_manual(
    sandbox: Sandbox, method: str, headers: dict[str, str], body: bytes
) -> None:
    response = sandbox.send(Request(method, "https://sts.us-east-1.amazonaws.com/", headers, body))
    assert response.status == 302
    assert response.headers["Location"] == "https://aws.amazon.com/iam"


def test_an_unsigned_call_is_refused(sandbox: Sandbox) -> None:
    url = "https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
    assert sandbox.send(Request("GET", url, {})).status == 403
    assert sandbox.last.error_code == "MissingAuthenticationToken"
    assert (
        sandbox.send(Request("GET", f"https://s3.us-east-1.amazonaws.com/{sandbox.bucket}", {})).status == 403
    )
    assert sandbox.last.error_code == "AccessDenied"


def test_what_the_sandbox_cannot_do_it_says(sandbox: Sandbox) -> None:
    _, code, message = refused(sandbox.client("sts", "alice").get_web_identity_token)
    assert code == "UnsupportedOperation"
    assert "AssumeRole" in message
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    tagged = sandbox.client("sts", "alice").assume_role
    assert (
        refused(tagged, **given, ProvidedContexts=[{"ContextAssertion": "context"}])[1]
        == "UnsupportedOperation"
    )
    assert refused(sandbox.client("iam", "carol").list_saml_providers)[1] == "UnsupportedOperation"
    s3 = sandbox.client("s3", "carol")
    for call, more in (
        (s3.get_bucket_website, {}),
        (s3.put_object, {"Key": "k", "Body": b"", "WebsiteRedirectLocation": "/"}),
        (s3.get_object, {"Key": "q1.csv", "VersionId": "1"}),
    ):
        assert refused(call, Bucket=sandbox.bucket, **more)[1] == "UnsupportedOperation"


def test_ids_and_sessions_stay_the_same_when_moto_is_emptied(sandbox: Sandbox) -> None:

    credentials = sandbox.assume()
    before = sandbox.client("sts", credentials).get_caller_identity()
    evict([sandbox.account(), sandbox.account("other")])
    after = sandbox.client("sts", credentials).get_caller_identity()
    for name in ("UserId", "Account", "Arn"):
        assert after[name] == before[name]


def test_the_call_tells_what_happened_and_keeps_no_secret(sandbox: Sandbox) -> None:
    credentials = sandbox.assume(DurationSeconds=900)
    call = sandbox.last
    assert (call.service, call.operation, call.action) == ("sts", "AssumeRole", "sts:AssumeRole")
    assert call.resource == sandbox.role("demo")
    assert call.caller_arn == f"arn:aws:iam::{sandbox.account()}:user/alice"
    assert call.access_key_id == sandbox.user("alice").access_key_id
    assert call.parameters["DurationSeconds"] == 900
    assert (call.status, call.error_code) == (200, "")
    assert call.decision
    assert call.decision.allowed
    assert call.source_ip == "127.0.0.1"
    assert "Boto3" in call.user_agent
    assert call.request_id in sandbox.outcomes[-1].response.body.decode()
    assert call.explanation.startswith("The role's trust policy names alice")
    for outcome in sandbox.outcomes:
        for secret in (credentials.secret_access_key, credentials.session_token):
            assert secret
            assert secret not in repr(outcome.call)
            assert secret not in repr(outcome.issued)


def test_the_world_that_was_passed_in_is_never_changed(sandbox: Sandbox) -> None:

    before, kept = sandbox.document, copy.deepcopy(sandbox.document)
    s3 = sandbox.client("s3", "carol")
    s3.put_object(Bucket=sandbox.bucket, Key="new", Body=b"new")
    assert sandbox.document is not before
    assert before == kept


def test_an_empty_world_knows_nobody(sandbox: Sandbox) -> None:
    sandbox.document = {}
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    scope = "AKIAIOSFODNN7EXAMPLE/20250101/us-east-1/sts/aws4_request"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Amz-Date": "20250101T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
    }
    no_sessions: dict[str, Session] = {}
    request = Request("POST", "http://127.0.0.1:8000/aws/", headers, body, mount="/aws")
    outcome = handle(request, {}, no_sessions.get, datetime.now(UTC))
    assert outcome.call.error_code == "InvalidClientTokenId"
