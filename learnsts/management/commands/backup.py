"""manage.py backup FILE: all that the site keeps, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learnsts.backup import BackupError, save

KEY = "SECRET_KEY is not in it: keep it apart. Without it everybody is signed out, and guests are lost."


class Command(BaseCommand):
    """Save all that the site keeps in one file, while it works."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="a file that is not there yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Save, and say what. Raises CommandError."""
        try:
            manifest = save(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{file}: release {manifest.release}, {manifest.database}, {rows:,} rows. {KEY}")
