"""Calls that were made before, decided once more in a world that has changed."""

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lessons.aws import AccessRequest, Decision, World, redecide
from tests.aws.conftest import Sandbox, allow, trust

NOTHING: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}
DENIED = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}

Change = Callable[[dict[str, Any]], None]


def again(sandbox: Sandbox, change: Change = lambda account: None) -> Decision | None:
    """The last call, stored and read back, decided after a change to the first account."""
    decision = sandbox.last.decision
    assert decision
    stored = json.loads(json.dumps(decision.request.to_json()))
    asked = AccessRequest.from_json(stored)
    assert asked == decision.request
    document = copy.deepcopy(sandbox.document)
    change(document["accounts"][sandbox.account()])
    return redecide(asked, sandbox.sessions.get(sandbox.last.access_key_id), World(document))


def in_role(policy: dict[str, Any]) -> Change:
    return lambda account: account["roles"]["demo"]["policies"].update(read=json.dumps(policy))


def in_user(policy: dict[str, Any]) -> Change:
    return lambda account: account["users"]["alice"]["policies"].update({"assume-demo": json.dumps(policy)})


def in_trust(policy: dict[str, Any]) -> Change:
    return lambda account: account["roles"]["demo"].update(trust=json.dumps(policy))


def in_bucket(policy: dict[str, Any]) -> Change:
    def change(account: dict[str, Any]) -> None:
        for bucket in account["buckets"].values():
            bucket["policy"] = json.dumps(policy)

    return change


def read(sandbox: Sandbox) -> None:
    """alice reads an object with the role's credentials."""
    sandbox.client("s3", sandbox.assume()).get_object(Bucket=sandbox.bucket, Key="q1.csv")


def write(sandbox: Sandbox) -> None:
    """She tries to write one, which the role may not."""
    with suppress(ClientError):
        sandbox.client("s3", sandbox.assume()).put_object(Bucket=sandbox.bucket, Key="q1.csv", Body=b"")


def assume(sandbox: Sandbox) -> None:
    sandbox.assume()


def read_with_session_policy(sandbox: Sandbox) -> None:
    """The session may only list, so reading is refused whatever the role may."""
    keys = sandbox.assume(Policy=json.dumps(allow("s3:ListBucket")))
    with suppress(ClientError):
        sandbox.client("s3", keys).get_object(Bucket=sandbox.bucket, Key="q1.csv")


CHANGES = [
    (read, in_role(allow("s3:GetObject")), True),
    (read, in_role(NOTHING), False),
    (write, in_role(allow("s3:PutObject")), True),
    (write, in_role(allow("s3:GetObject")), False),
    (read, in_bucket(DENIED | {"Statement": [DENIED["Statement"][0] | {"Principal": "*"}]}), False),
    (assume, in_user(NOTHING), True),  # the trust policy names alice, which is enough in one account
    (assume, in_user(DENIED), False),
    (assume, in_trust(trust({"AWS": "arn:aws:iam::123456789012:root"})), False),
    (read_with_session_policy, in_role(allow("*")), False),
]


@pytest.mark.parametrize(("call", "change", "allowed"), CHANGES)
def test_a_changed_document_decides_anew(
    sandbox: Sandbox, call: Callable[[Sandbox], None], change: Change, allowed: bool
) -> None:
    call(sandbox)
    decision = again(sandbox, change)
    assert decision
    assert decision.allowed is allowed


@pytest.mark.parametrize("call", [read, write, assume, read_with_session_policy])
def test_an_unchanged_world_decides_as_it_did(sandbox: Sandbox, call: Callable[[Sandbox], None]) -> None:
    call(sandbox)
    assert again(sandbox) == sandbox.last.decision


def test_who_is_gone_has_nothing_decided(sandbox: Sandbox) -> None:
    assume(sandbox)
    assert again(sandbox, lambda account: account["users"].clear()) is None
    read(sandbox)
    assert again(sandbox, lambda account: account["roles"].clear()) is None


def test_a_role_made_anew_knows_nothing_of_earlier_sessions(sandbox: Sandbox) -> None:
    read(sandbox)
    assert again(sandbox, lambda account: account["roles"]["demo"].update(id="AROAANOTHERROLE")) is None


def test_a_session_that_nobody_remembers_has_nothing_decided(sandbox: Sandbox) -> None:
    read(sandbox)
    sandbox.sessions.clear()
    assert again(sandbox) is None
