"""A port that cannot be had is told in one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from learnsts.server import port

ROOT = Path(__file__).resolve().parents[3]


def test_a_free_port_is_no_problem() -> None:
    assert port.problem("127.0.0.1", 0) == ""


def test_an_address_of_another_machine_is_one() -> None:
    assert port.problem("192.0.2.1", 8000).startswith("This machine has no address 192.0.2.1.")


def test_the_server_says_in_one_sentence_that_its_port_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(number), "VAR_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "gunicorn", "--config", "learnsts/gunicorn.py"]
        tried = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert tried.returncode == 1
    assert tried.stdout == ""
    assert tried.stderr == (
        f"Port {number} at 127.0.0.1 is in use. "
        f"Stop what uses it, or choose another: make run PORT={number + 1}\n"
    )
