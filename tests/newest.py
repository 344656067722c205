"""Every test on the newest Python of this machine and the newest Django for it: ``make test-next``.

.venv-next is made anew from pyproject.toml, without the bounds of the locks and of Django. Where neither is
newer than what .venv has, it says so and fails.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import django

FOLDER = ".venv-next"
UV = str(Path(sys.executable).with_name("uv"))
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
# django-admin-sortable2 2.3.1 has no templates for 6.1, though its metadata does not say so.
DJANGO = "Django!=6.1.*"
TELL = "import platform, django; print(platform.python_version(), django.get_version())"


def newest_python() -> str:
    """The path of the newest finished CPython of this machine, pyenv's among them."""
    path = os.pathsep.join([*map(str, PYENV.glob("*/bin")), os.environ["PATH"]])
    command = [UV, "python", "list", "--only-installed", "--output-format", "json"]
    found = subprocess.check_output(command, env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL)
    finished = [
        python
        for python in json.loads(found)
        if (python["implementation"], python["variant"]) == ("cpython", "default")
        and re.fullmatch(r"[\d.]+", python["version"])
    ]
    return str(max(finished, key=lambda python: number(python["version"]))["path"])


def number(version: str) -> tuple[int, ...]:
    """A version that compares."""
    return tuple(map(int, version.split(".")))


def requirements() -> Iterator[str]:
    """What pyproject.toml asks for, with any Django that the others take."""
    project = tomllib.loads(Path("pyproject.toml").read_text())
    for line in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        yield DJANGO if line.startswith("Django~=") else line


def install(python: str) -> tuple[str, str]:
    """Make it anew; its versions of Python and Django. Raises CalledProcessError, and uv says why."""
    subprocess.run([UV, "venv", "--quiet", "--clear", "--python", python, FOLDER], check=True)
    command = [UV, "pip", "install", "--quiet", "--python", FOLDER, "--requirements", "-"]
    subprocess.run(command, input="\n".join(requirements()), text=True, check=True)
    its_python, its_django = subprocess.check_output([f"{FOLDER}/bin/python", "-c", TELL], text=True).split()
    return its_python, its_django


def main() -> int:
    """Install what is newest, and run every test on it; with what is given, as ``python -m tests`` does."""
    print(f"· making {FOLDER}", flush=True)
    its_python, its_django = install(newest_python())
    ours = f"Python {platform.python_version()} and Django {django.get_version()}"
    if number(its_python)[:2] <= sys.version_info[:2] and number(its_django) <= django.VERSION[:3]:
        print(f"There is nothing newer here than {ours}, which make test runs on.", file=sys.stderr)
        return 1
    print(f"· Python {its_python} and Django {its_django}, where make test has {ours}", flush=True)
    # With arguments nothing is measured: the floors are of the Python that is locked.
    return subprocess.call([f"{FOLDER}/bin/python", "-m", "tests", "-W", "error", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
