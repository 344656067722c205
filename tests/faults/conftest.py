"""A site that is prepared once, and copied for each test that breaks something of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.browser.served import ROOT, Served, free_port, new_server
from tests.faults.load import Reader, learner_on, reader_on
from tests.faults.parts import Postgres
from tests.wire.conftest import Learner


@dataclass(frozen=True)
class Prepared:
    """What a site on SQLite keeps in its folder when it is ready to serve, and who is known there."""

    var: Path
    maya: Learner
    reader: Reader

    def copy(self, var: Path) -> Prepared:
        """The same in another folder, which is not there yet, with a server of its own."""
        site = new_server(Path(shutil.copytree(self.var, var, dirs_exist_ok=True)))
        return Prepared(var, replace(self.maya, site=site), replace(self.reader, site=site))

    @property
    def site(self) -> Served:
        return self.maya.site


def prepare(site: Served, *program: str) -> subprocess.Popen[str]:
    """A preparation that runs."""
    command = [sys.executable, *(program or ("manage.py", "prepare"))]
    return subprocess.Popen(
        command, cwd=ROOT, env=site.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def prepare_at_once(*sites: Served) -> list[str]:
    """Let all of them prepare at the same time; what each printed."""
    running = [prepare(site) for site in sites]
    printed = [one.communicate(timeout=180)[0] for one in running]
    assert [one.returncode for one in running] == [0] * len(sites), printed
    return printed


@pytest.fixture(scope="session")
def prepared_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Served, list[str]]:
    """A site on SQLite that two processes prepared at once, and what they printed."""
    site = new_server(tmp_path_factory.mktemp("prepared"))
    return site, prepare_at_once(site, site)


@pytest.fixture(scope="session")
def prepared(prepared_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A site that nobody breaks, for it is copied."""
    site = new_server(Path(shutil.copytree(prepared_site, tmp_path_factory.mktemp("prepared") / "var")))
    return Prepared(Path(site.environment["VAR_DIR"]), learner_on(site), reader_on(site))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL to stop and start."""
    with Postgres.new() as made:
        yield made


@pytest.fixture(scope="session")
def two_nodes(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Served], list[str]]:
    """Two machines that prepared one new PostgreSQL at once, and what they printed. There is no Redis."""
    redis = f"redis://127.0.0.1:{free_port()}/0"
    folders = (tmp_path_factory.mktemp(name) for name in ("here", "there"))
    sites = [new_server(folder, DATABASE_URL=postgres.url, REDIS_URL=redis) for folder in folders]
    return sites, prepare_at_once(*sites)


@pytest.fixture(scope="session")
def on_postgres(two_nodes: tuple[list[Served], list[str]]) -> Iterator[Prepared]:
    """One of the two, which serves."""
    site = two_nodes[0][0]
    with site.running():
        yield Prepared(Path(site.environment["VAR_DIR"]), learner_on(site), reader_on(site))


@pytest.fixture
def own(prepared: Prepared, tmp_path: Path) -> Iterator[Prepared]:
    """A site of the test's own, which serves."""
    copied = prepared.copy(tmp_path / "var")
    with copied.site.running():
        yield copied
