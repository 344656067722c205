"""Install a lock into a virtual environment, whole: ``python3 -m learnsts.install requirements.txt``.

Only the standard library is there when this runs. Whatever stands in the way is told in one sentence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["InstallError", "install"]

# The lock is whole: nothing is looked for that it does not name, and nothing is built here, for a build asks
# for tools that no lock has.
PIP = ("-m", "pip", "--disable-pip-version-check")
LOCKED = ("install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement")
# What pip prints, and what it means. The first that is found is told.
SENTENCES = (
    ("No space left on device", "The disk is full: free about 1 GB, and run this again."),
    ("DO NOT MATCH THE HASHES", "A package is not the one that {lock} names: nothing of it was installed."),
    ("connection broken by", "No network: the package index cannot be reached. Connect, and run this again."),
    ("No matching distribution", "{lock} names a package that is not to be had for this Python and machine."),
    ("which is not installed", "{folder} is not whole: remove it, and run this again."),
    ("has requirement", "{folder} is not whole: remove it, and run this again."),
)


class InstallError(Exception):
    """Why it cannot be installed, in one sentence."""


def install(lock: str, folder: Path) -> None:
    """Make `folder` a virtual environment with what `lock` names. Raises InstallError."""
    python = str(folder / "bin" / "python")
    if not Path(python).exists():
        print(f"· making {folder}", flush=True)
        _make(folder)
    print(f"· installing {lock} (a minute or two, the first time only)", flush=True)
    for arguments in ((*LOCKED, lock), ("check",)):
        if printed := _failure([python, *PIP, *arguments]):
            raise InstallError(_sentence(printed).format(lock=lock, folder=folder))


def _make(folder: Path) -> None:
    command = [sys.executable, "-m", "venv", str(folder)]
    if not _failure(command):
        return
    shutil.rmtree(folder, ignore_errors=True)
    _install_debian("python3-venv")  # which Debian keeps apart from its python3
    if printed := _failure(command):
        shutil.rmtree(folder, ignore_errors=True)
        raise InstallError(_sentence(printed))


def _install_debian(package: str) -> None:
    """Install a package of Debian's, where that is allowed without asking."""
    print(f"· installing Debian's {package}", flush=True)
    as_root = () if os.geteuid() == 0 else ("sudo", "-n")
    for arguments in (("update", "-qq"), ("install", "-qq", "-y", package)):
        if _failure([*as_root, "apt-get", *arguments]):
            raise InstallError(f"Install Debian's {package} first, and run this again.")


def _failure(command: Sequence[str]) -> str:
    """What a command printed that failed; nothing where it succeeded."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours, no shell
    except OSError as error:
        return str(error)
    return (done.stdout + done.stderr).strip() or f"{command[0]} failed" if done.returncode else ""


def _sentence(printed: str) -> str:
    """What pip printed in one sentence, or its own last lines where there is none for it."""
    told = next((sentence for sign, sentence in SENTENCES if sign in printed), None)
    return told or "\n".join(printed.splitlines()[-5:]).replace("{", "{{").replace("}", "}}")


def main(lock: str, folder: str = ".venv") -> int:
    """Install, or say what stands in the way."""
    try:
        install(lock, Path(folder))
    except InstallError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
