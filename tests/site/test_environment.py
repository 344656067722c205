"""`.env`: what it names is read by everything, and it names everything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
READING = re.compile(r"""\benv\.\w+\(\s*["']([A-Z_]+)["']""")
EXAMPLE = re.compile(r"^# ([A-Z_]+)=", re.MULTILINE)
DOT_ENV = """\
HOST=127.0.0.2
PORT=8765
WORKERS=3
THREADS=5
DEBUG=1
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The site in a folder of its own, with a `.env` that says everything otherwise."""
    shutil.copytree(ROOT / "learnsts", tmp_path / "learnsts")
    for name in ("lessons", "templates", "static", "manage.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".env").write_text(f"{DOT_ENV}VAR_DIR={tmp_path}/state\n")
    return tmp_path


def run(folder: Path, *arguments: str, **environment: str) -> str:
    """What Python printed there, with no variable but these."""
    bare = {"PATH": os.environ["PATH"], **environment}
    return subprocess.check_output([sys.executable, *arguments], cwd=folder, env=bare, text=True)


def test_what_env_says_reaches_gunicorn(copy: Path) -> None:
    command = ("-m", "gunicorn", "--config", "learnsts/gunicorn.py", "--print-config")
    lines = run(copy, *command, SECRET_KEY="only-for-tests").splitlines()
    told = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    assert told["bind"] == "['127.0.0.2:8765']"
    assert (told["workers"], told["threads"]) == ("3", "5")


def test_what_env_says_reaches_the_settings(copy: Path) -> None:
    program = "import learnsts.settings as s; print(s.DEBUG, s.VAR_DIR, s.STATIC_ROOT, s.ALLOWED_HOSTS[0])"
    told = run(copy, "-c", program, SECRET_KEY="only-for-tests").split()
    assert told == ["True", f"{copy}/state", f"{copy}/state/static", "127.0.0.2"]


def test_what_env_says_reaches_the_file_of_the_key(copy: Path) -> None:
    assert run(copy, "-m", "learnsts.secret_key") == f"· creating {copy}/state/secret-key\n"
    key = copy / "state" / "secret-key"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert run(copy, "-c", "import learnsts.settings as s; print(s.SECRET_KEY)") == key.read_text()
    assert run(copy, "-m", "learnsts.secret_key") == ""


def test_the_environment_wins_and_what_is_empty_takes_the_default(copy: Path) -> None:
    program = "import learnsts.gunicorn as g; print(g.bind, g.workers, g.threads)"
    assert run(copy, "-c", program, PORT="9999", WORKERS="").split() == ["127.0.0.2:9999", "2", "5"]


def test_make_hides_nothing_of_env() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert not re.search(r"^(export )?(HOST|PORT|WORKERS|THREADS|VAR_DIR|DEBUG)\b", makefile, re.MULTILINE)
    assert "var/" not in makefile


def sources() -> list[Path]:
    return sorted([*ROOT.glob("learnsts/**/*.py"), *ROOT.glob("lessons/**/*.py"), ROOT / "manage.py"])


def read_by(path: Path) -> set[str]:
    return set(READING.findall(path.read_text()))


def test_the_example_lists_every_variable_that_is_read_and_no_other() -> None:
    read = set().union(*map(read_by, sources())) | {"REDIS_URL", "DATABASE_URL"}
    assert set(EXAMPLE.findall((ROOT / ".env.example").read_text())) == read


def test_a_line_of_the_example_is_right_once_its_sign_is_taken_away() -> None:
    """What follows a value would become part of it."""
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if EXAMPLE.match(line)]
    assert not [line for line in lines if " " in line.removeprefix("# ")]


def test_one_place_reads_the_environment() -> None:
    """Others set in it what libraries read (the settings' name, where to count), or hand it on whole."""
    asking = re.compile(
        r"os\.getenv|(?<!\*\*)os\.environ(?!\.setdefault\(|\[\"PROMETHEUS|\.get\(\"PROMETHEUS)"
    )
    found = {str(path.relative_to(ROOT)) for path in sources() if asking.search(path.read_text())}
    assert found <= {"learnsts/environment.py", "learnsts/monitoring/metrics.py"}
