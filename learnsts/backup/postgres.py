"""PostgreSQL's part in a backup: dumped and restored by its own programs, then swapped in by name."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.utils.crypto import get_random_string

from learnsts.backup.copies import as_default, carry_forward, check_contents, contents_here
from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Contents

__all__ = ["NAME", "Filling", "filled_from_dump", "is_there", "ready", "save"]

NAME = "database.dump"
CLOSING = 2  # seconds within which PostgreSQL takes a connection off its list that was closed
RUNNING = "The site is running ({count} connections to its database): stop every node of it, then restore."
NO_PROGRAM = (
    "{program} is missing. Install PostgreSQL's client programs, version {version} or later "
    "(Debian's package is postgresql-client)."
)
NO_RIGHT = (
    'A restore makes a new database beside the old one, and {user} may not: ALTER ROLE "{user}" CREATEDB.'
)

# Fills the default database, which is new and empty, from a folder with a backup.
Filling = Callable[[Path, Contents], None]


def save(folder: Path) -> Contents:
    """Dump the database as it is at this moment, while others write; tells what the dump holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={folder / NAME}")
        return contents_here()


def is_there() -> bool:
    """Whether there is a database with tables that a restore would replace."""
    return _exists() and bool(connection.introspection.table_names())


@contextmanager
def ready(fill: Filling, folder: Path, contents: Contents) -> Iterator[Callable[[], None]]:
    """What puts a new database, filled and brought to this release, in the place of the old one."""
    name = connection.settings_dict["NAME"]
    temporary, old = (f"{name[:40]}_{get_random_string(12).lower()}" for _ in range(2))
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's has one
    _check_alone(name)
    try:
        _administer(f"CREATE DATABASE \"{temporary}\" TEMPLATE template0 ENCODING 'UTF8'")
    except Exception as error:
        raise BackupError(NO_RIGHT.format(user=connection.settings_dict["USER"])) from error
    try:
        with as_default(NAME=temporary, OPTIONS=_options_without_pool()):
            fill(folder, contents)

        def replace() -> None:
            _swap(name, temporary, old)

        yield replace
    finally:
        for leftover in (temporary, old):
            _administer(f'DROP DATABASE IF EXISTS "{leftover}"')


def filled_from_dump(folder: Path, contents: Contents) -> None:
    """Fill the default database from a dump, and bring it to this release. Raises BackupError."""
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(folder / NAME))
    check_contents(contents)
    carry_forward()


def _swap(name: str, temporary: str, old: str) -> None:
    """Rename both databases in one statement, so that there is always one by the name."""
    renamed = f'ALTER DATABASE "{temporary}" RENAME TO "{name}"'
    if _exists():
        renamed = f'ALTER DATABASE "{name}" RENAME TO "{old}"; {renamed}'
    try:
        _administer(renamed)
    except OperationalError as error:
        _check_alone(name)
        raise BackupError(f"The restored database could not be put in place: {error}") from error


def _check_alone(name: str) -> None:
    """Raises BackupError where somebody stays connected to the database; PostgreSQL's own workers leave."""
    deadline = time.monotonic() + CLOSING
    while count := _clients(name):
        if time.monotonic() > deadline:
            raise BackupError(RUNNING.format(count=count))
        time.sleep(CLOSING / 20)


def _clients(name: str) -> int:
    """How many connections to the database are open, or are being closed."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [name],
        )
        return int(cursor.fetchone()[0])


def _exists() -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [connection.settings_dict["NAME"]])
        return cursor.fetchone() is not None


def _administer(sql: str) -> None:
    """Run a statement that is about whole databases."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def _options_without_pool() -> dict[str, object]:
    return {key: value for key, value in connection.settings_dict["OPTIONS"].items() if key != "pool"}


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the default database. Raises BackupError with what it says."""
    connected = connection.settings_dict
    _, passwords = connection.client.settings_to_cmd_args_env(connected, [])
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    environment = {name: str(value) for name, key in where.items() if (value := connected[key])}
    try:
        subprocess.run(  # noqa: S603 -- PostgreSQL's programs, with what the settings say
            [program, *arguments],
            env={**os.environ, **environment, **(passwords or {}), "LC_MESSAGES": "C"},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        version, _ = connection.get_database_version()
        raise BackupError(NO_PROGRAM.format(program=program, version=version)) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {error.stderr.strip()}") from error
