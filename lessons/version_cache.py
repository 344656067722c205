"""What is made once of a row, and kept by every process for as long as the row stays as it is.

A lesson's version is its id with its ``updated_at``, which every change of the lesson or of its parts moves
on. So nobody is shown what was before, whichever process the change was made in: nothing that is kept here
is ever out of date, and nothing made of rows is kept anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from django.db.models import Model

from lessons.models import Lesson

__all__ = ["KEPT", "once_a_version", "once_for"]

KEPT = 1_000  # values of each function; those that were not asked for the longest go
M = TypeVar("M", bound=Model)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def once_for(
    identity: Callable[[M], Hashable],
) -> Callable[[Callable[[M, *Ts], T]], Callable[[M, *Ts], T]]:
    """Keep what a function gives for a row of that identity and for further arguments, which are hashable.

    It must depend on nothing else: not on the reader, not on another row, not on the time. The row itself is
    not kept, for it may be large.
    """

    def decorator(make: Callable[[M, *Ts], T]) -> Callable[[M, *Ts], T]:
        @lru_cache(maxsize=KEPT)
        def made(_identity: Hashable, _args: tuple[*Ts]) -> list[T]:
            return []

        @wraps(make)
        def wrapper(row: M, *args: *Ts) -> T:
            values = made(identity(row), args)
            if not values:
                values.append(make(row, *args))
            return values[0]

        return wrapper

    return decorator


def version_of(lesson: Lesson) -> Hashable:
    """What is another one after each change of the lesson."""
    return lesson.pk, lesson.updated_at


once_a_version = once_for(version_of)
