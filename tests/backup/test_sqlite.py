"""Where the database is a file: nothing of the old one is left beside the new."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from django.db import connection

from learnsts.backup import BackupError, restore, save
from lessons.accounts.models import User
from tests.backup.altered import altered
from tests.backup.sites import ran

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's files")


def test_nothing_of_the_old_log_is_left(site: str, file: Path) -> None:
    """The log of a server that was killed holds what the file does not."""
    save(file)
    killed = "import os, sqlite3; d = sqlite3.connect({!r}); d.execute('PRAGMA wal_autocheckpoint = 0'); "
    killed += (
        "d.execute(\"UPDATE accounts_user SET first_name = 'old'\"); d.commit(); os.kill(os.getpid(), 9)"
    )
    User.objects.create(username="came later")  # by WAL, as the site writes
    connection.close()
    assert ran([sys.executable, "-c", killed.format(site)], site).returncode == -9
    assert Path(f"{site}-wal").stat().st_size > 0
    restore(file, overwrite=True)
    connection.close()
    assert not Path(f"{site}-wal").exists()
    assert not Path(f"{site}-shm").exists()
    assert not User.objects.filter(first_name="old").exists()
    assert stat.S_IMODE(Path(site).stat().st_mode) == 0o600


def test_what_root_restores_belongs_to_whom_the_site_runs_as(
    site: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(file)
    given = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.chown", lambda path, *owner: given.append((Path(path).name, owner)))
    before = Path(site).stat()
    restore(file, overwrite=True)
    assert given == [("database.sqlite3", (before.st_uid, before.st_gid))]


def test_a_database_that_is_broken_is_replaced(site: str, file: Path) -> None:
    save(file)
    connection.close()
    Path(site).write_bytes(b"no database at all" * 1000)
    restore(file, overwrite=True)
    assert User.objects.filter(username="maya").exists()


def test_a_backup_of_postgresql_cannot_become_sqlite(bare_site: str, file: Path) -> None:
    altered(file, lambda manifest, members: manifest.update(database="postgresql"))
    with pytest.raises(BackupError, match="of postgresql cannot be restored into sqlite"):
        restore(file)
