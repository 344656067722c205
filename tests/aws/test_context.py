"""The condition keys of a request, as IAM documents them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lessons.aws import Request, Session
from lessons.aws.authenticate import Caller, Clock
from lessons.aws.context import condition_keys
from lessons.aws.policies.access_request import Principal
from tests.aws.conftest import Sandbox

NOW = datetime(2025, 6, 1, 12, 30, tzinfo=UTC)
REQUEST = Request(
    "POST", "https://sts.us-east-1.amazonaws.com/", {"user-agent": "Boto3/1"}, b"", "203.0.113.9"
)


def keys(caller: Caller, service: str = "sts", **parameters: str) -> dict[str, tuple[str, ...]]:
    return condition_keys(REQUEST, caller, service, parameters, Clock(NOW, NOW))


def alice(sandbox: Sandbox) -> Caller:
    user = replace(sandbox.world.users[0], tags={"team": "blue"})
    return Caller(Principal(user.arn, user.account_id, user.name), user, user.access_keys[0].id)


def session(sandbox: Sandbox) -> Caller:
    role = sandbox.world.role(sandbox.account(), "demo")
    assert role
    issued = Session(
        access_key_id="ASIA",
        secret_access_key="",
        session_token="",
        account_id=role.account_id,
        role_name="demo",
        role_id=role.id,
        role_session_name="session1",
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/demo/session1",
        assumed_role_id=f"{role.id}:session1",
        issued_at=NOW - timedelta(minutes=5),
        expires_at=NOW,
        issuer_access_key_id="AKIA",
        tags={"stage": "test"},
    )
    return Caller(Principal(issued.arn, role.account_id, "demo/session1", role.arn), role, "ASIA", issued)


def test_a_request_tells_when_and_from_where_it_came(sandbox: Sandbox) -> None:
    told = keys(alice(sandbox))
    assert told["aws:CurrentTime"] == ("2025-06-01T12:30:00Z",)
    assert told["aws:EpochTime"] == ("1748781000",)
    assert told["aws:SourceIp"] == ("203.0.113.9",)
    assert told["aws:UserAgent"] == ("Boto3/1",)
    assert told["aws:SecureTransport"] == ("true",)
    assert told["aws:RequestedRegion"] == ("us-east-1",)


def test_whoever_signs_is_no_service_and_comes_by_none(sandbox: Sandbox) -> None:
    told = keys(alice(sandbox))
    assert (told["aws:ViaAWSService"], told["aws:PrincipalIsAWSService"]) == (("false",), ("false",))
    unsigned = keys(Caller(Principal("https://login.example", "", "app", provider=True), None, ""))
    assert unsigned["aws:ViaAWSService"] == ("false",)
    assert "aws:PrincipalIsAWSService" not in unsigned


def test_a_request_tells_nothing_of_organizations_and_networks(sandbox: Sandbox) -> None:
    """As the page of differences says."""
    told = [*keys(alice(sandbox)), *keys(session(sandbox))]
    assert [key for key in told if "Org" in key or "Vpc" in key] == []


def test_a_user_has_a_name_and_no_token(sandbox: Sandbox) -> None:
    told = keys(alice(sandbox))
    assert told["aws:username"] == ("alice",)
    assert told["aws:PrincipalArn"] == (f"arn:aws:iam::{sandbox.account()}:user/alice",)
    assert told["aws:PrincipalAccount"] == (sandbox.account(),)
    assert told["aws:PrincipalType"] == ("User",)
    assert told["aws:PrincipalTag/team"] == ("blue",)
    assert "aws:TokenIssueTime" not in told
    assert "aws:MultiFactorAuthPresent" not in told


def test_a_session_has_the_arn_of_its_role_and_a_time_of_issue(sandbox: Sandbox) -> None:
    caller = session(sandbox)
    told = keys(caller)
    assert "aws:username" not in told
    assert told["aws:PrincipalArn"] == (sandbox.role("demo"),)
    assert told["aws:PrincipalType"] == ("AssumedRole",)
    assert told["aws:userid"] == (f"{caller.identity.id}:session1",)
    assert told["aws:TokenIssueTime"] == ("2025-06-01T12:25:00Z",)
    assert told["aws:MultiFactorAuthPresent"] == ("false",)
    assert told["aws:PrincipalTag/stage"] == ("test",)


def test_some_parameters_are_keys_of_their_own(sandbox: Sandbox) -> None:
    told = keys(alice(sandbox), ExternalId="k7", RoleSessionName="session1")
    assert told["sts:ExternalId"] == ("k7",)
    assert told["sts:RoleSessionName"] == ("session1",)
    listing = keys(alice(sandbox), "s3", prefix="a/", delimiter="/", **{"max-keys": "10"})
    assert listing["s3:prefix"] == ("a/",)
    assert listing["s3:max-keys"] == ("10",)
    assert "s3:prefix" not in keys(alice(sandbox), "s3")
