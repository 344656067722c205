"""ARNs and times as the sandbox's pages write them."""

from __future__ import annotations

from datetime import datetime
from math import ceil

__all__ = ["actor_of", "arn_name", "duration", "epoch_ms", "seconds_after"]

# How the end of an ARN begins where a page leaves it out: everybody sees that alice is a user.
OBVIOUS = ("user/", "assumed-role/")
MINUTE, HOUR = 60, 60 * 60


def arn_name(arn: str) -> str:
    """The end of an ARN: alice, demo/session1, role/demo, reports-123456789012/q1.csv."""
    name = arn.split(":", 5)[-1]
    return next((name.removeprefix(start) for start in OBVIOUS if name.startswith(start)), name)


def actor_of(arn: str) -> str:
    """The kind of actor whose colour a caller has: a session is what STS made."""
    return "sts" if ":assumed-role/" in arn else "caller"


def duration(seconds: int) -> str:
    """A length of time: 40 s, 15 min, 14 min 30 s, 2 h 5 min."""
    hours, rest = divmod(seconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def epoch_ms(moment: datetime) -> int:
    """A moment as browsers count time: milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def seconds_after(moment: datetime, now: datetime) -> int:
    """How many seconds after `now` a moment is, the one that has begun included."""
    return ceil((moment - now).total_seconds())
