"""What a rehearsed call is answered, beside the same call when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from lessons.aws import Rehearsal, Rehearsed, Session, rehearse
from tests.aws.conftest import Sandbox, refused

CALLS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("sts", "GetCallerIdentity", "get_caller_identity", {}),
    ("sts", "GetSessionToken", "get_session_token", {"DurationSeconds": 900}),
    ("sts", "GetSessionToken", "get_session_token", {"DurationSeconds": 899}),
    ("sts", "GetFederationToken", "get_federation_token", {"Name": "visitor"}),
    ("sts", "AssumeRole", "assume_role", {"RoleArn": "demo", "RoleSessionName": "session1"}),
    ("sts", "AssumeRole", "assume_role", {"RoleArn": "vendor", "RoleSessionName": "session1"}),
    (
        "sts",
        "AssumeRole",
        "assume_role",
        {"RoleArn": "twelve-hours", "RoleSessionName": "session1", "DurationSeconds": 43200},
    ),
    (
        "sts",
        "AssumeRole",
        "assume_role",
        {"RoleArn": "demo", "RoleSessionName": "s1", "Tags": [{"Key": "a", "Value": "b"}]},
    ),
    ("iam", "ListUsers", "list_users", {}),
    ("s3", "ListObjectsV2", "list_objects_v2", {"Bucket": "reports"}),
    ("s3", "GetObject", "get_object", {"Bucket": "reports", "Key": "q1.csv"}),
]


def filled(sandbox: Sandbox, given: dict[str, Any]) -> dict[str, Any]:
    named = {"RoleArn": sandbox.role, "Bucket": lambda _: sandbox.bucket}
    return {key: named[key](value) if key in named else value for key, value in given.items()}


def rehearsed(sandbox: Sandbox, name: str, call: Rehearsal) -> Rehearsed:
    key = sandbox.world.find_key(sandbox.user(name).access_key_id)
    return rehearse(call, key, sandbox.world, sandbox.now)


def made(sandbox: Sandbox, name: str, service: str, method: str, given: dict[str, Any]) -> tuple[str, str]:
    """The error that a call ends in, and why."""
    call: Callable[..., Any] = getattr(sandbox.client(service, name), method)
    try:
        call(**given)
    except sandbox.client(service, name).exceptions.ClientError:
        return sandbox.last.error_code, sandbox.last.error_message
    return "", ""


@pytest.mark.parametrize("name", ["alice", "bob", "carol"])
@pytest.mark.parametrize(("service", "operation", "method", "given"), CALLS)
def test_a_rehearsed_call_is_answered_as_the_call_itself(
    name: str, service: str, operation: str, method: str, given: dict[str, Any], sandbox: Sandbox
) -> None:
    parameters = filled(sandbox, given)
    found = rehearsed(sandbox, name, Rehearsal(service, operation, parameters))
    code, message = made(sandbox, name, service, method, parameters)
    # Refusals of IAM end with an id that is new each time.
    assert (found.code, found.message.partition(" Go to ")[0]) == (code, message.partition(" Go to ")[0])
    issued = sandbox.outcomes[-1].issued
    assert (found.issued is None) == (issued is None)
    if issued and found.issued:
        assert (found.issued.arn, found.issued.lifetime_seconds) == (issued.arn, issued.lifetime_seconds)


def test_nothing_is_carried_out(sandbox: Sandbox) -> None:
    before = dict(sandbox.document)
    call = Rehearsal("iam", "CreateUser", {"UserName": "erin"})
    assert rehearsed(sandbox, "carol", call).code == ""
    assert sandbox.document == before
    assert not sandbox.outcomes


def opened(sandbox: Sandbox, at: datetime) -> Session:
    key = sandbox.world.find_key(sandbox.user("alice").access_key_id)
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    issued = rehearse(Rehearsal("sts", "AssumeRole", given), key, sandbox.world, at).issued
    assert issued
    return issued


@pytest.mark.parametrize(
    ("later", "token", "code"),
    [
        (3599, "own", ""),
        (3600, "own", "ExpiredToken"),
        (60, None, "InvalidClientTokenId"),
        (60, "another", "InvalidClientTokenId"),
    ],
)
def test_credentials_of_a_rehearsal_can_be_rehearsed_with(
    later: int, token: str | None, code: str, sandbox: Sandbox
) -> None:
    now = sandbox.now.replace(microsecond=0)
    session = opened(sandbox, now)
    sent = session.session_token if token == "own" else token
    call = Rehearsal("sts", "GetCallerIdentity", {}, sent)
    found = rehearse(call, session, sandbox.world, now + timedelta(seconds=later))
    assert found.code == code
    assert code or found.says["Arn"] == session.arn


def test_nobody_is_refused_as_an_unknown_key_is(sandbox: Sandbox) -> None:
    call = Rehearsal("sts", "GetCallerIdentity", {})
    assert rehearse(call, None, sandbox.world, sandbox.now).code == "InvalidClientTokenId"
    mallory = replace(sandbox.user("alice"), access_key_id="AKIA2222333344445555")
    assert refused(sandbox.client("sts", mallory).get_caller_identity)[1] == "InvalidClientTokenId"
