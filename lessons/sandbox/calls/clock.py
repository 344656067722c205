"""A sandbox's clock runs with real time, and can be put ahead."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import BadRequest
from django.db import transaction

from lessons.sandbox.calls.callers import GONE
from lessons.sandbox.calls.execution import numbered, record
from lessons.sandbox.models import Event, Sandbox

__all__ = ["LONGEST_SKIP", "QUARTER", "SKIPS", "seconds_to", "skip"]

QUARTER = 15 * 60
JUST_BEFORE = 30
# What can be skipped to: how much of the life of some credentials is left then; None needs no credentials.
SKIPS = {"quarter": None, "before": JUST_BEFORE, "expiry": 0}
# How far the clock may be ahead in all; more than any credentials live.
LONGEST_SKIP = timedelta(days=30)


def seconds_to(sandbox: Sandbox, to: str, access_key_id: str) -> int:
    """How many seconds to skip; zero or less when that moment has passed. Raises BadRequest."""
    left = SKIPS[to]
    if left is None:
        return QUARTER
    session = sandbox.session(access_key_id)
    if session is None:
        raise BadRequest(GONE)
    return session.seconds_left(sandbox.now()) - left


@transaction.atomic
def skip(sandbox: Sandbox, seconds: int) -> bool:
    """Put the clock ahead, and tell whether that was done: never back, and not beyond LONGEST_SKIP."""
    mine = numbered(sandbox.pk)
    ahead = mine.clock_offset_seconds + seconds
    if seconds <= 0 or ahead > LONGEST_SKIP.total_seconds():
        transaction.set_rollback(True)
        return False
    mine.clock_offset_seconds = ahead
    mine.save(update_fields=["clock_offset_seconds"])
    record(mine, Event.Source.CLOCK, changed=True, parameters={"seconds": seconds})
    return True
