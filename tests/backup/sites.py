"""Sites with a database of their own, for tests that replace a whole one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from learnsts.backup.copies import as_default


@contextmanager
def another_database(folder: Path, name: str) -> Iterator[str]:
    """Make a database that is not there yet the default one for a while; gives its name."""
    before = connection.settings_dict
    changes: dict[str, Any] = {"NAME": str(folder / f"{name}.sqlite3")}
    if connection.vendor == "postgresql":
        changes = {"NAME": f"{before['NAME']}_{name}", "OPTIONS": {**before["OPTIONS"], "pool": False}}
        drop(changes["NAME"])
    with as_default(**changes):
        yield changes["NAME"]


def copy_database(name: str, copy: str) -> None:
    """A database like one that nobody is connected to."""
    if connection.vendor == "sqlite":
        shutil.copy(name, copy)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def drop(name: str) -> None:
    """Take a database away from the server; files go with their folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def leftovers() -> list[str]:
    """What a restore of the default database made for a while and did not take away."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return [path.name for path in Path(name).parent.glob(".learnsts-*")]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{name}_"])
        return [found for (found,) in cursor.fetchall()]


def login(database: str) -> dict[str, Any]:
    """What psycopg needs for a connection of its own to a database of the same server."""
    known = connection.settings_dict
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {"dbname": database} | {name: known[key] for name, key in names.items() if known[key]}


def environment(database: str) -> dict[str, str]:
    """What a process of its own needs to be a node of the site with this database."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database}"
    else:
        known = connection.settings_dict
        url = f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{database}"
    return {**os.environ, "DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY}


def ran(command: list[str], database: str) -> subprocess.CompletedProcess[str]:
    """A command run to its end as a node of the site."""
    return subprocess.run(
        command,
        env=environment(database),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
