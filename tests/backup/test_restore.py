"""A restored site is the one that was saved, brought to this release."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from learnsts.backup import BackupError, restore, save
from learnsts.backup.copies import contents_here
from lessons.accounts.models import User
from lessons.models import Lesson, Vote
from lessons.quizzes.models import Attempt
from tests.backup.sites import leftovers, login, ran
from tests.releases.kept import ALL


def test_what_was_saved_comes_back(site: str, file: Path) -> None:
    save(file)
    before = contents_here()
    Vote.objects.all().delete()
    User.objects.create(username="came later")
    restore(file, overwrite=True)
    assert contents_here() == before
    assert not User.objects.filter(username="came later").exists()
    assert leftovers() == []


def test_an_older_release_is_carried_forward(bare_site: str) -> None:
    """The kept site comes with what later migrations made, and with nobody missing."""
    manifest = restore(ALL[0].archive)
    assert {*manifest.migrations} <= {*contents_here().migrations}
    assert Attempt.objects.count() == manifest.rows["quizzes_attempt"]
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_ids_go_on_after_the_restored_ones(site: str) -> None:
    """PostgreSQL counts beside its tables."""
    highest = User.objects.latest("pk").pk
    assert User.objects.create(username="new").pk > highest


def test_rights_and_documents_are_what_they_were(site: str) -> None:
    assert User.objects.get(username="instructor").has_perm("lessons.change_lesson")
    assert not User.objects.get(username="maya").has_perm("lessons.change_lesson")
    attempt = Attempt.objects.get(pk=ALL[0].arguments["attempt"])
    assert len(attempt.questions) == attempt.total
    summaries = Lesson.objects.get(slug="assuming-a-role").history.values_list("summary", flat=True)
    assert {"Edited once by the instructor.", "Alice borrows a role for an evening."} < {*summaries}


def test_a_cache_that_does_not_answer_is_told_and_no_harm(
    bare_site: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.core.cache.cache.clear", Mock(side_effect=ConnectionError))
    restore(ALL[0].archive)
    assert User.objects.filter(username="maya").exists()
    assert "The cache does not answer" in caplog.text


def test_a_migration_that_fails_leaves_the_site_as_it_was(
    site: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(file)
    User.objects.create(username="came later")

    def failing(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a migration")

    monkeypatch.setattr("learnsts.backup.copies.call_command", failing)
    with pytest.raises(RuntimeError):
        restore(file, overwrite=True)
    assert User.objects.filter(username="came later").exists()
    assert leftovers() == []


@contextmanager
def a_node(name: str) -> Iterator[None]:
    """Another process's connection, which does nothing."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as node:
            node.execute("SELECT COUNT(*) FROM accounts_user")
            yield
    else:
        with psycopg.connect(**login(name)):
            yield


def test_a_running_site_is_left_alone(site: str, file: Path) -> None:
    save(file)
    User.objects.create(username="came later")
    connection.close()
    with a_node(site), pytest.raises(BackupError, match="stop every node"):
        restore(file, overwrite=True)
    assert User.objects.filter(username="came later").exists()
    connection.close()
    restore(file, overwrite=True)
    assert not User.objects.filter(username="came later").exists()


def test_from_one_machine_to_another_by_the_commands(site: str, file: Path, tmp_path: Path) -> None:
    """A site that was never there before opens with everybody on it."""
    manage = [sys.executable, "manage.py"]
    assert "SECRET_KEY is not in it" in ran([*manage, "backup", str(file)], site).stdout
    connection.close()
    other = ran([*manage, "restore", str(file)], site)
    assert other.stderr == (
        "CommandError: There is a database already. To replace all that is in it: --overwrite.\n"
    )
    done = ran([*manage, "restore", str(file), "--overwrite"], site)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Restored: " in done.stdout


@override_settings(SECRET_KEY="another")
def test_with_another_key_it_says_who_is_lost(bare_site: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(ALL[0].archive))
    assert "everybody is signed out, and guests are lost" in capsys.readouterr().err


def test_the_commands_tell_a_mistake_in_one_sentence(bare_site: str, file: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(file))
    with pytest.raises(CommandError, match="nothing to save"):
        call_command("backup", str(file))
