"""Room for those whose password is worked on: it takes a processor a quarter of a second, on purpose.

Whoever sends very many sign-ins would take all threads and processors away from everybody who reads. So each
process works on one password at a time, and keeps threads free of those who wait for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings

__all__ = ["CrowdedError", "Room", "room"]


class CrowdedError(Exception):
    """All places are taken; in a moment there will be one again."""


class Room:
    """So many places, of which one address never takes the last."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._taken: Counter[str] = Counter()
        self._changing, self._working = Lock(), Lock()

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """A place, once those before are done. Raises CrowdedError at once where none is free."""
        self._enter(address)
        try:
            with self._working:
                yield
        finally:
            with self._changing:
                self._taken[address] -= 1
                self._taken += Counter()  # forgets who has none

    def _enter(self, address: str) -> None:
        with self._changing:
            full = self._taken.total() >= self.places
            if full or self._taken[address] >= max(1, self.places - 1):
                raise CrowdedError
            self._taken[address] += 1


room = Room(settings.PASSWORDS_AT_ONCE)
