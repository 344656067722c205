"""Make everything ready to serve: database, course, first instructor, static files."""

from __future__ import annotations

import errno
import shutil
from typing import Any, cast

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError

from lessons.management.lock import alone

__all__ = ["Command"]

# What is said while it is done, and the commands that do it, in this order.
STEPS: tuple[tuple[str, tuple[str, dict[str, Any]]], ...] = (
    ("preparing the database", ("migrate", {"verbosity": 0})),
    ("preparing the cache", ("createcachetable", {"verbosity": 0})),
    ("loading the course", ("load_course", {})),
    ("forgetting visitors who stayed away", ("clear_guests", {"older_than_days": 90})),
    ("forgetting old sessions", ("clearsessions", {})),
    ("looking for an instructor", ("create_instructor", {"if_missing": True})),
    ("collecting static files", ("collectstatic", {"verbosity": 0, "interactive": False})),
)

DISK_FULL = "53100"  # PostgreSQL's code
LEAST_ROOM = 1024 * 1024  # bytes; SQLite has several words for a disk with less
FULL = "The disk is full: nothing more can be stored. Free some room, then run this again."


class Command(BaseCommand):
    """Does what a start needs, in one process; what is done already is left alone."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps while no other start does. Raises CommandError where the disk is full."""
        try:
            settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # sessions and keys are in there
            with alone(settings.VAR_DIR, lambda: self.stdout.write("· waiting for another to finish")):
                self.prepare()
        except (OSError, DatabaseError) as error:
            if is_full(error):
                raise CommandError(FULL) from error
            raise

    def prepare(self) -> None:
        """Do one step after another."""
        for sentence, (command, arguments) in STEPS:
            self.stdout.write(f"· {sentence}")
            call_command(command, stdout=self.stdout, **arguments)


def is_full(error: Exception | None) -> bool:
    """Whether it is for want of room on the disk, here or where PostgreSQL is."""
    if error is None:
        return False
    told = getattr(error, "errno", None) == errno.ENOSPC or getattr(error, "sqlstate", "") == DISK_FULL
    room = shutil.disk_usage(settings.VAR_DIR).free if settings.VAR_DIR.exists() else LEAST_ROOM
    return told or room < LEAST_ROOM or is_full(cast(Exception | None, error.__cause__))
