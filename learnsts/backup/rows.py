"""From SQLite to PostgreSQL: every row of every table, as it is, one at a time.

The values are SQLite's own, and PostgreSQL reads each by the type of its column: 0 and 1 as a boolean, hex
digits as a UUID, text as JSON or as a time (both databases keep UTC). So no model, signal or history takes
part, and ids stay: what refers to a content type or a permission goes on referring to it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from learnsts.backup import sqlite
from learnsts.backup.copies import carry_forward
from learnsts.backup.errors import BackupError
from learnsts.backup.manifest import Contents

__all__ = ["filled_from_sqlite"]

NOT_COPIED = {"django_migrations", "django_cache"}  # the one is made by migrating, the other may be lost


def filled_from_sqlite(folder: Path, contents: Contents) -> None:
    """Fill the default database, PostgreSQL and empty, from a backup of SQLite. Raises BackupError."""
    copy = sqlite.carried_forward(folder, contents)
    carry_forward()
    with closing(sqlite3.connect(copy)) as source, transaction.atomic(), connection.cursor() as cursor:
        tables = sorted({*connection.introspection.table_names(cursor)} - NOT_COPIED)
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for table in tables:
            _copy(source, cursor, table)
        for reset in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(reset)


def _copy(source: sqlite3.Connection, cursor: Any, table: str) -> None:
    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    names = ", ".join(map(_quoted, columns))
    try:
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as copy,
        ):
            for row in source.execute(f"SELECT {names} FROM {_quoted(table)}"):  # noqa: S608 -- names of columns
                copy.write_row(row)
    except (DatabaseError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BackupError(f"A row of {table} does not fit into PostgreSQL: {reason}") from error


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
