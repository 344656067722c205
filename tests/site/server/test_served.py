"""The server as `make run` starts it: workers that count together, and the server's own lines in the log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnsts.gunicorn import COUNTS, worker_tmp_dir
from tests.browser.served import ROOT, Served, new_server
from tests.site.monitoring.test_logs import UTC_ISO, fields

TOKEN = "a-token-of-the-monitor"
COUNT = 'learnsts_request_seconds_count{method="GET",status="200",url="healthz"}'


class Noted(Served):
    """A server whose output is kept."""

    def start(self) -> None:
        """Start gunicorn and return once it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "learnsts/gunicorn.py"]
        with (self.folder / "out").open("w") as out, (self.folder / "err").open("w") as err:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=out, stderr=err
            )
        wait_until(self.answers)

    @property
    def folder(self) -> Path:
        return Path(self.environment["VAR_DIR"])

    def workers(self) -> list[int]:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline


def folders(server: Noted) -> list[Path]:
    """Where the workers of this server count."""
    assert server.process is not None
    return list(Path(worker_tmp_dir).glob(f"{COUNTS}{server.process.pid}-*"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Noted]:
    plain = new_server(tmp_path, METRICS_TOKEN=TOKEN, WORKERS="2", THREADS="2")
    served = Noted(plain.port, plain.environment)
    with served.running():
        yield served


def counted(server: Served) -> float:
    """How many times /healthz was answered with 200, as the worker says that happens to be asked."""
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310 -- http, ours
    with urllib.request.urlopen(request, timeout=20) as page:  # noqa: S310 -- http, ours
        lines = page.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(COUNT))


def test_all_workers_count_together_also_after_one_was_killed(server: Noted) -> None:
    before = counted(server)
    assert all(server.answers() for _ in range(20))
    assert [counted(server) - before for _ in range(4)] == [20] * 4
    os.kill(server.workers()[0], signal.SIGKILL)
    wait_until(lambda: len(server.workers()) == 2)
    wait_until(server.answers)
    assert counted(server) >= before + 20


def test_the_servers_own_lines_are_like_all_others(server: Noted) -> None:
    os.kill(server.workers()[0], signal.SIGKILL)
    wait_until(lambda: "SIGKILL" in (server.folder / "err").read_text())
    lines = [line for line in (server.folder / "err").read_text().splitlines() if "SIGKILL" in line]
    assert [fields(line)["logger"] for line in lines] == ["gunicorn.error"]
    assert UTC_ISO.match(lines[0])


def test_it_says_where_it_serves_and_leaves_nothing_behind(server: Noted) -> None:
    assert server.process is not None
    assert (server.folder / "out").read_text() == f"· serving on {server.url} (Ctrl-C stops)\n"
    assert len(folders(server)) == 1
    server.process.terminate()
    server.process.wait(60)
    assert folders(server) == []


def test_the_next_server_clears_up_after_one_that_was_killed(server: Noted) -> None:
    killed, kept = folders(server), Path(worker_tmp_dir, f"{COUNTS}{os.getpid()}-lives")
    kept.mkdir()
    server.kill()
    assert killed[0].exists()
    server.start()
    assert (killed[0].exists(), kept.exists()) == (False, True)
    kept.rmdir()
