"""What is wrong in a document while it is being written, and at which line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lessons import aws
from lessons.sandbox.policy_editor.policy_documents import Document
from lessons.sandbox.policy_editor.policy_types import KINDS

__all__ = ["SHOWN_PROBLEMS", "Mark", "marks", "marks_at", "shown"]

SHOWN_PROBLEMS = 20


class Mark(NamedTuple):
    """One mistake. `line` and `column` count from 1.

    AWS does not save a document with an "error" in it; one with a "warning" it saves.
    """

    line: int
    column: int
    path: str
    message: str
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        """Whether AWS refuses the document for this."""
        return self.severity == "error"


def marks(text: str, kind: str, world: aws.WorldDocument) -> list[Mark]:
    """The first mistakes in a document of a kind (`KINDS`), wherever it is to be saved."""
    return shown(aws.problems_in(text, KINDS[kind].grammar, aws.World(world)))


def marks_at(text: str, document: Document, world: aws.WorldDocument, now: datetime) -> list[Mark]:
    """The first mistakes in a text that is to be saved as this document: all that AWS would refuse it for."""
    put, account_id = document.kind.put, document.place.account_id
    parameters = put.filled(document.parts(text))
    return shown(aws.problems_of(put.name, parameters, account_id, aws.World(world), now))


def shown(problems: Iterable[aws.Problem]) -> list[Mark]:
    """The first of them, errors before warnings, and then in the order they stand."""
    listed = [
        Mark(item.line, item.column, item.path, item.message, "error" if item.answer else "warning")
        for item in problems
    ]
    return sorted(listed, key=lambda mark: not mark.is_error)[:SHOWN_PROBLEMS]
