"""How much a test tries: a sample in ``make test``, the full figure in ``make test-long``."""

from __future__ import annotations

import os

__all__ = ["size"]


def size(short: int, long: int) -> int:
    """`long` where the environment says ``LONG=1``, else `short`."""
    return long if os.environ.get("LONG") == "1" else short
