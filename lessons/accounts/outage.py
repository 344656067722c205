"""What goes on when the database cannot store, for it is full, locked, read-only or gone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.db import InterfaceError, InternalError, OperationalError

__all__ = ["CANNOT_STORE", "in_passing"]

logger = logging.getLogger(__name__)

# What SQLite and PostgreSQL raise then; PostgreSQL's word for a read-only database is an InternalError.
CANNOT_STORE = (OperationalError, InternalError, InterfaceError)

P = ParamSpec("P")


def in_passing(note: Callable[P, None]) -> Callable[P, None]:
    """Let reading go on where what is noted on the way cannot be stored; nobody was told that it is."""

    @wraps(note)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            note(*args, **kwargs)
        except CANNOT_STORE as error:
            logger.warning("%s was not stored: %s", note.__name__, error)

    return wrapper
