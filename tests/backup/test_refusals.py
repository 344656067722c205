"""What cannot be restored is refused in a sentence, before anything is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils.crypto import get_random_string

from learnsts.backup import BackupError, restore
from lessons.accounts.models import User
from tests.backup.altered import DATABASE, KEPT, Change, altered, put
from tests.backup.sites import leftovers


def other_bytes(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    members[DATABASE] = members[DATABASE][:-1] + b"!"


def newer_release(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["release"] = "99.10.0"


def unknown_migration(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["migrations"].append("lessons.9999_of_tomorrow")


def unknown_format(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["format"] = 2


def missing_field(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    del manifest["rows"]


def more_than_named(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    members["../outside"] = b"x"


def fewer_than_named(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    del members[DATABASE]


def unknown_kind(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    members["films/one.mp4"] = b""
    manifest["sha256"]["films/one.mp4"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def rows_missing(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    manifest["rows"]["accounts_user"] += 1


CHANGES: list[tuple[Change, str]] = [
    (other_bytes, "checksum is wrong"),
    (newer_release, "release 99.10.0, newer than this"),
    (unknown_migration, "lessons.9999_of_tomorrow"),
    (unknown_format, "format 2"),
    (missing_field, "manifest of the backup cannot be read"),
    (more_than_named, "does not hold what its manifest names"),
    (fewer_than_named, "does not hold what its manifest names"),
    (unknown_kind, "does not know what films"),
    (rows_missing, "not whole: look at accounts_user"),
]


def refused(file: Path, message: str) -> None:
    """It is refused with these words, and the site is as it was, with nothing left beside it."""
    before = User.objects.create(username=get_random_string(12))
    with pytest.raises(BackupError, match=message):
        restore(file, overwrite=True)
    assert User.objects.filter(pk=before.pk).exists()
    assert leftovers() == []


@pytest.mark.parametrize(("change", "message"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_backup_that_was_changed(change: Change, message: str, site: str, file: Path) -> None:
    altered(file, change)
    refused(file, message)


@pytest.mark.parametrize(
    "kept", [0, 1, 1000, -1], ids=["nothing", "a byte", "the beginning", "all but the end"]
)
def test_a_backup_that_was_cut_short(kept: int, site: str, file: Path) -> None:
    file.write_bytes(KEPT.read_bytes()[:kept])
    refused(file, "damaged, cut short, or no backup")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_backup_with_a_damaged_byte(share: float, site: str, file: Path) -> None:
    content = bytearray(KEPT.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    file.write_bytes(content)
    refused(file, "damaged, cut short, or no backup")


def test_a_file_that_is_not_there(site: str, file: Path) -> None:
    refused(file, "There is no file")


def test_a_database_that_sqlite_finds_damaged(site: str, file: Path) -> None:
    """Right by its checksum: it was damaged before it was saved."""

    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        pages = bytearray(members[DATABASE])
        pages[200_000:208_192] = bytes(8192)
        put(bytes(pages), manifest, members)

    altered(file, change)
    refused(file, "SQLite")


def test_a_site_that_has_data(site: str) -> None:
    before = User.objects.create(username=get_random_string(12))
    with pytest.raises(BackupError, match="--overwrite"):
        restore(KEPT)
    assert User.objects.filter(pk=before.pk).exists()
