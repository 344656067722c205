"""A small world to call, and a sandbox in memory that calls it: what the database does for the site."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lessons.aws import (
    Call,
    Credentials,
    Outcome,
    Request,
    Response,
    Session,
    Use,
    World,
    build,
    client,
    handle,
)

VERSION = "2012-10-17"

# What IAM ends a refusal with (IAM User Guide, "Troubleshoot access denied error messages with authorization
# ID"). The id is of small letters and digits.
AUTHORIZATION = re.compile(
    r"\. Go to https://us-east-1\.console\.aws\.amazon\.com/iam/home\?region=us-east-1#/authorization-details/"
    r"([0-9a-z]+) for complete details, or call the GetRequestAuthorizationDetails API with the following "
    r"authorization id: \1"
)


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {"Version": VERSION, "Statement": [statement]}


def trust(principal: Any, **more: Any) -> dict[str, Any]:
    """A trust policy of one statement."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return {"Version": VERSION, "Statement": [statement]}


ALICE = {"AWS": "arn:aws:iam::{training}:user/alice"}
BUCKET = "arn:aws:s3:::reports-{training}"

SCENARIO = {
    "accounts": {
        "training": {
            "users": {
                "alice": {
                    "policies": {"assume-demo": allow("sts:AssumeRole", "arn:aws:iam::{training}:role/*")}
                },
                "bob": {},
                "carol": {"policies": {"everything": allow("*")}},
            },
            "roles": {
                "demo": {
                    "trust": trust(ALICE),
                    "policies": {"read": allow(["s3:GetObject", "s3:ListBucket"], [BUCKET, f"{BUCKET}/*"])},
                },
                "twelve-hours": {
                    "trust": trust(
                        {"AWS": ["arn:aws:iam::{training}:user/alice", "arn:aws:iam::{training}:role/demo"]}
                    ),
                    "max_session_seconds": 43200,
                    "path": "/teams/",
                },
                "vendor": {
                    "trust": trust(ALICE, Condition={"StringEquals": {"sts:ExternalId": "k7-vendor-42"}}),
                },
                "writer": {
                    "trust": trust({"AWS": "arn:aws:iam::{training}:root"}),
                    "policies": {"all": allow("s3:*")},
                },
            },
            "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        },
        "other": {
            "users": {"mallory": {"policies": {"everything": allow("*")}}, "dave": {}},
            "roles": {"visitors": {"trust": trust({"AWS": "arn:aws:iam::{training}:root"})}},
            "buckets": {"private-{other}": {"secret.txt": "not for you"}},
        },
    }
}


def refused(call: Callable[..., Any], **parameters: Any) -> tuple[int, str, str]:
    """The status, code and message of the error that a call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response = caught.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return status, response["Error"]["Code"], response["Error"].get("Message", "")


@dataclass
class Sandbox:
    """A world with its sessions and its clock. `skipped` moves the clock, `outcomes` is what happened."""

    document: dict[str, Any]
    sessions: dict[str, Session] = field(default_factory=dict)
    skipped: timedelta = timedelta()
    outcomes: list[Outcome] = field(default_factory=list)
    calls: list[tuple[Call, datetime]] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    @property
    def world(self) -> World:
        return World(self.document)

    @property
    def last(self) -> Call:
        return self.outcomes[-1].call

    def account(self, name: str = "training") -> str:
        """The 12 digits of an account."""
        account_id = self.world.account_id(name)
        assert account_id
        return account_id

    def role(self, name: str, account: str = "training") -> str:
        """The ARN of a role."""
        role = self.world.role(self.account(account), name)
        assert role
        return role.arn

    @property
    def bucket(self) -> str:
        return f"reports-{self.account()}"

    def user(self, name: str) -> Credentials:
        """The long-term credentials of a user."""
        return next(user.credentials for user in self.world.users if user.name == name)

    def send(self, request: Request) -> Response:
        now = self.now
        outcome = handle(request, self.document, self.sessions.get, now, datetime.now(UTC), self.uses)
        self.outcomes.append(outcome)
        self.calls.append((outcome.call, now))
        if outcome.issued:
            self.sessions[outcome.issued.access_key_id] = outcome.issued
        if outcome.world:
            self.document = outcome.world
        return outcome.response

    def uses(self, who: str) -> list[Use]:
        """Who was used when, as the database tells it."""
        mine = [
            (call.service, at)
            for call, at in self.calls
            if who in (call.access_key_id, call.caller_arn)
            or (who.endswith("/") and call.caller_arn.startswith(who))
        ]
        return sorted((Use(*use) for use in dict(mine).items()), key=lambda use: use.at, reverse=True)

    def client(self, service: str, credentials: Credentials | str) -> Any:
        """A boto3 client for a user's name, or for credentials."""
        signing = self.user(credentials) if isinstance(credentials, str) else credentials
        return client(service, signing, self.send)

    def assume(self, name: str = "demo", by: Credentials | str = "alice", **parameters: Any) -> Credentials:
        """The credentials that AssumeRole issues."""
        given = {"RoleArn": self.role(name), "RoleSessionName": "session1", **parameters}
        issued = self.client("sts", by).assume_role(**given)["Credentials"]
        return Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])


@pytest.fixture
def new_sandbox(request: pytest.FixtureRequest) -> Callable[[], Sandbox]:
    """Makes sandboxes, each with accounts of its own."""
    names = iter(range(1000))
    return lambda: Sandbox(build(SCENARIO, f"{request.node.nodeid} {next(names)}"))


@pytest.fixture
def sandbox(new_sandbox: Callable[[], Sandbox]) -> Sandbox:
    return new_sandbox()
