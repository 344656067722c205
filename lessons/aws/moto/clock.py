"""moto's clock, set to the time of the sandbox that is being served.

moto dates what it makes by a function of its own; here it says the time of the call, by whichever thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

import moto.iam.models
import moto.s3.models

_now: ContextVar[datetime] = ContextVar("now")


@contextmanager
def at(now: datetime) -> Iterator[None]:
    """While in this context, moto takes it to be `now`."""
    token = _now.set(to_moto(now))
    try:
        yield
    finally:
        _now.reset(token)


def to_moto(moment: datetime | str) -> datetime:
    """A moment, or one from a world document, as moto has it: in UTC without saying so."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read.astimezone(UTC).replace(tzinfo=None)


def from_moto(moment: datetime) -> str:
    """One of moto's moments as a world document has it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


moto.iam.models.utcnow = moto.s3.models.utcnow = _now.get
