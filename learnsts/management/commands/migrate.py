"""manage.py migrate, in which a migration and the note that it was done are one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

__all__ = ["Command"]


class WholeExecutor(MigrationExecutor):
    """Django notes a migration with deferred SQL only after its transaction.

    One that is killed between the two would be done again, and fail because its tables are there already.
    """

    def apply_migration(self, state: Any, migration: Migration, *args: Any, **kwargs: Any) -> Any:
        """Apply it and note it, or neither."""
        with self.whole() if migration.atomic else nullcontext():
            return super().apply_migration(state, migration, *args, **kwargs)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """One transaction, before which SQLite stops checking foreign keys; the schema editor checks them."""
        self.connection.disable_constraint_checking()
        try:
            with transaction.atomic(self.connection.alias):
                yield
        finally:
            self.connection.enable_constraint_checking()


class Command(migrate.Command):
    """Django's own command, whose module names the executor."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined] # Django has it
        super().handle(*args, **options)
