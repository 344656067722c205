"""What of this machine the tests of faults need beyond Python: PostgreSQL, Redis, a small file system."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.served import free_port

__all__ = ["Postgres", "missing", "needs", "redis", "small_file_system"]

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
OWNER = "postgres"  # PostgreSQL does not run as root


MOUNT, UNMOUNT = (shutil.which(name) or f"/bin/{name}" for name in ("mount", "umount"))


def _can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        command = [MOUNT, "-t", "tmpfs", "none", folder]
        if not Path(MOUNT).exists() or subprocess.call(command, stderr=subprocess.DEVNULL):
            return False
        return subprocess.call([UNMOUNT, folder]) == 0


def _has_owner() -> bool:
    return os.geteuid() != 0 or OWNER in {user.pw_name for user in pwd.getpwall()}


# Each part, what is not tested without it, and whether it is here.
PARTS = {
    "postgres": (
        "PostgreSQL stopped and started: no initdb (Debian's package is postgresql)",
        lambda: bool(POSTGRES) and _has_owner(),
    ),
    "redis": (
        "Redis gone: no redis-server (Debian's package is redis-server)",
        lambda: bool(shutil.which("redis-server")),
    ),
    "mount": ("a full disk: this machine allows no file system in memory", _can_mount),
}


def missing() -> list[str]:
    """What cannot be tested here, and why."""
    return [what for what, is_here in PARTS.values() if not is_here()]


def needs(*names: str) -> pytest.MarkDecorator:
    """Leave a test out, which `python -m tests` says aloud, where a part is not here."""
    lacking = [PARTS[name][0] for name in names if not PARTS[name][1]()]
    return pytest.mark.skipif(bool(lacking), reason=f"NOT RUN: {'; '.join(lacking)}")


@dataclass
class Postgres:
    """A PostgreSQL of the test's own, in a folder of its own."""

    folder: Path
    port: int

    @classmethod
    @contextmanager
    def new(cls) -> Iterator[Postgres]:
        """One that runs; it is gone afterwards."""
        folder = Path(tempfile.mkdtemp(prefix="learnsts-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        made = cls(folder, free_port())
        try:
            made.run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--locale=C.UTF-8")
            made.start()
            yield made
            made.stop()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs on its data. Raises CalledProcessError."""
        command = [str(POSTGRES[-1].with_name(program)), "-D", str(self.folder / "data"), *arguments]
        as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]
        subprocess.run(
            [*(as_owner if os.geteuid() == 0 else []), *command],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Return once it answers."""
        listening = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", listening, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it at once, as a crash would."""
        self.run("pg_ctl", "-w", "-m", mode, "stop")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def redis() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The URL and the process of a Redis of the test's own, which keeps nothing on disk."""
    port = free_port()
    command = [str(shutil.which("redis-server")), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not _listens(port):
            assert process.poll() is None, "Redis stopped at once"
        try:
            yield f"redis://127.0.0.1:{port}/0", process
        finally:
            process.kill()


@contextmanager
def small_file_system(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory that has so much room."""
    folder.mkdir()
    subprocess.run([MOUNT, "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run([UNMOUNT, "--lazy", str(folder)], check=True)
