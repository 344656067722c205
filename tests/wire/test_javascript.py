"""The AWS SDK for JavaScript, installed from its lock file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lessons.aws import Credentials
from lessons.sandbox.workbench.shells import Shell
from tests.wire.conftest import Learner
from tests.wire.scenario import READ, trust
from tests.wire.test_shells import SOMEBODY_ELSE, in_every_shell, pasted, typed

FILES = Path(__file__).parent / "js"
NPM, NODE = shutil.which("npm"), shutil.which("node")

pytestmark = pytest.mark.skipif(not (NPM and NODE), reason="no npm: `python -m tests` says so aloud")


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the SDK, and the file that calls it."""
    folder = tmp_path_factory.mktemp("js")
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    subprocess.run([str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


def printed_by(script: str, *arguments: str, folder: Path, learner: Learner, signing: Credentials) -> Any:
    """What a script prints, run with these credentials in its environment."""
    command = [str(NODE), script, *arguments]
    environment = learner.environment(signing)
    return json.loads(subprocess.check_output(command, cwd=folder, env=environment, text=True, timeout=120))


@pytest.fixture(scope="module")
def came_back(sdk: Path, learners: dict[str, Learner]) -> Any:
    """What the SDK says of all its calls, made as alice and as the role that she assumes."""
    maya = learners["maya"]
    given = (maya.role("writer"), maya.bucket)
    return printed_by("calls.js", *given, folder=sdk, learner=maya, signing=maya.user("alice"))


def test_a_role_is_assumed(came_back: dict[str, Any], maya: Learner) -> None:
    assert came_back["arn"] == f"arn:aws:sts::{maya.account}:assumed-role/writer/js"


def test_an_object_is_written_listed_and_read(came_back: dict[str, Any]) -> None:
    assert came_back["keys"] == ["from javascript/ü.txt"]
    assert came_back["text"] == "written in JavaScript"


def test_a_presigned_url_opens_it(came_back: dict[str, Any]) -> None:
    assert came_back["presigned"] == "written in JavaScript"


def test_errors_have_their_names(came_back: dict[str, Any]) -> None:
    assert came_back["missing"] == "NoSuchKey"
    assert came_back["wrongToken"] == "InvalidClientTokenId"


@in_every_shell
def test_the_lines_of_the_terminal_page_are_all_it_needs(shell: Shell, sdk: Path, maya: Learner) -> None:
    called = f"cd {sdk}\nnode calls.js {maya.role('writer')} {maya.bucket}"
    printed = json.loads(typed(shell, f"{pasted(maya, shell)}\n{called}", **SOMEBODY_ELSE))
    assert printed["arn"] == f"arn:aws:sts::{maya.account}:assumed-role/writer/js"


def test_a_role_is_made_furnished_and_deleted(sdk: Path, maya: Learner) -> None:
    documents = (json.dumps(trust(f"arn:aws:iam::{maya.account}:user/alice")), json.dumps(READ))
    told = printed_by("iam.js", *documents, folder=sdk, learner=maya, signing=maya.user("carol"))
    assert told == {
        "arn": maya.role("javascript"),
        "policies": ["read"],
        "document": READ,
        "conflict": "DeleteConflictException",
        "again": "NoSuchEntityException",
    }


def test_expired_credentials_have_their_errors_too(sdk: Path, late: Learner) -> None:
    session = late.assume()
    late.skip(3600)
    told = printed_by("expired.js", late.bucket, folder=sdk, learner=late, signing=session)
    assert told == {"sts": "ExpiredToken", "s3": "ExpiredToken"}


def test_what_it_presigns_by_default_can_be_opened(sdk: Path, maya: Learner) -> None:
    """Its URLs carry the checksum of a body that is not there yet, which S3 passes over."""
    told = printed_by("presign.js", maya.bucket, folder=sdk, learner=maya, signing=maya.assume("writer"))
    assert told == {
        "inUrl": True,
        "stored": 200,
        "added": [403, "x-amz-meta-more"],
        "listed": True,
        "read": ["presigned", "text/csv"],
        "metadata": {"by": "js"},
    }


def test_a_form_that_it_presigns_stores_a_file(sdk: Path, maya: Learner) -> None:
    """Its fields are named as it writes them, such as X-Amz-Signature, and the bucket is among them."""
    told = printed_by("post.js", maya.bucket, folder=sdk, learner=maya, signing=maya.assume("writer"))
    assert told == {
        "stored": 204,
        "tooLarge": [400, "EntityTooLarge"],
        "elsewhere": [403, "AccessDenied"],
        "read": ["hello", "text/plain"],
    }
