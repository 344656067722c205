"""What every page asks the database, as SQL: writing it takes the ORM ten times as long as answering it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection

__all__ = ["among", "moment", "select"]


def select(statement: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, with values as the database's driver has them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


def among(values: Collection[Any]) -> str:
    """The placeholders of ``IN``, for at least one value."""
    return ", ".join(["%s"] * len(values))


def moment(at: datetime) -> Any:
    """A moment (UTC) as the database compares it with its own."""
    return connection.ops.adapt_datetimefield_value(at)
