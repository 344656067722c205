"""The real AWS CLI, told by environment variables alone where to call."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from lessons.aws import Credentials
from tests.wire.conftest import Learner

AWS = Path(sys.executable).with_name("aws")


def aws(learner: Learner, as_whom: str | Credentials, *command: str) -> subprocess.CompletedProcess[str]:
    """What `aws` did, as a user by name or with credentials."""
    signing = learner.user(as_whom) if isinstance(as_whom, str) else as_whom
    environment = learner.environment(signing)
    return subprocess.run(
        [str(AWS), *command], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def printed(learner: Learner, as_whom: str | Credentials, *command: str) -> str:
    """What a command printed that succeeds."""
    done = aws(learner, as_whom, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(learner: Learner, as_whom: str | Credentials, *command: str) -> dict[str, Any]:
    """The JSON that a command printed."""
    answer: dict[str, Any] = json.loads(printed(learner, as_whom, *command))
    return answer


def assumed(learner: Learner, role: str = "demo", *options: str) -> Credentials:
    """What `aws sts assume-role` printed, as alice."""
    named = ("--role-arn", learner.role(role), "--role-session-name", "cli")
    issued = told(learner, "alice", "sts", "assume-role", *named, *options)["Credentials"]
    return Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])


def test_a_role_is_assumed_and_says_who_it_is(maya: Learner) -> None:
    assert told(maya, "alice", "sts", "get-caller-identity")["Arn"].endswith(":user/alice")
    arn = told(maya, assumed(maya), "sts", "get-caller-identity")["Arn"]
    assert arn == f"arn:aws:sts::{maya.account}:assumed-role/demo/cli"


def test_objects_are_listed_copied_moved_and_removed(maya: Learner, tmp_path: Path) -> None:
    writer, bucket = assumed(maya, "writer"), f"s3://{maya.bucket}"
    file = tmp_path / "notes.txt"
    file.write_text("written by the CLI\n")
    assert "q1.csv" in printed(maya, writer, "s3", "ls", bucket)
    printed(maya, writer, "s3", "cp", str(file), f"{bucket}/cli/notes.txt")
    assert printed(maya, writer, "s3", "cp", f"{bucket}/cli/notes.txt", "-") == "written by the CLI\n"
    printed(maya, writer, "s3", "mv", f"{bucket}/cli/notes.txt", str(tmp_path / "moved.txt"))
    assert (tmp_path / "moved.txt").read_text() == "written by the CLI\n"
    printed(maya, writer, "s3", "cp", str(file), f"{bucket}/cli/again.txt")
    printed(maya, writer, "s3", "rm", f"{bucket}/cli/again.txt")
    assert "cli/" not in printed(maya, writer, "s3", "ls", bucket)


def test_a_presigned_url_opens_the_object(maya: Learner) -> None:
    url = printed(maya, assumed(maya), "s3", "presign", f"s3://{maya.bucket}/q1.csv").strip()
    assert "AWSAccessKeyId=" in url  # the older form, as it does for an endpoint of one's own
    with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 -- http, ours
        assert response.read() == b"region,sales\nnorth,1200\n"


def test_what_is_not_allowed_is_refused_as_at_aws(maya: Learner, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("x")
    done = aws(maya, assumed(maya), "s3", "cp", str(file), f"s3://{maya.bucket}/x")
    assert done.returncode == 1
    assert "An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::" in (
        done.stderr
    )


def test_after_expiry_every_command_is_refused(late: Learner) -> None:
    session = assumed(late, "demo", "--duration-seconds", "900")
    late.skip(900)
    done = aws(late, session, "sts", "get-caller-identity")
    assert done.returncode != 0
    assert "(ExpiredToken) when calling the GetCallerIdentity operation" in done.stderr
    assert "ExpiredToken" in aws(late, session, "s3", "ls", f"s3://{late.bucket}").stderr


def test_each_command_becomes_an_event(maya: Learner) -> None:
    printed(maya, "alice", "sts", "get-caller-identity")
    last = maya.events()[-1]
    assert (last["source"], last["operation"], last["error_code"]) == ("client", "GetCallerIdentity", "")
