"""manage.py clear_guests: forget visitors who never came back."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lessons.accounts.guests import clear_guests


class Command(BaseCommand):
    """Delete guests who have not been seen for some days, with all they did."""

    help = "Delete guests who have not been seen for some days, with all they did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days."""
        parser.add_argument("--older-than-days", type=int, default=30)

    def handle(self, *, older_than_days: int, **options: Any) -> None:
        """Delete them and say how many they were."""
        count = clear_guests(timezone.now() - timedelta(days=older_than_days))
        self.stdout.write(f"{count} guests deleted")
