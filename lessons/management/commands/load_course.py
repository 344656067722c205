"""Loads the course from its files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.loading import CourseError, load_course
from lessons.loading.course_folder import Outcome

COURSE = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    """Loads all of the course or, where a file is wrong, nothing. It can be repeated."""

    help = "Loads the course from its files: all of it or, where a file is wrong, nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The course's folder, and whether edits made in admin give way."""
        parser.add_argument("folder", nargs="?", type=Path, default=COURSE, help="where the course is")
        parser.add_argument(
            "--overwrite", action="store_true", help="also replace what was edited in admin since"
        )

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        """Tell what became of each lesson. Raises CommandError with file and line of a mistake."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            lessons = load_course(folder, overwrite=overwrite)
        except CourseError as found:
            mistakes = "\n".join(str(mistake) for mistake in found.mistakes)
            raise CommandError(f"{mistakes}\nNothing was loaded.") from found
        for lesson in lessons:
            self.stdout.write(f"{lesson.slug}: {lesson.outcome}")
        if not any(lesson.outcome in (Outcome.NEW, Outcome.CHANGED) for lesson in lessons):
            self.stdout.write("No change.")
