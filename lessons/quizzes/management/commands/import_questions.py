"""Brings the questions of a file into the bank."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.models import Lesson
from lessons.quizzes.authoring.importing import import_questions
from lessons.quizzes.exchange.formats import READABLE, format_of, read_file
from lessons.quizzes.exchange.results import Problem

__all__ = ["Command", "lesson_of"]


class Command(BaseCommand):
    """Stores every question that can be read, and names by line what cannot."""

    help = "Brings questions into the bank from GIFT, Moodle XML, Aiken or YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, its format where its name does not tell, and the lesson whose quiz asks them."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", dest="form", choices=READABLE, help="by default what the file's name says"
        )
        parser.add_argument("--lesson", metavar="SLUG", help="by default they wait in the bank")

    def handle(self, *args: Any, file: Path, form: str | None, lesson: str | None, **options: Any) -> None:
        """Tell how many there are. Raises CommandError where none could be read."""
        try:
            data = file.read_bytes()
        except OSError as broken:
            raise CommandError(f"{file}: {broken.strerror}.") from broken
        quiz = lesson_of(lesson)
        imported = read_file(data, form or format_of(file.name, data))
        self._tell(file, imported.problems)
        stored = import_questions(imported.questions, quiz)
        self._tell(file, stored.problems)
        if not stored.new + stored.changed:
            raise CommandError("No question was imported.")
        self.stdout.write(f"{stored.new} questions are new, {stored.changed} were there and are changed.")

    def _tell(self, file: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"{file}:{problem.line}: {problem.sentence}")


def lesson_of(slug: str | None) -> Lesson | None:
    """The lesson of this slug, None for none. Raises CommandError."""
    lesson = Lesson.objects.filter(slug=slug).first() if slug else None
    if slug and lesson is None:
        raise CommandError(f"There is no lesson “{slug}”.")
    return lesson
