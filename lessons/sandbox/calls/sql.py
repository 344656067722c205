"""What every call writes and reads back, by statements that are made once.

The ORM makes its own anew each time, which took a tenth of a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

__all__ = ["insert", "returned"]

TEXTS = (models.CharField, models.TextField)  # whose values have to be texts, and are written as they are
Row = TypeVar("Row", bound=models.Model)


class Writing(NamedTuple):
    """How a row of a model is written: its attributes, the statement, and at which places a field has to
    prepare its value."""

    attributes: list[str]
    statement: str
    preparing: list[tuple[int, Any]]


class Reading(NamedTuple):
    """How the columns of a model are read: the attributes they go to, their names in SQL, and at which places
    something has to be done to what the database gives."""

    attributes: list[str]
    columns: str
    converters: list[tuple[int, Any, Any]]


def insert(row: models.Model) -> None:
    """Store a new row, as the model's own `save()` would; no signal is sent."""
    database = connections[DEFAULT_DB_ALIAS]
    writing = _writing(type(row))
    values = [getattr(row, attribute) for attribute in writing.attributes]
    for place, field in writing.preparing:
        values[place] = field.get_db_prep_save(values[place], database)
    with database.cursor() as cursor:
        cursor.execute(writing.statement, values)
        [(row.pk,)] = cursor.fetchall()
    row._state.adding, row._state.db = False, database.alias


def returned(model: type[Row], statement: str, parameters: Sequence[Any]) -> list[Row]:
    """The rows, as the model's, that a statement with `RETURNING {columns}` gives back."""
    database = connections[DEFAULT_DB_ALIAS]
    reading = _reading(model)
    with database.cursor() as cursor:
        cursor.execute(statement.format(columns=reading.columns), parameters)
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        for place, convert, column in reading.converters:
            row[place] = convert(row[place], column, database)
    return [model.from_db(database.alias, reading.attributes, row) for row in rows]


@cache
def _writing(model: type[models.Model]) -> Writing:
    """The key of a new row comes from the database."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    options = model._meta
    table, key, *columns = _quoted(options.db_table, options.pk.column, *(one.column for one in fields))
    values = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}) RETURNING {key}"  # noqa: S608 -- names of the model's
    preparing = [(place, field) for place, field in enumerate(fields) if not isinstance(field, TEXTS)]
    return Writing([field.attname for field in fields], statement, preparing)


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
