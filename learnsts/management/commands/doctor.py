"""manage.py doctor: whether this deployment is as it should be, and what to mend first."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from learnsts.monitoring.doctor import CHECKS

__all__ = ["Command"]


class Command(BaseCommand):
    """Tells each check in one line; exits with 1 where something has to be mended."""

    help = __doc__
    requires_system_checks = []  # it is to say what is wrong, not to stop at the first

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a check, in the order in which to mend."""
        found = [(name, check()) for name, check in CHECKS]
        for name, advice in found:
            self.stdout.write(f"{name:<16} " + (f"mend: {advice}" if advice else "ok"))
        if any(advice for _, advice in found):
            sys.exit(1)
