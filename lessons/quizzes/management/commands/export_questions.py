"""Writes questions of the bank as a file that other programs read."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lessons.quizzes.exchange.formats import FORMATS
from lessons.quizzes.management.commands.import_questions import lesson_of
from lessons.quizzes.models import Question

__all__ = ["Command"]


class Command(BaseCommand):
    """Writes the file to the standard output, and names what is not in it on the other."""

    help = (
        "Writes questions to the standard output as GIFT, Moodle XML, Aiken, YAML, or as a package of QTI 3."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The format, and the lesson where not all questions are wanted."""
        parser.add_argument("--format", dest="form", choices=FORMATS, required=True)
        parser.add_argument("--lesson", metavar="SLUG", help="by default every question of the bank")

    def handle(self, *args: Any, form: str, lesson: str | None, **options: Any) -> None:
        """Write the questions, drafts too. Raises CommandError where there is no such lesson."""
        rows = Question.objects.select_related("step").prefetch_related("choices")
        if quiz := lesson_of(lesson):
            rows = rows.filter(lesson=quiz)
        ordered = rows.order_by("lesson__chapter__position", "lesson__position", "lesson", "position", "pk")
        exported = FORMATS[form].write(row.as_written() for row in ordered)
        sys.stdout.buffer.write(exported.data)
        for problem in exported.problems:
            self.stderr.write(f"question {problem.line}: {problem.sentence}")
