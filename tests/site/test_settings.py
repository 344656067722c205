"""Settings: what the environment says is honoured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = "import json, learnsts.settings as s; print(json.dumps([s.ALLOWED_HOSTS, s.DATABASES['default']]))"


def settings_with(**environment: str) -> tuple[list[str], dict[str, dict[str, object]]]:
    """ALLOWED_HOSTS and the default database, as read in a process with this environment."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HOST")}
    printed = subprocess.check_output(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**inherited, "SECRET_KEY": "only-for-tests", **environment},
        text=True,
    )
    hosts, database = json.loads(printed)
    return hosts, database


def test_without_a_key_every_command_says_so(tmp_path: Path) -> None:
    """Also those that Django lets go on without settings, to fail for another reason."""
    bare = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": ""}
    command = [sys.executable, "manage.py", "makemigrations", "--check"]
    asked = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert asked.stderr.startswith("LearnSTS is not configured: Set SECRET_KEY")


@pytest.mark.parametrize(("host", "allowed"), [("127.0.0.1", "127.0.0.1"), ("192.0.2.7", "192.0.2.7")])
def test_the_address_that_is_served_on_is_allowed(host: str, allowed: str) -> None:
    assert allowed in settings_with(HOST=host)[0]


def test_serving_on_every_address_allows_every_name() -> None:
    assert settings_with(HOST="0.0.0.0")[0] == ["*"]


def test_sqlite_begins_immediately_and_waits() -> None:
    assert settings_with()[1]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_options_of_the_database_url_are_kept() -> None:
    options = settings_with(DATABASE_URL="postgres://db.example/learn?sslmode=require")[1]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["pool"]["timeout"] <= 3


def test_every_file_that_the_readme_names_is_there() -> None:
    words = (ROOT / "README.md").read_text().replace(")", "(").split("(")
    paths = [word for word in words if "/" in word and " " not in word and "\n" not in word]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
