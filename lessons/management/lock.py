"""One at a time, whichever process of whichever machine: who comes second waits."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["alone"]

KEY = 0x4C53_5453  # "LSTS": the number of the lock among PostgreSQL's advisory locks


@contextmanager
def alone(folder: Path, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold the lock of this database and of `folder`; `waiting` is called first where somebody else has it.

    A process that is killed lets go of both.
    """
    with (folder / "prepare.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        with _alone_in_database(waiting):
            yield


@contextmanager
def _alone_in_database(waiting: Callable[[], object]) -> Iterator[None]:
    """On PostgreSQL, which other machines share; a file of SQLite has the folder's lock."""
    if connection.vendor != "postgresql":
        yield
        return
    own: BaseDatabaseWrapper = connection.copy()  # what is done meanwhile may close the other
    own.settings_dict["OPTIONS"].pop("pool", None)  # its end is the lock's
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
            if not cursor.fetchone()[0]:
                waiting()
                cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
            yield
    finally:
        own.close()
