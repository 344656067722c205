"""What the terminal page prints, pasted into the shells it is for, with the clients that it names.

Not run, for no ordinary package has them: PowerShell, and version 2 of the AWS CLI from 2.13 on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lessons.sandbox.workbench.shells import GOOD, SHELLS, STOP, Shell, shell_of
from lessons.sandbox.workbench.terminal import rclone_exports
from tests.wire.conftest import Learner

NEW = Path(sys.executable).parent  # where pip puts `aws`, 1.29 or later
OLD = Path("/usr/bin/aws")  # Debian's: 2.9 on Debian 12
HERE = [shell for shell in SHELLS if shutil.which(shell.key)]
PROFILES = """
from lessons import aws
from lessons.sandbox.models.sandboxes import Sandbox
from lessons.sandbox.workbench.profiles import config_file
world = aws.World(Sandbox.objects.get(user__username="{name}").world)
alice = next(user for user in world.users if user.name == "alice")
print("PROFILES" + config_file(alice, world, "{endpoint}"))
"""
SOMEBODY_ELSE = {
    "AWS_SESSION_TOKEN": "of-other-keys",
    "AWS_PROFILE": "work",
    "AWS_REGION": "eu-west-1",
    "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9/",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
}

in_every_shell = pytest.mark.parametrize("shell", HERE, ids=lambda shell: shell.key)


def typed(shell: Shell, lines: str, **environment: str) -> str:
    """What a shell prints that is given these lines, by somebody who had set up AWS for their work before."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    quiet = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"}
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    path = {"PATH": f"{NEW}{os.pathsep}{kept['PATH']}"}
    return subprocess.check_output(
        [shell.key, "-c", lines], env=kept | quiet | nowhere | path | environment, text=True, timeout=120
    )


def pasted(learner: Learner, shell: Shell) -> str:
    """The lines that the page has for alice."""
    asked = ("--scenario", "wire", "--persona", "alice", "--shell", shell.key)
    return learner.site.manage("sandbox_keys", learner.name, *asked, "--endpoint", learner.endpoint)


@in_every_shell
def test_the_aws_cli_calls_the_sandbox_whatever_was_set_before(maya: Learner, shell: Shell) -> None:
    lines = f"{pasted(maya, shell)}\naws sts get-caller-identity"
    assert json.loads(typed(shell, lines, **SOMEBODY_ELSE))["Arn"].endswith(":user/alice")


@in_every_shell
def test_boto3_calls_the_sandbox_whatever_was_set_before(maya: Learner, shell: Shell) -> None:
    asked = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    lines = f'{pasted(maya, shell)}\n{sys.executable} -c "{asked}"'
    assert typed(shell, lines, **SOMEBODY_ELSE).strip().endswith(":user/alice")


@in_every_shell
def test_the_first_command_says_that_a_new_cli_is_good(shell: Shell) -> None:
    assert typed(shell, shell.check).strip() == GOOD


@pytest.mark.skipif(not OLD.exists(), reason="no AWS CLI of Debian's: `python -m tests` says so aloud")
@in_every_shell
def test_the_first_command_warns_whoever_has_an_old_cli(shell: Shell) -> None:
    assert typed(shell, shell.check, PATH=f"{OLD.parent}{os.pathsep}/bin").strip() == STOP


@in_every_shell
def test_the_first_command_warns_where_there_is_no_cli(shell: Shell, tmp_path: Path) -> None:
    for tool in (shell.key, "grep"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    assert typed(shell, shell.check, PATH=str(tmp_path)).strip() == STOP


@pytest.mark.skipif(not OLD.exists(), reason="no AWS CLI of Debian's: `python -m tests` says so aloud")
def test_an_old_cli_calls_the_sandbox_when_every_command_says_where(maya: Learner) -> None:
    command = [str(OLD), "--endpoint-url", maya.endpoint, "sts", "get-caller-identity"]
    printed = subprocess.check_output(
        command, env=maya.environment(maya.user("alice")), text=True, timeout=120
    )
    assert json.loads(printed)["Arn"].endswith(":user/alice")


@pytest.mark.skipif(not shutil.which("rclone"), reason="no rclone: `python -m tests` says so aloud")
@in_every_shell
def test_rclone_lists_reads_and_writes(maya: Learner, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("by rclone\n")
    writer = maya.assume("writer")
    keys = {
        "AWS_ACCESS_KEY_ID": writer.access_key_id,
        "AWS_SECRET_ACCESS_KEY": writer.secret_access_key,
        "AWS_SESSION_TOKEN": writer.session_token or "",
    }
    commands = (
        f"rclone copy {tmp_path}/notes.txt sandbox:{maya.bucket}/rclone",
        f"rclone cat sandbox:{maya.bucket}/rclone/notes.txt",
        f"rclone lsf sandbox:{maya.bucket}/rclone",
        f"rclone purge sandbox:{maya.bucket}/rclone",
        f"rclone lsf --recursive sandbox:{maya.bucket}",
    )
    lines = "\n".join([shell.lines(keys), rclone_exports(maya.endpoint, shell=shell), *commands])
    printed = typed(shell, lines, RCLONE_CONFIG=str(tmp_path / "rclone.conf")).splitlines()
    assert printed[:2] == ["by rclone", "notes.txt"]
    assert not [name for name in printed[2:] if name.startswith("rclone/")]


def test_a_profile_assumes_its_role_at_the_sandbox(maya: Learner, tmp_path: Path) -> None:
    printed = maya.site.manage("shell", "-v0", "-c", PROFILES.format(name="maya", endpoint=maya.endpoint))
    (tmp_path / "config").write_text(printed.partition("PROFILES")[2])
    command = "aws sts get-caller-identity --profile learnsts-demo"
    files: Mapping[str, str] = {"AWS_CONFIG_FILE": str(tmp_path / "config"), "HOME": str(tmp_path)}
    told = json.loads(typed(shell_of("bash"), command, **files))
    assert ":assumed-role/demo/" in told["Arn"]
