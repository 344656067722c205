"""manage.py create_instructor: somebody who may teach, on a fresh site."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from lessons.accounts.models import User
from lessons.accounts.roles import INSTRUCTORS

PASSWORD_LENGTH = 16
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Create an instructor with a random password, in a file that only its owner can read."""

    help = "Create an instructor with a random password, in a file that only its owner can read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and what to do where somebody has it."""
        parser.add_argument("--username", default="instructor")
        parser.add_argument("--if-missing", action="store_true", help="No error where the name is taken.")

    def handle(self, *, username: str, if_missing: bool, **options: Any) -> None:
        """Create, or say that the name is taken. Raises CommandError without --if-missing."""
        file = password_file(username)
        if User.objects.filter(username__iexact=username).exists():
            if not if_missing:
                raise CommandError(f"{username} is already there.")
            self.stdout.write(f"{username} is already there" + f"; first password: {file}" * file.exists())
            return
        with transaction.atomic():
            user = User.objects.create_user(username, password=write_password(file), is_staff=True)
            user.groups.add(Group.objects.get(name=INSTRUCTORS))
        self.stdout.write(
            f"Instructor {username}: the password is in {file}. Change it, then delete the file."
        )


def password_file(username: str) -> Path:
    """Where the first password of this account is. Raises CommandError where this is no name."""
    try:
        User.username_validator(username)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from error
    return Path(settings.VAR_DIR) / f"{username}-password"


def write_password(file: Path) -> str:
    """A new password, which stands in the file from now on."""
    password = get_random_string(PASSWORD_LENGTH, EASY_TO_READ)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)  # of a database that is gone
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(password + "\n")
    return password
