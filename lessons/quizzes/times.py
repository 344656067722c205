"""When a quiz can be taken: its window, the time it gives, and what an extension adds. All times in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["Extension", "Times"]


@dataclass(frozen=True)
class Extension:
    """What one learner gets more: days until it is due and closes, minutes of each attempt."""

    days: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Times:
    """When one learner may take a quiz, their extension included; None is no such limit.

    It can be begun from ``opens_at`` until ``closes_at``, when what is saved is handed in by itself. What is
    handed in after ``due_at`` is late, and counts.
    """

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None

    def extended(self, by: Extension) -> Times:
        """The times with so many more days."""
        more = timedelta(days=by.days)
        return Times(
            self.opens_at, self.due_at and self.due_at + more, self.closes_at and self.closes_at + more
        )

    def is_open(self, now: datetime) -> bool:
        """Whether it can be begun now."""
        return not (self.opens_at and now < self.opens_at) and not self.is_closed(now)

    def is_closed(self, now: datetime) -> bool:
        """Whether it is over for good."""
        return self.closes_at is not None and now >= self.closes_at

    def end(self, started_at: datetime, minutes: int | None) -> datetime | None:
        """When an attempt is handed in by itself that began then and has so many minutes."""
        over = None if minutes is None else started_at + timedelta(minutes=minutes)
        return min(filter(None, (over, self.closes_at)), default=None)

    def is_late(self, handed_in_at: datetime) -> bool:
        """Whether this is after it was due."""
        return self.due_at is not None and handed_in_at > self.due_at
