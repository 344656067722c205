"""Why there is no backup, or nothing was restored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["BackupError", "full_disk_told"]

# How SQLite says it, and the system itself, also through PostgreSQL's programs.
FULL = ("database or disk is full", "No space left on device")


class BackupError(Exception):
    """One sentence for whoever runs the site: what is wrong, and what to do. Nothing was changed."""


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Say that the disk is full in a sentence. Raises BackupError."""
    try:
        yield
    except Exception as error:
        if not any(words in str(error) for words in FULL):
            raise
        raise BackupError("The disk is full. Nothing was changed: make room, then try again.") from error
