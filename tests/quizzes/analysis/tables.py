"""Tables of first attempts, written as marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lessons.quizzes.analysis.table import FirstAttempt, Item, Response, Table

__all__ = ["NOT_ASKED", "table_of"]

NOT_ASKED = "-"
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)

Cell = float | None | str


def table_of(rows: Sequence[Sequence[Cell]], points: Sequence[float] = ()) -> Table:
    """A row an attempt, a share a question: None where it was not attempted, NOT_ASKED where not asked."""
    width = len(rows[0]) if rows else len(points)
    points = points or [1.0] * width
    items = tuple(
        Item(key=f"q{number}", number=number, prompt=f"Question {number}?", points=worth)
        for number, worth in enumerate(points, start=1)
    )
    attempts = tuple(
        FirstAttempt(
            UUID(int=number),
            NOON + timedelta(minutes=number),
            {
                item.key: Response(share)
                for item, share in zip(items, row, strict=True)
                if not isinstance(share, str)
            },
        )
        for number, row in enumerate(rows)
    )
    return Table(items, attempts)
