"""The whole site into one file, and back.

Each kind of data has a folder in the archive. Whatever else the site comes to keep, such as images, gets a
folder of its own beside the database's.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from django.core.cache import cache
from django.db import connection

from learnsts.backup import archive, postgres, sqlite
from learnsts.backup.errors import BackupError, full_disk_told
from learnsts.backup.manifest import Contents, Manifest
from learnsts.backup.rows import filled_from_sqlite

__all__ = ["restore", "save"]

logger = logging.getLogger(__name__)

DATABASE = "database"
KINDS = {DATABASE}

Ready = Callable[[Path, Contents], AbstractContextManager[Callable[[], None]]]

VENDORS = {"sqlite": sqlite, "postgresql": postgres}
# How a database comes back: by what it was, and what it shall be.
WAYS: dict[tuple[str, str], Ready] = {
    ("sqlite", "sqlite"): sqlite.ready,
    ("postgresql", "postgresql"): partial(postgres.ready, postgres.filled_from_dump),
    ("sqlite", "postgresql"): partial(postgres.ready, filled_from_sqlite),
}


def save(file: Path) -> Manifest:
    """Write all that the site keeps into ``file``, which appears whole or not at all.

    Raises BackupError where there is a file already, or no database that can be copied.
    """
    database = VENDORS[connection.vendor]
    if file.exists():
        raise BackupError(f"{file} is already there, and a backup overwrites nothing.")
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}.")
    if not database.is_there():
        raise BackupError("There is nothing to save: the database is empty.")
    with full_disk_told(), tempfile.TemporaryDirectory(prefix=".learnsts-backup-", dir=file.parent) as made:
        written, folder = Path(made, "archive"), Path(made, "parts")
        (folder / DATABASE).mkdir(parents=True)
        contents = database.save(folder / DATABASE)
        manifest = archive.write(written, Manifest.of_now(contents), folder)
        archive.publish(written, file)
    return manifest


def restore(file: Path, *, overwrite: bool = False) -> Manifest:
    """Put what is in ``file`` in the place of what the site keeps, brought to this release.

    All of it is checked and made ready first; then it is replaced at once. Raises BackupError, with nothing
    changed, for a backup that is damaged or newer, a running site, and data that may not be overwritten.
    """
    if VENDORS[connection.vendor].is_there() and not overwrite:
        raise BackupError("There is a database already. To replace all that is in it: --overwrite.")
    with full_disk_told(), tempfile.TemporaryDirectory(prefix=".learnsts-restore-", dir=_beside()) as made:
        folder = Path(made)
        manifest = archive.unpack(file, folder)
        _check(manifest)
        ready = WAYS[manifest.database, connection.vendor]
        with ready(folder / DATABASE, manifest.contents) as replace:
            replace()
    _empty_cache()
    return manifest


def _empty_cache() -> None:
    """What it holds is about rows that are gone; the site is restored also where it does not answer."""
    try:
        cache.clear()
    except Exception:
        logger.warning("The cache does not answer. Empty it before the site starts.")


def _check(manifest: Manifest) -> None:
    """Raises BackupError for what this site cannot take."""
    manifest.check_release()
    if unknown := {name.split("/")[0] for name in manifest.sha256} - KINDS:
        raise BackupError(f"This release does not know what {', '.join(sorted(unknown))} in the backup is.")
    if (manifest.database, connection.vendor) not in WAYS:
        raise BackupError(f"A backup of {manifest.database} cannot be restored into {connection.vendor}.")


def _beside() -> Path | None:
    """Where a restored file can be put in place by its name alone; None for the system's own folder."""
    if connection.vendor != "sqlite":
        return None
    folder = Path(connection.settings_dict["NAME"]).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
