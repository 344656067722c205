"""A question as its author wrote it, whatever the file: what loading, import, export and admin share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["COLUMNS", "DIFFICULTIES", "WrittenQuestion"]

COLUMNS = ("action", "input", "output", "result")  # of the process table
DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True)
class WrittenQuestion:
    """What every type has in common, and in ``content`` the values that only its own type reads.

    ``type`` is a name in `question_types.registry.TYPES`. ``prompt``, ``hints`` and ``explanation`` are plain
    text in which `backticks` mark code. ``step`` is the key of the step that proves the answer and ``column``
    the cell of the process table there; both are empty where the question stands in no lesson. ``key`` is
    its own name in its lesson, empty where the file gives none.
    """

    type: str
    prompt: str
    content: dict[str, Any]
    explanation: str = ""
    hints: tuple[str, ...] = ()
    key: str = ""
    topic: str = ""
    difficulty: str = "medium"
    points: int = 1
    step: str = ""
    column: str = ""
    is_published: bool = True
