"""Statements that are made once do what the ORM's own do."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, models
from django.utils import timezone

from lessons.sandbox.calls.sql import insert, returned
from lessons.sandbox.models import Event, Sandbox
from tests.sandbox.bench import Bench

MINE = "UPDATE sandbox_sandbox SET last_number = last_number + 1 WHERE id = %s RETURNING {columns}"


def everything(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def event(bench: Bench, **fields: Any) -> Event:
    given: dict[str, Any] = {"number": 7, "at": timezone.now(), "source": Event.Source.CLIENT}
    return Event(sandbox=bench.sandbox, **given | fields)


def test_a_row_is_stored_with_every_field(bench: Bench) -> None:
    row = event(
        bench,
        parameters={"a": [1, None, "é\u2028"]},
        decision=None,
        answer="100 %s {x}",
        issued_key="ASIAEXAMPLE",
        issued_session={"access_key_id": "ASIAEXAMPLE"},
    )
    insert(row)
    assert everything(Event.objects.get()) == everything(row)


def test_a_row_that_was_stored_is_not_new(bench: Bench) -> None:
    row = event(bench)
    insert(row)
    assert Event.objects.get(pk=row.pk) == row
    assert not row._state.adding


def test_what_the_database_refuses_is_refused(bench: Bench) -> None:
    insert(event(bench))
    with pytest.raises(IntegrityError):
        insert(event(bench))


def test_what_a_statement_gives_back_is_the_row_as_it_is_now(bench: Bench) -> None:
    bench.assume()
    (row,) = returned(Sandbox, MINE, [bench.sandbox.pk.hex])
    assert row.last_number == 2
    assert everything(row) == everything(bench.now())


def test_a_statement_that_finds_nothing_gives_nothing_back(bench: Bench) -> None:
    assert returned(Sandbox, MINE, [uuid.uuid4().hex]) == []
