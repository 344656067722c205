"""What work that leaves no event costs whoever asked for it: as much of a pace as the calls it is worth."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from lessons.aws import budgets
from lessons.sandbox.calls.execution import OverBudgetError
from lessons.sandbox.calls.pace import Buckets

__all__ = ["charged"]


@contextmanager
def charged(buckets: Buckets, whose: Hashable) -> Iterator[None]:
    """Take what is done meanwhile from a bucket, whatever comes of it: by processor time, a call at least.

    Raises OverBudgetError, and nothing is done, where the bucket is empty.
    """
    if buckets.is_empty(whose, time.monotonic()):
        raise OverBudgetError("throttled")
    began = time.thread_time()
    try:
        yield
    finally:
        cost = (time.thread_time() - began) / budgets.CALL_SECONDS
        buckets.take(whose, time.monotonic(), max(1, cost))
