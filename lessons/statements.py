"""What every page asks the database, as SQL: writing it takes the ORM ten times as long as answering it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

__all__ = ["among", "moment", "select"]


# Before each row of SQLite other threads take their turns, which costs more than the row: all come as one.
IN_ONE_ROW = "WITH found({names}) AS ({statement}) SELECT json_group_array(json_array({names})) FROM found"


def select(columns: int, statement: str, parameters: Iterable[Any] = ()) -> list[list[Any]]:
    """The rows that a statement of so many columns gives: numbers, texts, truth values and None."""
    if connection.vendor == "sqlite":
        [[found]] = fetch(in_one_row(columns, statement), parameters)
        rows: list[list[Any]] = json.loads(found)
        return rows
    return fetch(statement, parameters)


@cache
def in_one_row(columns: int, statement: str) -> str:
    """The statement that gives its rows as one text of JSON."""
    names = ", ".join(f"c{number}" for number in range(columns))
    return IN_ONE_ROW.format(names=names, statement=statement)


def fetch(statement: str, parameters: Iterable[Any]) -> list[Any]:
    """The rows as the database's driver has them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


def among(values: Collection[Any]) -> str:
    """The placeholders of ``IN``, for at least one value."""
    return ", ".join(["%s"] * len(values))


def moment(at: datetime) -> Any:
    """A moment (UTC) as the database compares it with its own."""
    return connection.ops.adapt_datetimefield_value(at)
