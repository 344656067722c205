"""A choice of a question as an author writes it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Option"]


@dataclass(frozen=True)
class Option:
    """A text, and whether it is right."""

    text: str
    is_right: bool = False
