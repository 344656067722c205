"""manage.py sandbox_keys: a user's sandbox, for a terminal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.scenarios import personas
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons.sandbox.workbench.shells import BASH, SHELLS, shell_of
from lessons.sandbox.workbench.terminal import LOCAL, exports


class Command(BaseCommand):
    """Print the lines that make the AWS CLI call a user's sandbox; open the sandbox if there is none."""

    help = 'Print what makes the AWS CLI call a user\'s sandbox: eval "$(manage.py sandbox_keys USER)".'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose sandbox, of which scenario, as whom, for which shell, and where the site is."""
        parser.add_argument("user", help="the user name on this site")
        parser.add_argument("--scenario", default="demo", help="the scenario's slug (demo)")
        parser.add_argument("--persona", help="the IAM user's name or ARN (the first of the scenario)")
        parser.add_argument(
            "--shell", choices=[shell.key for shell in SHELLS], default=BASH.key, help="whose words (bash)"
        )
        parser.add_argument("--endpoint", default=LOCAL, help=f"the endpoint's URL ({LOCAL})")

    def handle(self, *, user: str, scenario: str, persona: str | None, **options: Any) -> None:
        """Print them. Raises CommandError, with the names there are, for a name that is not there."""
        owner = User.objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no user {user}.")
        found = Scenario.objects.filter(slug=scenario).first()
        if found is None:
            known = Scenario.objects.order_by("slug").values_list("slug", flat=True)
            raise CommandError(f"There is no scenario {scenario}. There is: {', '.join(known) or 'none'}.")
        sandbox = open_sandbox(owner, found)
        endpoint, shell = options["endpoint"], shell_of(options["shell"])
        self.stdout.write(exports(_persona(sandbox, persona), endpoint, shell=shell))


def _persona(sandbox: Sandbox, name: str | None) -> aws.User:
    """The IAM user of that name or ARN, else the first."""
    users = personas.users(sandbox.world)
    for arn, user in users.items():
        if name in (None, arn, user.name):
            return user
    known = ", ".join(user.name for user in users.values())
    raise CommandError(f"There is no persona {name} in this sandbox. There is: {known or 'none'}.")
