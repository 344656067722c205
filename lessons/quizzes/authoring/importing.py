"""Questions of a file, stored in the bank or behind those of a lesson, which is kept as a version."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.authoring.lesson_edits import editing
from lessons.quizzes.exchange.results import Found
from lessons.quizzes.exchange.storing import REASON, Stored, store

__all__ = ["import_questions", "would_import"]


def import_questions(questions: Iterable[Found], lesson: Lesson | None, by: User | None = None) -> Stored:
    """Store them all, or none where anything breaks; those that are there already are changed."""
    with transaction.atomic(), editing(by, REASON, [lesson]):
        return store(questions, lesson)


def would_import(questions: Iterable[Found], lesson: Lesson | None) -> Stored:
    """What storing them would come to, with every problem of it; nothing is stored."""
    with transaction.atomic():
        stored = store(questions, lesson)
        transaction.set_rollback(True)
    return stored
