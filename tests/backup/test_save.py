"""A backup is a file that is there whole or not at all, and holds all that was there when it began."""

from __future__ import annotations

import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from learnsts.backup import BackupError, restore, save
from learnsts.backup.manifest import current_release, key_fingerprint
from lessons.accounts.models import User
from tests.backup.sites import login, ran
from tests.faults.parts import needs, small_file_system

SESSION = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ({0}, '', '2026-01-01')"


def test_it_says_what_is_in_it(site: str, file: Path) -> None:
    manifest = save(file)
    assert manifest.release == current_release()
    assert manifest.database == connection.vendor
    assert manifest.rows["accounts_user"] == User.objects.count()
    assert "accounts.0001_initial" in manifest.migrations
    assert [len(digest) for digest in manifest.sha256.values()] == [64]


def test_the_secret_key_is_not_in_it(site: str, file: Path) -> None:
    """Only a word of 64 digits that another key would not give."""
    manifest = save(file)
    assert manifest.secret_key == key_fingerprint()
    assert settings.SECRET_KEY not in manifest.to_json()
    assert settings.SECRET_KEY.encode() not in file.read_bytes()


def test_only_its_owner_reads_it_and_nothing_lies_beside_it(site: str, file: Path) -> None:
    save(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_it_overwrites_nothing(site: str, file: Path) -> None:
    file.write_text("last week's")
    with pytest.raises(BackupError, match="already there"):
        save(file)
    assert file.read_text() == "last week's"


def test_without_a_folder_it_says_so(site: str, file: Path) -> None:
    with pytest.raises(BackupError, match="There is no folder"):
        save(file.parent / "none" / "monday.zip")


def test_without_a_database_there_is_nothing_to_save(bare_site: str, file: Path) -> None:
    with pytest.raises(BackupError, match="nothing to save"):
        save(file)
    assert list(file.parent.iterdir()) == []


class Writer(threading.Thread):
    """Writes two rows in each transaction, one transaction after the other, until it is told to stop."""

    def __init__(self, begin: Callable[[], Any], sign: str) -> None:
        super().__init__()
        self.begin, self.sign = begin, sign
        self.acknowledged: list[int] = []
        self.busy, self.enough = threading.Event(), threading.Event()

    def run(self) -> None:
        database = self.begin()
        while not self.enough.is_set():
            number = len(self.acknowledged)
            for side in "ab":
                database.execute(SESSION.format(self.sign), [f"{side}-{self.name}-{number}"])
            database.commit()
            self.acknowledged.append(number)
            if number > 5:
                self.busy.set()
        database.close()


@pytest.fixture
def writers(site: str) -> list[Writer]:
    """Two who write as other processes do."""
    if connection.vendor == "sqlite":
        return [Writer(lambda: sqlite3.connect(site, timeout=20), "?") for _ in range(2)]
    known = login(site)
    return [Writer(lambda: psycopg.connect(**known), "%s") for _ in range(2)]


def test_while_others_write_it_has_what_was_acknowledged_and_no_half_of_anything(
    writers: list[Writer], file: Path
) -> None:
    for writer in writers:
        writer.start()
    try:
        assert all(writer.busy.wait(60) for writer in writers)
        before = {f"a-{writer.name}-{number}" for writer in writers for number in list(writer.acknowledged)}
        save(file)
    finally:
        for writer in writers:
            writer.enough.set()
            writer.join()
    connection.close()
    restore(file, overwrite=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session WHERE session_key LIKE '_-%'")
        keys = {key for (key,) in cursor.fetchall()}
    assert before <= keys
    assert {key[1:] for key in keys if key[0] == "a"} == {key[1:] for key in keys if key[0] == "b"}


@needs("mount")
def test_on_a_full_disk_there_is_one_sentence_and_no_file(site: str, tmp_path: Path) -> None:
    with small_file_system(tmp_path / "small", 1) as folder:
        with suppress(OSError):
            (folder / "taken").write_bytes(bytes(2 * 1024 * 1024))
        done = ran([sys.executable, "manage.py", "backup", str(folder / "monday.zip")], site)
        assert list(folder.iterdir()) == [folder / "taken"]
    assert done.stderr == "CommandError: The disk is full. Nothing was changed: make room, then try again.\n"
    assert done.stdout == ""
