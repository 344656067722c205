"""The site under gunicorn, as `make run` starts it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_TAKEN = ("DATABASE_URL", "REDIS_URL", "WORKERS", "THREADS")  # over from whoever starts the tests


@dataclass
class Served:
    """A server on a database file of its own, which a test may kill and start again."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str) -> str:
        """What a management command printed. Raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.check_output(command, cwd=ROOT, env=self.environment, text=True)

    def prepare(self) -> None:
        """Make the database, the course and the static files."""
        self.manage("prepare")

    def start(self) -> None:
        """Start gunicorn and return once it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "learnsts/gunicorn.py"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < deadline, "the server did not start"
            assert self.process.poll() is None, "the server stopped at once"

    def answers(self) -> bool:
        """Whether the health check says so."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:  # noqa: S310 -- http, ours
                return bool(response.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """SIGKILL to every process of the server at once; none is left where it had stopped by itself."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def running(self) -> Iterator[Served]:
        """Started, and killed afterwards."""
        try:
            self.start()
            yield self
        finally:
            self.kill()


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def new_server(var: Path, **additions: str) -> Served:
    """A server at a free port that writes only into the folder `var`, with these variables added."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_TAKEN}
    port = free_port()
    own = {
        "DJANGO_SETTINGS_MODULE": "learnsts.settings",
        "SECRET_KEY": "only-for-tests",
        "VAR_DIR": str(var),
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    return Served(port, inherited | own | additions)


def prepare_once(kept: Path) -> Path:
    """The folder of a prepared site, to be copied and served; of several processes the first one makes it."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            new = kept.with_suffix(".new")
            new.mkdir()
            new_server(new).prepare()
            new.rename(kept)
    return kept


@contextmanager
def serving(var: Path) -> Iterator[Served]:
    """LearnSTS as `make run` serves it, all its data in the folder `var`, prepared where it is empty."""
    server = new_server(var)
    if not any(var.iterdir()):
        server.prepare()
    with server.running():
        yield server
