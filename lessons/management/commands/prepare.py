"""Make everything ready to serve: database, course, first instructor, static files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

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


class Command(BaseCommand):
    """Does what a start needs, in one process; what is done already is left alone."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # sessions and keys are in there
        for sentence, (command, arguments) in STEPS:
            self.stdout.write(f"· {sentence}")
            call_command(command, stdout=self.stdout, **arguments)
