"""One real server for all that calls it, and who calls: unmodified clients, with the keys of a sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import boto3
import pytest
from botocore.config import Config

from lessons.aws import Credentials
from tests.browser.served import Served, serving

# Makes a scenario and a sandbox of it for each learner, and tells the keys.
SEED = """
import json
from lessons.accounts.models import User
from lessons.sandbox.models.sandboxes import Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons import aws
from tests.wire.scenario import LEARNERS, SCENARIO
scenario, _ = Scenario.objects.get_or_create(slug="wire", defaults={"title": "Wire", "document": SCENARIO})
told = {}
for name in LEARNERS:
    sandbox = open_sandbox(User.objects.create_user(name), scenario)
    world = aws.World(sandbox.world)
    keys = {user.name: [user.credentials.access_key_id, user.credentials.secret_access_key]
            for user in world.users}
    told[name] = {"account": world.account_id("training"), "other": world.account_id("other"), "keys": keys}
print("SEEDED" + json.dumps(told))
"""
SKIP = """
from datetime import timedelta
from lessons.sandbox.calls.clock import skip
from lessons.sandbox.models.sandboxes import Sandbox
skip(Sandbox.objects.get(user__username="{name}"), {seconds})
"""
EVENTS = """
import json
from lessons.sandbox.models.sandboxes import Event
rows = Event.objects.filter(sandbox__user__username="{name}").order_by("number")
print("EVENTS" + json.dumps(list(rows.values("number", "source", "operation", "error_code", "resource"))))
"""


@dataclass(frozen=True)
class Learner:
    """Somebody with a sandbox on the server: its accounts, and the keys of its users."""

    name: str
    site: Served
    account: str
    other: str
    keys: Mapping[str, tuple[str, str]]

    @property
    def endpoint(self) -> str:
        return f"{self.site.url}/aws"

    @property
    def bucket(self) -> str:
        return f"reports-{self.account}"

    def role(self, name: str) -> str:
        """The ARN of a role of the account."""
        return f"arn:aws:iam::{self.account}:role/{name}"

    def user(self, name: str) -> Credentials:
        """The long-term keys of a user."""
        return Credentials(*self.keys[name])

    def boto3(self, service: str, as_whom: str | Credentials, **config: Any) -> Any:
        """An ordinary boto3 client: nothing but its endpoint is ours."""
        signing = self.user(as_whom) if isinstance(as_whom, str) else as_whom
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=config.pop("region", "us-east-1"),
            aws_access_key_id=signing.access_key_id,
            aws_secret_access_key=signing.secret_access_key,
            aws_session_token=signing.session_token,
            config=Config(retries={"total_max_attempts": 1}, **config),
        )

    def assume(self, role: str = "demo", by: str = "alice", **parameters: Any) -> Credentials:
        """The temporary credentials of a role."""
        given = {"RoleArn": self.role(role), "RoleSessionName": "session1", **parameters}
        issued = self.boto3("sts", by).assume_role(**given)["Credentials"]
        return Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def environment(self, signing: Credentials) -> dict[str, str]:
        """The variables that every AWS client reads, and no other setting of this machine."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        session = {"AWS_SESSION_TOKEN": signing.session_token} if signing.session_token else {}
        return (
            kept
            | session
            | {
                "AWS_ENDPOINT_URL": self.endpoint,
                "AWS_ACCESS_KEY_ID": signing.access_key_id,
                "AWS_SECRET_ACCESS_KEY": signing.secret_access_key,
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_REGION": "us-east-1",
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_PAGER": "",
                "AWS_MAX_ATTEMPTS": "1",
            }
        )

    def skip(self, seconds: int) -> None:
        """Put the sandbox's clock ahead."""
        self.site.manage("shell", "-v0", "-c", SKIP.format(name=self.name, seconds=seconds))

    def events(self) -> list[dict[str, Any]]:
        """The events of the sandbox, oldest first."""
        printed = self.site.manage("shell", "-v0", "-c", EVENTS.format(name=self.name))
        found: list[dict[str, Any]] = json.loads(printed.partition("EVENTS")[2])
        return found


def learners_on(site: Served) -> dict[str, Learner]:
    """New learners by their names, each with a sandbox of the same scenario."""
    told = json.loads(site.manage("shell", "-v0", "-c", SEED).partition("SEEDED")[2])
    return {
        name: Learner(name, site, item["account"], item["other"], item["keys"]) for name, item in told.items()
    }


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, prepared_site: Path) -> Iterator[Served]:
    """The server that all the clients call."""
    with serving(copytree(prepared_site, tmp_path_factory.mktemp("wire") / "var")) as server:
        yield server


@pytest.fixture(scope="session")
def learners(site: Served) -> dict[str, Learner]:
    """The learners on it."""
    return learners_on(site)


@pytest.fixture
def maya(learners: dict[str, Learner]) -> Learner:
    return learners["maya"]


@pytest.fixture
def noor(learners: dict[str, Learner]) -> Learner:
    """Another learner, in a sandbox of the same scenario."""
    return learners["noor"]


@pytest.fixture
def late(learners: dict[str, Learner]) -> Learner:
    """A learner whose clock the tests put ahead."""
    return learners["late"]
