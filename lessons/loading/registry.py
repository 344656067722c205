"""What other chapters keep of a lesson in a file of their own: they register who reads and who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lessons.loading.documents import Document
from lessons.models import Lesson

__all__ = ["SharedLoader", "parts", "register_part", "register_shared", "shared"]

SharedLoader = Callable[[Document, bool], None]


@dataclass(frozen=True)
class Part:
    """A file that a lesson may have.

    ``load`` writes its rows and raises ContentError or CourseError. ``values`` are what the file holds as
    plain values, None where the lesson has nothing of it. ``remove`` takes it from the lesson again.
    """

    load: Callable[[Lesson, Document], None]
    values: Callable[[Lesson], dict[str, Any] | None]
    remove: Callable[[Lesson], None]


parts: dict[str, Part] = {}
shared: list[SharedLoader] = []


def register_part(
    filename: str,
    load: Callable[[Lesson, Document], None],
    values: Callable[[Lesson], dict[str, Any] | None] = lambda lesson: None,
    remove: Callable[[Lesson], None] = lambda lesson: None,
) -> None:
    """Let ``load`` read the file of that name in every lesson's folder that has one; see Part."""
    parts[filename] = Part(load, values, remove)


def register_shared(loader: SharedLoader) -> None:
    """Let ``loader`` read every file that all lessons share; it is told whether to overwrite."""
    if loader not in shared:
        shared.append(loader)
