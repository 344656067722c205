"""How many calls come, against how many may: token buckets, kept as the moment at which they are full again.

A call puts that moment off by what it costs; one that finds it too far ahead is over the pace (this is the
generic cell rate algorithm). A sandbox's bucket is in its row, and counts for all processes together. These
here are in the memory of each: a learner or an address may have so many times its pace as there are workers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from lessons.aws.budgets import Pace

__all__ = ["Buckets"]


class Buckets:
    """A bucket for each name, of the ``most`` that were used last. Times are in seconds of any one clock."""

    def __init__(self, pace: Pace, most: int = 10_000) -> None:
        self.pace, self.most = pace, most
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()
        self._changing = Lock()

    def is_empty(self, name: Hashable, now: float) -> bool:
        """Whether nothing is left to take at ``now``."""
        return self._full_at.get(name, now) - now > self.pace.ahead

    def take(self, name: Hashable, now: float, calls: float = 1) -> None:
        """Take what so many calls cost, whether or not it is there."""
        with self._changing:
            self._full_at[name] = max(self._full_at.get(name, now), now) + calls / self.pace.a_second
            self._full_at.move_to_end(name)
            if len(self._full_at) > self.most:
                self._full_at.popitem(last=False)
