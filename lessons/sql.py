"""What every page asks the database, as SQL: writing it takes the ORM ten times as long as answering it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

__all__ = ["Rows", "Select", "among", "moment", "select", "select_together"]

# Before each row of SQLite other threads take their turns, which costs more than the row: all come as one.
IN_ONE_ROW = "(WITH found({names}) AS ({statement}) SELECT {rows} FROM found)"
ROWS = {
    "sqlite": "json_group_array(json_array({names}))",
    "postgresql": "COALESCE(json_agg(json_build_array({names})), '[]')::text",
}


Rows = list[list[Any]]  # what a statement gives: a list for each row


class Select(NamedTuple):
    """A statement that gives so many columns: numbers, texts, truth values and None."""

    columns: int
    statement: str
    parameters: Iterable[Any] = ()


def select(columns: int, statement: str, parameters: Iterable[Any] = ()) -> Rows:
    """The rows that one statement gives."""
    [rows] = select_together(Select(columns, statement, parameters))
    return rows


def select_together(*selects: Select) -> list[Rows]:
    """The rows that each of the statements gives, in one query."""
    asked = ", ".join(in_one_row(connection.vendor, one.columns, one.statement) for one in selects)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", list(chain.from_iterable(one.parameters for one in selects)))
        return [json.loads(rows) for rows in cursor.fetchone()]


@cache
def in_one_row(vendor: str, columns: int, statement: str) -> str:
    """The statement that gives its rows as one text of JSON."""
    names = ", ".join(f"c{number}" for number in range(columns))
    return IN_ONE_ROW.format(names=names, statement=statement, rows=ROWS[vendor].format(names=names))


def among(values: Collection[Any]) -> str:
    """The placeholders of ``IN``, for at least one value."""
    return ", ".join(["%s"] * len(values))


def moment(at: datetime) -> Any:
    """A moment (UTC) as the database compares it with its own."""
    return connection.ops.adapt_datetimefield_value(at)
