"""The AWS SDK for JavaScript, installed from its lock file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.wire.conftest import Learner

FILES = Path(__file__).parent / "js"
NPM, NODE = shutil.which("npm"), shutil.which("node")

pytestmark = pytest.mark.skipif(not (NPM and NODE), reason="no npm: `python -m tests` says so aloud")


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the SDK, and the file that calls it."""
    folder = tmp_path_factory.mktemp("js")
    for name in ("package.json", "package-lock.json", "calls.js"):
        shutil.copy(FILES / name, folder)
    subprocess.run([str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def came_back(sdk: Path, learners: dict[str, Learner]) -> dict[str, Any]:
    """What the SDK says of all its calls, made as alice and as the role that she assumes."""
    maya = learners["maya"]
    command = [str(NODE), "calls.js", maya.role("writer"), maya.bucket]
    environment = maya.environment(maya.user("alice"))
    printed = subprocess.check_output(command, cwd=sdk, env=environment, text=True, timeout=120)
    answer: dict[str, Any] = json.loads(printed)
    return answer


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
