"""Every test, once on SQLite and once more on PostgreSQL with Redis: ``python -m tests``.

A part that cannot run here is named loudly; with ``CI=true`` it is a failure. What is given goes to pytest
(``python -m tests tests/aws``); without, the first pass also measures what is left untried.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from tests import untried
from tests.faults import parts

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
BROWSERS = ("chromium", "google-chrome")
CLIENTS = ("fish", "rclone", "/usr/bin/aws")  # the last is Debian's, which is too old on Debian 12
# The engine knows no database, some servers keep to a file of their own, and looks depend on none.
# What students and instructors do in a browser from the first page to the last is done on both.
SAME_ON_EVERY_DATABASE = (
    *("aws", "bench", "course", "linear", "visualizer", "wire"),
    *("site/server", "site/test_install.py", "site/test_static_files.py"),
    *("test_layers.py", "test_map.py", "test_markers.py", "test_templates.py"),
    *(f"browser/test_{name}.py" for name in ("accessibility", "countdown", "editor", "history", "keyboard")),
    *(
        f"browser/test_{name}.py"
        for name in ("budgets", "calls", "predict", "question_types", "sandbox", "sharing")
    ),
    *(f"browser/test_{name}.py" for name in ("stored_scripts", "strangers")),
    *(
        f"browser/test_{name}.py"
        for name in (
            "arn_fields",
            "broken",
            "doing",
            "nothing_stale",
            "search",
            "stepper",
            "styles",
            "what_if",
        )
    ),
    *("sandbox/diagnoses/test_drawing.py", "sandbox/what_if"),
    *("search/test_results.py", "search/test_words.py"),
    *("quizzes/exchange", "quizzes/generators", "quizzes/question_types"),
    # What breaks has a database of its own.
    *(f"faults/test_{name}.py" for name in ("full_disk", "gone", "killed", "prepare", "slow_clients")),
    *(f"browser/test_{name}.py" for name in ("labs", "no_network", "phone", "weight", "without_javascript")),
)


def answers(url: str) -> bool:
    """Whether something listens at the host and port of ``url``."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2):
            return True
    except OSError:
        return False


def run(title: str, *arguments: str, **environment: str) -> int:
    """One pass of pytest, with what the caller asked for; its exit code."""
    print(f"\n=== {title} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    command += [*arguments, *sys.argv[1:]]
    return subprocess.call(command, env={**os.environ, **environment})


def main() -> int:
    """Run what can run, then say what could not."""
    missing = parts.missing()
    if not any(map(shutil.which, BROWSERS)):
        missing.append("the browser tests: no Chromium (Debian's package is chromium)")
    missing += [f"the terminal's lines: no {tool}" for tool in CLIENTS if not shutil.which(tool)]
    if not shutil.which("npm"):
        missing.append("the AWS SDK for JavaScript: no npm (Debian's package is npm)")
    if sys.argv[1:]:
        failures = run("SQLite")
    else:
        failures = run("SQLite", "--cov", "--cov-report=", "--cov-fail-under=0")
        failures |= int(not untried.is_enough())
    if answers(POSTGRES) and answers(REDIS):
        failures |= run(
            "PostgreSQL with Redis",
            *(f"--ignore=tests/{path}" for path in SAME_ON_EVERY_DATABASE),
            DATABASE_URL=POSTGRES,
            REDIS_URL=REDIS,
        )
    else:
        missing.append(f"the second pass: PostgreSQL and Redis do not answer at {POSTGRES} and {REDIS}")
    for part in missing:
        print(f"\n!!! NOT RUN: {part}", flush=True)
    return failures or int(bool(missing) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
