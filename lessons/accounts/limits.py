"""What slows those who guess and those who flood: how often something may happen in a window of time.

A whole school may sit behind one address. So only what went wrong, or what was made, is counted there; what
is right always opens. (allauth counts wrong passwords: ACCOUNT_RATE_LIMITS.)

The counts live in the cache that all workers share. Two at the same instant may count as one, which limits
so far from what they guard can bear, and where the cache does not answer nobody is slowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from lessons.accounts.addresses import client_address, network_of

__all__ = [
    "GUESTS_OF_ADDRESS",
    "JOIN_CODES_OF_ADDRESS",
    "JOIN_CODES_OF_USER",
    "RETURN_CODES_OF_ADDRESS",
    "SIGN_UPS_OF_ADDRESS",
    "Counter",
    "Limit",
    "address_of",
    "count",
    "seconds_to_wait",
]

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Limit:
    """So often, in a window of so many seconds, each of those whom it counts."""

    name: str
    most: int
    seconds: int

    def of(self, whom: object) -> Counter:
        """What counts somebody, or somewhere."""
        return Counter(self, str(whom))


GUESTS_OF_ADDRESS = Limit("guests", 10_000, HOUR)  # made, by what they did first
SIGN_UPS_OF_ADDRESS = Limit("sign-ups", 200, MINUTE)  # finished
JOIN_CODES_OF_USER = Limit("wrong-join-codes-of-user", 10, 10 * MINUTE)
JOIN_CODES_OF_ADDRESS = Limit("wrong-join-codes", 100, 10 * MINUTE)
RETURN_CODES_OF_ADDRESS = Limit("wrong-return-codes", 100, 10 * MINUTE)


@dataclass(frozen=True)
class Counter:
    """How often it happened to one of those whom a limit counts."""

    limit: Limit
    whom: str

    def key(self, now: datetime) -> str:
        """Where the cache keeps the count of the window of ``now``."""
        return f"limits:{self.limit.name}:{self.whom}:{int(now.timestamp()) // self.limit.seconds}"

    def seconds_left(self, now: datetime) -> int:
        """Seconds until the next window."""
        return self.limit.seconds - int(now.timestamp()) % self.limit.seconds


def address_of(request: HttpRequest) -> str:
    """What the limits of an address count."""
    return network_of(client_address(request.META))


def count(counters: Iterable[Counter], now: datetime) -> None:
    """Count once for each of ``counters``."""
    for counter in counters:
        key = counter.key(now)
        cache.set(key, cache.get(key, 0) + 1, counter.limit.seconds)


def seconds_to_wait(counters: Iterable[Counter], now: datetime) -> int:
    """Seconds until the next window where one of ``counters`` has used this one up, otherwise 0."""
    keys = {counter.key(now): counter for counter in counters}
    counts = cache.get_many(keys)
    used_up = (counter for key, counter in keys.items() if counts.get(key, 0) >= counter.limit.most)
    return max((counter.seconds_left(now) for counter in used_up), default=0)
