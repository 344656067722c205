"""Whether nodes of the release before can go on beside the migrated database: ``python -m tests.migrations``.

A migration adds; what it adds is used in the same release, and what is used no more is removed in the next.
So that a part may go, its release takes it out of the models alone (SeparateDatabaseAndState), and the next
one out of the database. What the release before reads and writes is what its models say; it is compared with
the tables after each migration since.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import django
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations import RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, F, Field, Func, Model
from django.db.models.constraints import BaseConstraint, UniqueConstraint
from django.db.models.expressions import ExpressionList

__all__ = ["ALLOWED", "breaks", "change", "found_since", "tables_of"]

# What breaks the release before by the rules below and does not in fact: finding -> why.
ALLOWED: Mapping[str, str] = {}

UNREADABLE = "runs SQL, which nothing here can read"

# A column that becomes one of these still takes and gives what the release before writes and reads.
WIDER = {("varchar", "text"), ("smallint", "integer"), ("smallint", "bigint"), ("integer", "bigint")}


@dataclass(frozen=True)
class Column:
    """A column as it matters to who writes it.

    ``size`` is None where a text has no limit, ``repeats`` whether rows without a value get the same one.
    """

    kind: str
    size: int | None
    nullable: bool
    has_default: bool
    repeats: bool


@dataclass(frozen=True)
class Rule:
    """What has to be unique or true in a table: as it is told, and the columns that it is about."""

    told: str
    is_unique: bool
    columns: frozenset[str]


@dataclass(frozen=True)
class Table:
    """A table: its columns by name, and its rules."""

    columns: Mapping[str, Column]
    rules: frozenset[Rule]


Tables = Mapping[str, Table]


def tables_of(apps: Apps) -> Tables:
    """The tables that the models of a state have, those between models included."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: table_of(model) for model in models if model._meta.managed}


def table_of(model: type[Model]) -> Table:
    fields = model._meta.local_concrete_fields
    rules = {unique_rule([field.column]) for field in fields if field.unique}
    rules |= {unique_rule(columns_of(model, names)) for names in model._meta.unique_together}
    rules |= {rule_of(model, constraint) for constraint in model._meta.constraints}
    return Table({field.column: column_of(field) for field in fields}, frozenset(rules))


def column_of(field: Field[Any, Any]) -> Column:
    kind, _, size = (field.db_type(connection) or "").rstrip(")").partition("(")
    default = field.db_default
    return Column(
        kind=kind,
        size=int(size) if size.isdigit() else None,
        nullable=field.null,
        has_default=default is not NOT_PROVIDED,
        repeats=default is not NOT_PROVIDED and not isinstance(default, Func),
    )


def columns_of(model: type[Model], names: Iterable[str]) -> list[str]:
    return [str(model._meta.get_field(name).column) for name in names]


def unique_rule(columns: list[str]) -> Rule:
    return Rule(f"unique {', '.join(columns)}", is_unique=True, columns=frozenset(columns))


def rule_of(model: type[Model], constraint: BaseConstraint) -> Rule:
    """A constraint, whatever its name."""
    if not isinstance(constraint, UniqueConstraint):
        names = constraint.condition.referenced_base_fields
        return Rule(
            f"check {constraint.condition}", is_unique=False, columns=frozenset(columns_of(model, names))
        )
    if not constraint.expressions and constraint.condition is None:
        return unique_rule(columns_of(model, constraint.fields))
    parts = ExpressionList(*constraint.expressions).flatten()
    names = [*constraint.fields, *(part.name for part in parts if isinstance(part, F))]
    told = f"unique {', '.join(map(str, [*constraint.fields, *constraint.expressions]))}"
    when = f" where {constraint.condition}" if constraint.condition else ""
    return Rule(told + when, is_unique=True, columns=frozenset(columns_of(model, names)))


def breaks(known: Tables, there: Tables) -> Iterator[str]:
    """What code that knows some tables cannot do with those that are there."""
    for name, table in known.items():
        if name not in there:
            yield f"{name} is gone"
        else:
            yield from (f"{name}{found}" for found in breaks_of_table(table, there[name]))


def breaks_of_table(known: Table, there: Table) -> Iterator[str]:
    new = {name: column for name, column in there.columns.items() if name not in known.columns}
    for name, column in known.columns.items():
        if name not in there.columns:
            yield f".{name} is gone"
        else:
            yield from (f".{name} {found}" for found in breaks_of_column(column, there.columns[name]))
    for name, column in new.items():
        if not (column.nullable or column.has_default):
            yield f".{name} is new and must be filled: give it null=True or db_default"
    for rule in there.rules - known.rules:
        if not holds_for_old_rows(rule, new):
            yield f" has a new rule: {rule.told}"
    for rule in known.rules - there.rules:
        if rule.is_unique and rule.columns <= there.columns.keys():
            yield f" has lost a rule: {rule.told}"


def holds_for_old_rows(rule: Rule, new: Mapping[str, Column]) -> bool:
    """Whether rows without the new columns keep to a rule: NULL equals nothing, and a default fits."""
    if rule.is_unique:
        return any(name in new and not new[name].repeats for name in rule.columns)
    return rule.columns <= new.keys()


def breaks_of_column(known: Column, there: Column) -> Iterator[str]:
    if known.kind != there.kind and (known.kind, there.kind) not in WIDER:
        yield f"was {known.kind} and is {there.kind}"
    elif there.size is not None and (known.size is None or there.size < known.size):
        yield f"holds {there.size} characters at most"
    if known.nullable and not there.nullable and not there.has_default:
        yield "does not take NULL any more"
    if there.nullable and not known.nullable:
        yield "may be NULL now"
    if known.has_default and not there.has_default and not there.nullable:
        yield "has no default any more"


def found_since(released: Iterable[str]) -> Iterator[str]:
    """What migrations break that are not among those of the release (``app.name``), each with its name."""
    loader, done = MigrationLoader(None), {*released}
    leaves = loader.graph.leaf_nodes()
    plan = dict.fromkeys(key for leaf in leaves for key in loader.graph.forwards_plan(leaf))
    old = [key for key in plan if is_among(done, loader.graph.nodes[key])]
    known = tables_of(loader.project_state(old).apps)
    database = ProjectState(real_apps=loader.unmigrated_apps)
    for key in old:
        change(database, key[0], loader.graph.nodes[key].operations)
    told: set[str] = set()
    for key in (key for key in plan if key not in old):
        operations = loader.graph.nodes[key].operations
        change(database, key[0], operations)
        found = {*breaks(known, tables_of(database.apps)), *unreadable(operations)}
        yield from (f"{'.'.join(key)}: {what}" for what in sorted(found - told))
        told |= found - {UNREADABLE}


def is_among(done: set[str], migration: Migration) -> bool:
    """Whether a release had a migration, or all that it replaces."""
    names = {".".join(key) for key in migration.replaces}
    return f"{migration.app_label}.{migration.name}" in done or (bool(names) and names <= done)


def change(database: ProjectState, app: str, operations: Iterable[Operation]) -> None:
    """Do to a database what operations do to it, and nothing that they do to the models alone."""
    for operation in in_database(operations):
        operation.state_forwards(app, database)


def in_database(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from in_database(operation.database_operations)
        else:
            yield operation


def unreadable(operations: Iterable[Operation]) -> set[str]:
    return {UNREADABLE for operation in in_database(operations) if isinstance(operation, RunSQL)}


def main() -> int:
    """Name what breaks the newest release that is kept, and what is allowed without a need."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.releases.kept import ALL

    latest = ALL[-1]
    found = {*found_since(latest.manifest().migrations)}
    wrong = [f"{what}; {latest.release} may run beside it" for what in sorted(found - ALLOWED.keys())]
    wrong += [f"{what}; this is allowed, and is not so" for what in sorted(ALLOWED.keys() - found)]
    print("\n".join(wrong) or f"Nodes of {latest.release} can go on beside the migrated database.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
