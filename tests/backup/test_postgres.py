"""Where the database is a server's: its own programs, its rights, and what comes from SQLite."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from learnsts.backup import BackupError, postgres, restore, save
from learnsts.backup.archive import unpack
from lessons.accounts.models import User
from tests.backup.altered import DATABASE, KEPT, altered, put
from tests.backup.sites import login

pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL's server")


def test_a_backup_of_sqlite_has_every_row_as_it_was(site: str, tmp_path: Path) -> None:
    """Compared value by value, as both databases print them as text."""
    unpack(KEPT, tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as source:
        source.row_factory = sqlite3.Row
        for user in source.execute("SELECT * FROM accounts_user"):
            row = User.objects.get(pk=user["id"])
            assert (row.username, row.password, row.is_guest) == (
                user["username"],
                user["password"],
                bool(user["is_guest"]),
            )
            assert row.last_seen.strftime("%Y-%m-%d %H:%M:%S.%f") == user["last_seen"]


def test_a_text_that_postgresql_cannot_hold_is_named(bare_site: str, tmp_path: Path, file: Path) -> None:
    def too_long(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        path = tmp_path / "changed.sqlite3"
        path.write_bytes(members[DATABASE])
        with closing(sqlite3.connect(path)) as database:
            database.execute("UPDATE accounts_user SET first_name = ?", ["x" * 200])
            database.commit()
        put(path.read_bytes(), manifest, members)

    altered(file, too_long)
    with pytest.raises(
        BackupError, match="A row of accounts_user does not fit into PostgreSQL: value too long"
    ):
        restore(file)
    assert not postgres.is_there()


def test_a_node_that_is_just_stopping_is_no_running_site(site: str, file: Path) -> None:
    """PostgreSQL takes a connection off its list a moment after it was closed."""
    save(file)
    node = psycopg.connect(**login(site))
    stopping = threading.Timer(0.3, node.close)
    stopping.start()
    restore(file, overwrite=True)
    stopping.join()


def test_without_postgresql_s_programs_it_says_what_to_install(
    site: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match=r"pg_dump is missing\. Install .* version \d\d or later"):
        save(file)


def test_who_may_make_no_database_is_told_so(site: str, file: Path) -> None:
    save(file)
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS learnsts_reader")
        cursor.execute("CREATE ROLE learnsts_reader LOGIN")
    before = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = "learnsts_reader"
    try:
        with pytest.raises(BackupError, match='ALTER ROLE "learnsts_reader" CREATEDB'):
            restore(file, overwrite=True)
    finally:
        connection.close()
        connection.settings_dict["USER"] = before
        with connection._nodb_cursor() as cursor:
            cursor.execute("DROP ROLE learnsts_reader")
