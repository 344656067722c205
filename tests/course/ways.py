"""Two ways to make a recorded call: from the site's own page, and with the real AWS CLI."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from botocore import xform_name
from django.test import Client
from django.urls import reverse

from lessons import aws
from lessons.sandbox.calls import clock
from lessons.sandbox.calls.clock import QUARTER
from lessons.sandbox.documents.recorded_calls import OK
from lessons.sandbox.models import Sandbox

AWS = Path(sys.executable).with_name("aws")
MOST_PRESSES = 30  # of a button; nobody skips weeks by quarters of an hour
CLI_ERROR = re.compile(r"An error occurred \((\w+(?:\.\w+)*)\)")


@dataclass(frozen=True)
class Answer:
    """ "ok" or AWS's error code, and the credentials that came back, if any."""

    code: str
    issued: aws.Credentials | None = None


class Way(Protocol):
    """Somebody in front of a sandbox, who can tell its world and its time."""

    def world(self) -> aws.WorldDocument: ...

    def now(self) -> datetime: ...

    def call(
        self, service: str, operation: str, parameters: Mapping[str, Any], signing: aws.Credentials | None
    ) -> Answer: ...

    def skip(self, seconds: int) -> None: ...


@dataclass(frozen=True)
class InDatabase:
    """What both the page and the CLI work on."""

    sandbox: Sandbox

    def world(self) -> aws.WorldDocument:
        return Sandbox.objects.get(pk=self.sandbox.pk).world

    def now(self) -> datetime:
        return Sandbox.objects.get(pk=self.sandbox.pk).now()


@dataclass(frozen=True)
class ByPage(InDatabase):
    """A browser in front of the sandbox's page."""

    browser: Client

    def call(
        self, service: str, operation: str, parameters: Mapping[str, Any], signing: aws.Credentials | None
    ) -> Answer:
        """Fill in the form of the call and send it."""
        before = keys_in(self.world())
        page = self.browser.post(
            reverse("sandbox:call", args=[self.sandbox.pk, service, operation]),
            {"caller": self._caller(signing)} | {name: as_typed(value) for name, value in parameters.items()},
        )
        assert page.status_code == 200, page.context["form"].errors
        event = self.sandbox.events.latest("number")
        if event.issued:
            return Answer(OK, event.issued.credentials)
        new = [keys for key, keys in keys_in(self.world()).items() if key not in before]
        return Answer(event.error_code or OK, new[0] if new else None)

    def _caller(self, signing: aws.Credentials | None) -> str:
        """Who calls, as the form has it: a session by the id of its key, a user by its ARN."""
        if signing is None:
            return ""
        users = aws.World(self.world()).users
        with_key = (user.arn for user in users for key in user.access_keys if key.id == signing.access_key_id)
        return next(with_key, signing.access_key_id)

    def skip(self, seconds: int) -> None:
        """Press the button that skips a quarter of an hour; what is left of the time just passes."""
        presses = min(seconds // QUARTER, MOST_PRESSES)
        for _ in range(presses):
            self.browser.post(reverse("sandbox:skip", args=[self.sandbox.pk]), {"to": "quarter"})
        clock.skip(self.sandbox, seconds - presses * QUARTER)


@dataclass(frozen=True)
class ByCli(InDatabase):
    """A terminal with the AWS CLI, which is told by environment variables alone where to call."""

    endpoint: str
    folder: Path

    def call(
        self, service: str, operation: str, parameters: Mapping[str, Any], signing: aws.Credentials | None
    ) -> Answer:
        """Type the command."""
        command = ["s3api" if service == "s3" else service, xform_name(operation, "-")]
        for name, value in parameters.items():
            command += self._option(name, value)
        if operation == "GetObject":
            command.append(str(self.folder / "object"))
        done = subprocess.run(
            [str(AWS), *command],
            env=self._environment(signing),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            found = CLI_ERROR.search(done.stderr)
            assert found, done.stderr
            return Answer(found[1])
        return Answer(OK, credentials_in(json.loads(done.stdout or "{}")))

    def skip(self, seconds: int) -> None:
        """Let time pass: the CLI has no command for it."""
        clock.skip(self.sandbox, seconds)

    def _option(self, name: str, value: Any) -> list[str]:
        """A parameter as the CLI takes it; the bytes of an object come from a file."""
        option = f"--{xform_name(name, '-')}"
        if name == "Body":
            file = self.folder / "body"
            file.write_text(value)
            return [option, str(file)]
        if isinstance(value, bool):
            return [option if value else option.replace("--", "--no-", 1)]
        return [option, value if isinstance(value, str) else json.dumps(value)]

    def _environment(self, signing: aws.Credentials | None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        keys = {}
        if signing:
            keys = {
                "AWS_ACCESS_KEY_ID": signing.access_key_id,
                "AWS_SECRET_ACCESS_KEY": signing.secret_access_key,
            }
            keys |= {"AWS_SESSION_TOKEN": signing.session_token} if signing.session_token else {}
        settings = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": "1",
        }
        return kept | keys | settings


def as_typed(value: Any) -> str:
    """A parameter as somebody types it into its field."""
    return value if isinstance(value, str) else json.dumps(value)


def keys_in(document: aws.WorldDocument) -> dict[str, aws.Credentials]:
    """The long-term keys of all users, by id."""
    keys = (key for user in aws.World(document).users for key in user.access_keys)
    return {key.id: aws.Credentials(key.id, key.secret) for key in keys}


def credentials_in(told: Mapping[str, Any]) -> aws.Credentials | None:
    """What STS issued, or the key that IAM made."""
    found = told.get("Credentials") or told.get("AccessKey")
    if not found:
        return None
    return aws.Credentials(found["AccessKeyId"], found["SecretAccessKey"], found.get("SessionToken"))
