"""Slowing those who guess join codes: wrong ones are counted, in windows of ten minutes.

The counts live in the cache that all workers share. Two guesses at the same instant may count as
one, which a limit so far below 10**11 codes can bear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

__all__ = ["WINDOW_SECONDS", "Guesser", "address", "count_wrong", "person", "seconds_to_wait"]

WINDOW_SECONDS = 10 * 60


@dataclass(frozen=True)
class Guesser:
    """Somebody, or somewhere, that may be wrong ``limit`` times a window."""

    name: str
    limit: int

    def key(self, now: datetime) -> str:
        """Where the cache counts this guesser's wrong codes in the window of ``now``."""
        return f"classrooms:wrong-codes:{self.name}:{int(now.timestamp()) // WINDOW_SECONDS}"


def person(pk: int) -> Guesser:
    """A user, guests included."""
    return Guesser(f"user-{pk}", 10)


def address(ip: str) -> Guesser:
    """An IP address; a whole classroom may sit behind one, so it may be wrong more often."""
    return Guesser(f"ip-{ip}", 100)


def count_wrong(guessers: Iterable[Guesser], now: datetime) -> None:
    """Count one wrong code against each of ``guessers``."""
    for guesser in guessers:
        key = guesser.key(now)
        cache.set(key, cache.get(key, 0) + 1, WINDOW_SECONDS)


def seconds_to_wait(guessers: Iterable[Guesser], now: datetime) -> int:
    """Seconds until the next window where one of ``guessers`` has used this one up, otherwise 0."""
    limits = {guesser.key(now): guesser.limit for guesser in guessers}
    wrong = cache.get_many(limits)
    if all(wrong.get(key, 0) < limit for key, limit in limits.items()):
        return 0
    return WINDOW_SECONDS - int(now.timestamp()) % WINDOW_SECONDS
