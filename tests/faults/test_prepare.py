"""Preparing: two at once are one, and one that is killed is made good by the next."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.browser.served import Served, new_server
from tests.faults.conftest import prepare
from tests.faults.parts import needs
from tests.sizes import size

# Prepares, and is killed in the middle of a migration: its tables are changed, and nobody has noted it.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
left = [int(sys.argv[1])]
record = MigrationRecorder.record_applied
def dying(*arguments):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    record(*arguments)
MigrationRecorder.record_applied = dying
call_command("prepare")
"""
READY = """
from learnsts.monitoring import health
print("READY", health.database(), health.migrations())
"""


def was_done_once(site: Served, printed: list[str]) -> bool:
    """Whether one of two waited for the other, and all is there."""
    assert sum("waiting for another" in text for text in printed) == 1
    assert sum("Instructor instructor: the password is in" in text for text in printed) == 1
    return "READY True True" in site.manage("shell", "-v0", "-c", READY)


def test_two_at_once_are_one(prepared_twice: tuple[Served, list[str]]) -> None:
    assert was_done_once(*prepared_twice)


@needs("postgres")
def test_two_machines_at_once_are_one(two_nodes: tuple[list[Served], list[str]]) -> None:
    sites, printed = two_nodes
    assert was_done_once(sites[1], printed)


def test_one_that_was_killed_in_a_migration_is_made_good(tmp_path: Path) -> None:
    site = new_server(tmp_path)
    for _ in range(size(3, 6)):
        killed = prepare(site, "-c", KILLED, "9")  # of those that are still to be done
        assert killed.wait(timeout=60) == -signal.SIGKILL
        killed.communicate()
    site.manage("prepare")
    assert "READY True True" in site.manage("shell", "-v0", "-c", READY)
