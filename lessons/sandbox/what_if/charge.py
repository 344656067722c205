"""What a replay costs whoever asked for it: as much of their pace as the moves would that it is made of."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from lessons.accounts.limits import address_of
from lessons.aws import budgets
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.pace import Buckets

__all__ = ["charged"]


@contextmanager
def charged(request: HttpRequest) -> Iterator[None]:
    """Take from the pace of the learner, or of a stranger's address. Raises OverBudgetError."""
    buckets, whose = _pace(request)
    if buckets.is_empty(whose, time.monotonic()):
        raise execution.OverBudgetError("throttled")
    began = time.thread_time()
    try:
        yield
    finally:
        cost = (time.thread_time() - began) / budgets.CALL_SECONDS
        buckets.take(whose, time.monotonic(), max(1, cost))


def _pace(request: HttpRequest) -> tuple[Buckets, Hashable]:
    if request.user.is_authenticated:
        return execution.learners, request.user.pk
    return endpoint.strangers, address_of(request)
