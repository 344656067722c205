"""manage.py clear_guests: forget visitors who never came back and left nothing behind."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lessons.accounts.guests.clearing import clear_guests


class Command(BaseCommand):
    """Delete guests who have not been seen for some days, and have nothing to lose but what they read."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days."""
        parser.add_argument("--older-than-days", type=int, default=30)

    def handle(self, *, older_than_days: int, **options: Any) -> None:
        """Delete them, and say how many they were and who is kept for what."""
        cleared = clear_guests(timezone.now() - timedelta(days=older_than_days))
        self.stdout.write(f"{cleared.deleted} guests deleted")
        if cleared.kept:
            self.stdout.write(f"{cleared.kept} guests kept, though not seen for {older_than_days} days:")
        for what, count in cleared.reasons.items():
            self.stdout.write(f"  {count} {what}")
