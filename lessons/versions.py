"""What is made once for each version of a lesson, and kept by every process.

A version is a lesson's id with its ``updated_at``, which every change of the lesson or of a part of it moves
on. So nobody is shown what was before, whichever process the change was made in: this is the one place where
anything made of a lesson is kept, and nothing in it is ever out of date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from lessons.models import Lesson

__all__ = ["once_a_version"]

KEPT = 500  # values of each function; those that were not asked for the longest go
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True)
class Version:
    """A lesson as it is since its last change."""

    pk: int
    updated_at: datetime
    lesson: Lesson = field(compare=False)


def once_a_version(make: Callable[[Lesson, *Ts], T]) -> Callable[[Lesson, *Ts], T]:
    """Keep what ``make`` gives for a lesson and for further arguments, all of which are hashable.

    It must depend on nothing else: not on the reader, not on another lesson, not on the time.
    """

    @lru_cache(maxsize=KEPT)
    def kept(version: Version, args: tuple[*Ts]) -> T:
        return make(version.lesson, *args)

    @wraps(make)
    def wrapper(lesson: Lesson, *args: *Ts) -> T:
        return kept(Version(lesson.pk, lesson.updated_at, lesson), args)

    return wrapper
