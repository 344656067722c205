"""First attempts as a table: what the statistics are computed from, whoever filled it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

__all__ = ["Column", "FirstAttempt", "Item", "Response", "Table"]

DIGITS = 12  # to which shares are rounded, so that equal ones are a tie however they were added up


class Response(NamedTuple):
    """What came of one question in one attempt.

    ``share`` is how much of its points was reached, from 0 to 1, and None where it was not attempted.
    ``chosen`` is what was answered, as texts; ``seconds`` how long that took, None where it is not known.
    """

    share: float | None
    chosen: tuple[str, ...] = ()
    seconds: int | None = None
    is_hinted: bool = False

    @property
    def mark(self) -> float:
        """The share that counts: what was not attempted counts as 0 (MoodleDocs, Incomplete attempts)."""
        return self.share or 0.0


class FirstAttempt(NamedTuple):
    """The first attempt that one person finished; a question that has no response was not asked in it."""

    id: UUID
    finished_at: datetime
    responses: Mapping[str, Response]


@dataclass(frozen=True)
class Item:
    """A question of the quiz. ``choices`` are what it offers, if it does; ``right`` those that are right."""

    key: str
    number: int
    prompt: str
    points: float = 1.0
    choices: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()
    is_asked_today: bool = True


@dataclass(frozen=True)
class Column:
    """A question over the attempts in which it was asked, one entry an attempt.

    ``marks`` is what was reached in it, ``rests`` in all other questions of that attempt, ``totals`` in the
    whole attempt: each as a share of what could be, so that attempts with other questions compare. Where all
    were asked the same, correlations are those of the points themselves.
    """

    item: Item
    attempts: tuple[FirstAttempt, ...]
    marks: tuple[float, ...]
    rests: tuple[float, ...]
    totals: tuple[float, ...]

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """The responses to it, an entry an attempt."""
        return tuple(attempt.responses[self.item.key] for attempt in self.attempts)


@dataclass(frozen=True)
class Table:
    """The questions of a quiz, and the first attempts at it."""

    items: tuple[Item, ...]
    attempts: tuple[FirstAttempt, ...]

    @cached_property
    def points(self) -> dict[str, float]:
        """What each question is worth by its key."""
        return {item.key: item.points for item in self.items}

    @cached_property
    def sums(self) -> tuple[tuple[float, float], ...]:
        """The points that each attempt reached, and those that it could reach."""
        points = self.points
        return tuple(
            (
                sum(points[key] * response.mark for key, response in attempt.responses.items()),
                sum(points[key] for key in attempt.responses),
            )
            for attempt in self.attempts
        )

    @cached_property
    def totals(self) -> tuple[float, ...]:
        """The share of its points that each attempt reached, from 0 to 1."""
        return tuple(share_of(reached, worth) for reached, worth in self.sums)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """A column for each question, in their order."""
        return tuple(self._column(item) for item in self.items)

    def _column(self, item: Item) -> Column:
        asked = [row for row, attempt in enumerate(self.attempts) if item.key in attempt.responses]
        attempts = tuple(self.attempts[row] for row in asked)
        marks = tuple(attempt.responses[item.key].mark for attempt in attempts)
        sums = [self.sums[row] for row in asked]
        rests = tuple(
            share_of(reached - item.points * mark, worth - item.points)
            for mark, (reached, worth) in zip(marks, sums, strict=True)
        )
        return Column(item, attempts, marks, rests, tuple(self.totals[row] for row in asked))


def share_of(reached: float, worth: float) -> float:
    """How much of ``worth`` was reached; 0 where nothing could be."""
    return round(reached / worth, DIGITS) if worth else 0.0
