"""manage.py restore FILE: what a backup holds, in the place of what the site keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learnsts.backup import BackupError, restore
from learnsts.backup.manifest import key_fingerprint

OTHER_KEY = (
    "This site has another SECRET_KEY than the one that was saved: everybody is signed out, and guests are "
    "lost. Bring the old key (var/secret-key) before anybody comes."
)


class Command(BaseCommand):
    """Restore a backup, also one of an older release. Stop every node of the site first."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """From where, and whether it may replace something."""
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        parser.add_argument("--overwrite", action="store_true", help="replace the database that is there")

    def handle(self, *args: Any, file: Path, overwrite: bool, **options: Any) -> None:
        """Restore, and say what. Raises CommandError."""
        try:
            manifest = restore(file, overwrite=overwrite)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"Restored: {rows:,} rows of release {manifest.release}, saved {manifest.created}.")
        if manifest.secret_key != key_fingerprint():
            self.stderr.write(OTHER_KEY)
