"""manage.py create_instructor: somebody who may teach, on a fresh site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from lessons.accounts.models import User
from lessons.accounts.roles import INSTRUCTORS

PASSWORD_LENGTH = 16
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Create an instructor with a random password, which is printed this once."""

    help = "Create an instructor with a random password, which is printed this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and what to do where somebody has it."""
        parser.add_argument("--username", default="instructor")
        parser.add_argument("--if-missing", action="store_true", help="No error where the name is taken.")

    def handle(self, *, username: str, if_missing: bool, **options: Any) -> None:
        """Create, or say that the name is taken. Raises CommandError without --if-missing."""
        if User.objects.filter(username__iexact=username).exists():
            if not if_missing:
                raise CommandError(f"{username} is already there.")
            self.stdout.write(f"{username} is already there")
            return
        password = get_random_string(PASSWORD_LENGTH, EASY_TO_READ)
        with transaction.atomic():
            user = User.objects.create_user(username, password=password, is_staff=True)
            user.groups.add(Group.objects.get(name=INSTRUCTORS))
        self.stdout.write(f"Instructor {username}, password {password} (shown only this once)")
