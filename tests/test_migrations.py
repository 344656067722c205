"""Migrations are named that would break the code of the release before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Lower

from tests.migrations import UNREADABLE, breaks, change, found_since, tables_of, unreadable
from tests.releases.kept import ALL


class RandomUUID(models.Func):
    """As `gen_random_uuid()` of PostgreSQL."""

    function, arity, output_field = "gen_random_uuid", 0, models.UUIDField()


NAME = ("name", models.CharField(max_length=40))
PUPIL = ops.CreateModel(
    "Pupil",
    fields=[
        ("id", models.BigAutoField(primary_key=True)),
        NAME,
        ("note", models.TextField(null=True)),
        ("level", models.SmallIntegerField(db_default=1)),
    ],
    options={"constraints": [models.UniqueConstraint(fields=["name", "level"], name="one_a_level")]},
)


def add(name: str, field: models.Field[Any, Any]) -> Operation:
    return ops.AddField("pupil", name, field)


def alter(name: str, field: models.Field[Any, Any]) -> Operation:
    return ops.AlterField("pupil", name, field)


def constrain(*expressions: Any, **told: Any) -> Operation:
    return ops.AddConstraint("pupil", models.UniqueConstraint(*expressions, **told, name="a"))


HARMLESS: dict[str, list[Operation]] = {
    "a new table": [ops.CreateModel("Class", fields=[("id", models.BigAutoField(primary_key=True))])],
    "a new column that may be empty": [add("born", models.DateField(null=True))],
    "a new column that fills itself": [add("seen", models.IntegerField(db_default=0))],
    "a new way to many": [add("friends", models.ManyToManyField("school.Pupil"))],
    "a new index": [ops.AddIndex("pupil", models.Index(fields=["note"], name="i"))],
    "a longer text": [alter("name", models.CharField(max_length=80))],
    "a text without end": [alter("name", models.TextField())],
    "a larger number": [alter("level", models.BigIntegerField(db_default=1))],
    "a model renamed above its table": [
        ops.AlterModelTable("pupil", "school_pupil"),
        ops.RenameModel("Pupil", "Learner"),
    ],
    "a column made and dropped in between": [
        add("born", models.DateField(null=True)),
        ops.RemoveField("pupil", "born"),
    ],
    "a rule about what older rows have empty": [
        add("key", models.CharField(max_length=8, null=True)),
        constrain(fields=["name", "key"]),
    ],
    "a key that the database makes": [add("key", models.UUIDField(db_default=RandomUUID(), unique=True))],
    "a field taken out of the models alone": [
        ops.SeparateDatabaseAndState(state_operations=[ops.RemoveField("pupil", "note")])
    ],
}

BREAKING: dict[str, tuple[list[Operation], str]] = {
    "a table dropped": ([ops.DeleteModel("pupil")], "school_pupil is gone"),
    "a table renamed": ([ops.RenameModel("Pupil", "Learner")], "school_pupil is gone"),
    "a column dropped": ([ops.RemoveField("pupil", "note")], ".note is gone"),
    "a column renamed": ([ops.RenameField("pupil", "note", "remark")], ".note is gone"),
    "a new column to be filled": (
        [add("age", models.IntegerField(default=0))],
        ".age is new and must be filled",
    ),
    "a shorter text": ([alter("name", models.CharField(max_length=20))], ".name holds 20 characters at most"),
    "an end to a text": ([alter("note", models.CharField(max_length=9, null=True))], ".note was text"),
    "another type": ([alter("level", models.TextField(db_default=""))], ".level was smallint"),
    "a column that must be filled": ([alter("note", models.TextField())], ".note does not take NULL"),
    "a column that may be empty now": (
        [alter("name", models.CharField(max_length=40, null=True))],
        ".name may be NULL now",
    ),
    "a default taken away": ([alter("level", models.SmallIntegerField())], ".level has no default"),
    "one of each": ([alter("name", models.CharField(max_length=40, unique=True))], "new rule: unique name"),
    "one of each, whatever case": ([constrain(Lower("name"))], "new rule: unique Lower(F(name))"),
    "one of each, sometimes": (
        [constrain(fields=["name"], condition=models.Q(level=1))],
        "new rule: unique name where",
    ),
    "a new key that all older rows share": (
        [add("key", models.CharField(max_length=8, db_default="")), constrain(fields=["key"])],
        "new rule: unique key",
    ),
    "a rule about what there is": (
        [
            ops.AddConstraint(
                "pupil", models.CheckConstraint(condition=models.Q(level__gt=0), name="positive")
            )
        ],
        "new rule: check",
    ),
    "a rule that code relies on": (
        [ops.RemoveConstraint("pupil", "one_a_level")],
        "lost a rule: unique name, level",
    ),
}


def found_in(operations: list[Operation]) -> list[str]:
    """What a release that knows pupils cannot do once these are done to its database."""
    known, database = ProjectState(), ProjectState()
    change(known, "school", [PUPIL])
    change(database, "school", [PUPIL, *operations])
    return list(breaks(tables_of(known.apps), tables_of(database.apps)))


@pytest.mark.parametrize("operations", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_adds_may_be_done_beside_running_nodes(operations: list[Operation]) -> None:
    assert found_in(operations) == []


@pytest.mark.parametrize(("operations", "told"), BREAKING.values(), ids=BREAKING.keys())
def test_what_breaks_the_release_before_is_named(operations: list[Operation], told: str) -> None:
    (found,) = found_in(operations)
    assert told in found


def test_what_the_models_have_dropped_may_go_in_the_next_release() -> None:
    known, database = ProjectState(), ProjectState()
    change(known, "school", [PUPIL])
    known.remove_field("school", "pupil", "note")
    change(database, "school", [PUPIL, ops.RemoveField("pupil", "note")])
    assert list(breaks(tables_of(known.apps), tables_of(database.apps))) == []


def test_sql_is_for_somebody_to_read() -> None:
    hidden = ops.SeparateDatabaseAndState(database_operations=[ops.RunSQL("DROP TABLE school_pupil")])
    assert unreadable([hidden]) == {UNREADABLE}


def test_the_migration_is_named_that_is_the_first_to_break() -> None:
    """A table of credentials was dropped beside running nodes once: opening a sandbox was an error."""
    before = [name for name in ALL[0].manifest().migrations if name not in LATER]
    assert [found for found in found_since(before) if found.startswith("sandbox.")] == [
        "sandbox.0012_no_rows_of_credentials: sandbox_credential is gone",
        "sandbox.0012_no_rows_of_credentials: sandbox_event.issued_id is gone",
        # For a broken account, whose page may be a 404 at a node of 0.5.0 until all nodes are new.
        "sandbox.0018_broken_accounts: sandbox_sandbox.scenario_id may be NULL now",
    ]


LATER = {"sandbox.0012_no_rows_of_credentials", "sandbox.0013_json_that_databases_hold"}
