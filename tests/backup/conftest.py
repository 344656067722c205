"""Sites of their own: one without a database, and one with everything, the oldest that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from learnsts.backup import restore
from tests.backup.altered import KEPT
from tests.backup.sites import another_database, copy_database, drop


@pytest.fixture(scope="session")
def whole(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database with everything, of which every test gets a copy."""
    with django_db_blocker.unblock():
        with another_database(tmp_path_factory.mktemp("whole"), "whole") as name:
            restore(KEPT)
        yield name
        drop(name)


@pytest.fixture
def bare_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """A site without a database; what it would be called."""
    with django_db_blocker.unblock():
        with another_database(tmp_path, "own") as name:
            yield name
        drop(name)


@pytest.fixture
def site(whole: str, bare_site: str) -> str:
    """A site with everything; the name of its database."""
    copy_database(whole, bare_site)
    return bare_site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "monday.zip"
