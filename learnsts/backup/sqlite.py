"""SQLite's part in a backup: copied by its online backup, and put back as a whole file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from learnsts.backup.archive import sync_folder
from learnsts.backup.copies import as_default, carry_forward, check_contents
from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Contents, contents_of

__all__ = ["NAME", "carried_forward", "is_there", "ready", "save"]

NAME = "database.sqlite3"
ENGINE = "django.db.backends.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database
RUNNING = "The site is running: stop every node of it, then restore."


def save(folder: Path) -> Contents:
    """Copy the database as it is at this moment, while others write; tells what the copy holds."""
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / NAME)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        tables = copy.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        return contents_of([name for (name,) in tables.fetchall()], lambda sql: copy.execute(sql).fetchall())


def is_there() -> bool:
    """Whether there is a database that a restore would replace."""
    place = _place()
    return place.exists() and place.stat().st_size > 0


def carried_forward(folder: Path, contents: Contents) -> Path:
    """The database of the backup, checked and brought to this release. Raises BackupError."""
    copy = folder / NAME
    with as_default(ENGINE=ENGINE, NAME=str(copy), OPTIONS={}, CONN_MAX_AGE=0):
        _check_integrity()
        check_contents(contents)
        carry_forward()
    return copy


@contextmanager
def ready(folder: Path, contents: Contents) -> Iterator[Callable[[], None]]:
    """What puts the database of the backup in place; nobody writes to the old one meanwhile."""
    connection.close()
    place = _place()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(place):
        copy = carried_forward(folder, contents)

        def replace() -> None:
            copy.chmod(0o600)
            _give_to_its_owner(copy, place)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
            _forget_what_is_beside(place)
            copy.replace(place)
            sync_folder(place.parent)

        yield replace


@contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """Hold the old database, its log folded into it. Raises BackupError while a node has it open."""
    if not place.exists():
        yield
        return
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as old:
        try:
            # Only who has it alone may take the log away, and an exclusive lock keeps everybody out.
            old.execute("PRAGMA journal_mode = DELETE")
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise BackupError(RUNNING) from error
            # Otherwise it is broken, which is why it is replaced.
        yield


def _forget_what_is_beside(place: Path) -> None:
    """A log of the old database must not be taken for one of the new."""
    for suffix in BESIDE:
        place.with_name(place.name + suffix).unlink(missing_ok=True)


def _give_to_its_owner(copy: Path, place: Path) -> None:
    """Root restores for the user that the site runs as, who owns the old database or its folder."""
    if os.geteuid() == 0:
        owner = (place if place.exists() else place.parent).stat()
        os.chown(copy, owner.st_uid, owner.st_gid)


def _check_integrity() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found: list[Any] = cursor.fetchall()
    except Exception as error:
        raise BackupError(f"SQLite cannot read the database of the backup: {error}") from error
    if found != [("ok",)]:
        raise BackupError(f"SQLite finds the database of the backup damaged: {found[0][0]}")


def _place() -> Path:
    return Path(connection.settings_dict["NAME"])
