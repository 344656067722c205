"""Copies of the database: what they hold, and how an older one is carried forward."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS, load_backend

from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Contents, contents_of

__all__ = ["as_default", "carry_forward", "check_contents", "contents_here"]


@contextmanager
def as_default(**changes: Any) -> Iterator[BaseDatabaseWrapper]:
    """Let whatever Django does in this thread happen to another database, which differs by ``changes``.

    Migrations name no database, so the one that they are for has to be the default.
    """
    before = connections[DEFAULT_DB_ALIAS]
    changed = {**before.settings_dict, **changes}
    copy = load_backend(changed["ENGINE"]).DatabaseWrapper(changed, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = copy
    ContentType.objects.clear_cache()
    try:
        yield copy
    finally:
        copy.close()
        connections[DEFAULT_DB_ALIAS] = before
        ContentType.objects.clear_cache()


def contents_here() -> Contents:
    """What the default database holds at the moment, seen as the open transaction sees it."""
    with connection.cursor() as cursor:

        def fetch(sql: str) -> list[Any]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return contents_of(connection.introspection.table_names(cursor), fetch)


def check_contents(expected: Contents) -> None:
    """Compare the default database with what was saved. Raises BackupError."""
    found = contents_here()
    if found != expected:
        tables = [name for name, count in expected.rows.items() if found.rows.get(name) != count]
        raise BackupError(f"The database in the backup is not whole: look at {', '.join(tables) or 'it'}.")


def carry_forward() -> None:
    """Bring the default database to this release."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
