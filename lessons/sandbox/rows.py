"""What every call writes and reads back, by statements that are made once.

The ORM makes its own anew each time, which took a tenth of a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

__all__ = ["insert", "returned"]

Row = TypeVar("Row", bound=models.Model)


class Reading(NamedTuple):
    """How the columns of a model are read: the attributes they go to, their names in SQL, and at which places
    something has to be done to what the database gives."""

    attributes: list[str]
    columns: str
    converters: list[tuple[int, Any, Any]]


def insert(row: models.Model) -> None:
    """Store a new row, as the model's own `save()` would; no signal is sent."""
    fields, statement = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        [(row.pk,)] = cursor.fetchall()
    row._state.adding, row._state.db = False, connection.alias


def returned(model: type[Row], statement: str, parameters: Sequence[Any]) -> list[Row]:
    """The rows, as the model's, that a statement with `RETURNING {columns}` gives back."""
    reading = _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=reading.columns), parameters)
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        for place, convert, column in reading.converters:
            row[place] = convert(row[place], column, connection)
    return [model.from_db(connection.alias, reading.attributes, row) for row in rows]


@cache
def _insertion(model: type[models.Model]) -> tuple[list[Any], str]:
    """The fields that are written, and the statement that writes them."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    options = model._meta
    table, key, *columns = _quoted(options.db_table, options.pk.column, *(one.column for one in fields))
    values = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}) RETURNING {key}"  # noqa: S608 -- names of the model's
    return fields, statement


@cache
def _reading(model: type[models.Model]) -> Reading:
    fields = model._meta.concrete_fields
    columns = [field.get_col(model._meta.db_table) for field in fields]
    converters = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in connection.ops.get_db_converters(column) + column.get_db_converters(connection)
    ]
    names = ", ".join(_quoted(*(field.column for field in fields)))
    return Reading([field.attname for field in fields], names, converters)


def _quoted(*names: str | None) -> list[str]:
    return [connection.ops.quote_name(str(name)) for name in names]
