"""What is wrong in a document while it is being written, and at which line."""

from __future__ import annotations

from typing import NamedTuple

from lessons import aws
from lessons.sandbox.policy_editor.policy_types import KINDS

__all__ = ["SHOWN_PROBLEMS", "Mark", "marks"]

SHOWN_PROBLEMS = 20


class Mark(NamedTuple):
    """One mistake. `line` and `column` count from 1."""

    line: int
    column: int
    path: str
    message: str


def marks(text: str, kind: str) -> list[Mark]:
    """The first mistakes in a document of a kind (`KINDS`), in the order they stand."""
    problems = aws.validate(text, KINDS[kind].grammar)[:SHOWN_PROBLEMS]
    return [Mark(problem.line, problem.column, problem.path, problem.message) for problem in problems]
