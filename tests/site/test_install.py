"""Installing: what a lock names is installed whole, or one sentence says why not."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from learnsts.install import InstallError, install

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty virtual environment, which the tests of this module share."""
    folder = tmp_path_factory.mktemp("install") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture(autouse=True)
def _only_what_lies_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip look for packages in a folder alone."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in {"CONFIG_FILE": os.devnull, "NO_INDEX": "1", "FIND_LINKS": str(tmp_path)}.items():
        monkeypatch.setenv(f"PIP_{name}", value)


def wheel(folder: Path, name: str, *requires: str) -> str:
    """A package with nothing in it, and the line of a lock that names it."""
    info = f"{name}-1.0.dist-info"
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    built = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(built, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(built.read_bytes()).hexdigest()}\n"


def lock(folder: Path, *lines: str) -> str:
    path = folder / "requirements.txt"
    path.write_text("".join(lines))
    return str(path)


def test_a_whole_lock_is_installed(environment: Path, tmp_path: Path) -> None:
    first, second = wheel(tmp_path, "harbor", "lantern[bright]"), wheel(tmp_path, "lantern")
    install(lock(tmp_path, first, second), environment)
    listed = subprocess.check_output([environment / "bin/python", "-m", "pip", "list"], text=True)
    assert {"harbor", "lantern"} <= set(listed.split())
    subprocess.run([environment / "bin/python", "-m", "pip", "uninstall", "-qy", "harbor"], check=True)


def test_a_lock_that_leaves_out_what_is_needed_is_told(environment: Path, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"is not whole: remove it, and run this again\.$"):
        install(lock(tmp_path, wheel(tmp_path, "pier", "nowhere-to-be-found")), environment)
    subprocess.run([environment / "bin/python", "-m", "pip", "uninstall", "-qy", "pier"], check=True)


def test_a_package_that_is_another_one_is_refused(environment: Path, tmp_path: Path) -> None:
    wheel(tmp_path, "buoy")
    with pytest.raises(InstallError, match=r"not the one that .*requirements\.txt names"):
        install(lock(tmp_path, f"buoy==1.0 --hash=sha256:{'0' * 64}\n"), environment)


def test_without_a_network_one_sentence_says_so(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:  # bound, and never listening
        closed.bind(("127.0.0.1", 0))
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple")
        monkeypatch.setenv("PIP_RETRIES", "1")
        with pytest.raises(InstallError, match=r"^No network: .*\.$"):
            install(lock(tmp_path, f"raft==1.0 --hash=sha256:{'0' * 64}\n"), environment)


def test_a_full_disk_is_told_in_one_sentence(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip's own words for it come from the system, so they are the same from every full disk."""
    full = tmp_path / "python"
    told = "[Errno 28] No space left on device"
    full.write_text(f"#!/bin/sh\necho '{told}'; exit 1")
    full.chmod(0o755)
    folder = tmp_path / "venv" / "bin"
    folder.mkdir(parents=True)
    full.rename(folder / "python")
    with pytest.raises(InstallError, match=r"^The disk is full: .*\.$"):
        install(lock(tmp_path), folder.parent)


def test_the_locks_keep_the_extras_that_are_asked_for() -> None:
    """pip in hash mode takes a name with an extra for another requirement than the name alone."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for name, wanted in {
        "requirements.txt": asked["project"]["dependencies"],
        "requirements-dev.txt": [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]],
    }.items():
        locked = re.sub(r", ", ",", (ROOT / name).read_text()).lower()
        for requirement in (one.lower() for one in wanted if "[" in one):
            assert re.search(rf"^{re.escape(requirement)}==", locked, re.MULTILINE), requirement


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_of_a_lock_has_its_hashes(name: str) -> None:
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    assert [line for line in lines if "==" in line and "--hash=sha256:" not in line] == []
