"""What a backup says of itself: where it comes from, and what is in it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac

from learnsts.backup.errors import BackupError

__all__ = ["FORMAT", "Contents", "Manifest", "contents_of", "current_release", "key_fingerprint"]

FORMAT = 1


@dataclass(frozen=True)
class Contents:
    """What a database holds: the number of rows by table, and the migrations applied, as ``app.name``."""

    rows: Mapping[str, int]
    migrations: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """A backup's own account of itself.

    ``database`` is Django's name of the vendor, ``created`` UTC in ISO 8601, ``sha256`` the digest of each
    member by its name. ``secret_key`` tells whether a site has the same SECRET_KEY, and nothing else of it.
    """

    release: str
    database: str
    created: str
    secret_key: str
    rows: Mapping[str, int]
    migrations: tuple[str, ...]
    sha256: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def of_now(cls, contents: Contents) -> Manifest:
        """The manifest of a backup made by this site at this moment."""
        return cls(
            release=current_release(),
            database=connection.vendor,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            secret_key=key_fingerprint(),
            rows=contents.rows,
            migrations=contents.migrations,
        )

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Read what `to_json` wrote. Raises BackupError for anything else."""
        try:
            stored: dict[str, Any] = json.loads(text)
            if stored["format"] != FORMAT:
                raise BackupError(f"The backup has format {stored['format']}; this release reads {FORMAT}.")
            return cls(**{**stored, "migrations": tuple(stored["migrations"])})
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError("The manifest of the backup cannot be read.") from error

    def to_json(self) -> str:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1)

    @property
    def contents(self) -> Contents:
        """What the database in the backup holds."""
        return Contents(self.rows, self.migrations)

    def check_release(self) -> None:
        """Refuse what only a newer release can read. Raises BackupError."""
        here = current_release()
        unknown = [] if numbers(self.release) > numbers(here) else self._unknown_migrations()
        if unknown or numbers(self.release) > numbers(here):
            told = f" (it has {unknown[0]})" if unknown else ""
            raise BackupError(
                f"The backup is of release {self.release}, newer than this {here}{told}. Install that first."
            )

    def _unknown_migrations(self) -> list[str]:
        """Migrations of the backup that the code of an installed app does not have."""
        loader = MigrationLoader(None)
        known = {".".join(key) for key in loader.disk_migrations}
        for migration in loader.disk_migrations.values():
            known |= {".".join(key) for key in migration.replaces}
        return [name for name in self.migrations if name not in known and _app(name) in loader.migrated_apps]


def contents_of(tables: Iterable[str], fetch: Callable[[str], list[Any]]) -> Contents:
    """What a database with these tables holds; ``fetch`` gives the rows of a SELECT."""
    rows = {table: fetch(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in sorted(tables)}  # noqa: S608 -- names of tables
    applied = fetch("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Contents(rows, tuple(f"{app}.{name}" for app, name in applied))


def current_release() -> str:
    """The release of the code, as pyproject.toml has it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def key_fingerprint() -> str:
    """Tells one SECRET_KEY from another, and does not give it away."""
    return salted_hmac("learnsts.backup", "SECRET_KEY", algorithm="sha256").hexdigest()


def numbers(release: str) -> tuple[int, ...]:
    """``0.10.0`` as numbers, so that it comes after ``0.9.0``."""
    return tuple(int(part) for part in release.split(".") if part.isdigit())


def _app(migration: str) -> str:
    return migration.partition(".")[0]
