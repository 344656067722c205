"""A site of an older release, brought to this one: every page opens, and nothing that was stored is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from learnsts.backup.archive import unpack
from tests.access.table import ADMIN, ROLES, TABLE
from tests.releases.kept import ALL, Kept

LARGEST = 300_000  # bytes of a kept site, which is in every clone
LOSABLE = {"django_cache"}
# Nodes of the release before may run beside this one, and none that are older.
only_the_latest = pytest.mark.parametrize("site", ALL[-1:], indirect=True, ids=lambda kept: kept.release)


@pytest.fixture
def as_it_was(site: Kept, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The kept database as the release left it."""
    unpack(site.archive, tmp_path)
    with closing(sqlite3.connect(tmp_path / "database" / "database.sqlite3")) as database:
        yield database


def tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_") and name not in LOSABLE]


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [column[1] for column in database.execute(f"PRAGMA table_info({table})")]


def test_every_release_since_0_3_1_is_kept() -> None:
    assert ALL[0].release == "0.3.1"
    assert all(kept.archive.stat().st_size < LARGEST for kept in ALL)


@pytest.mark.parametrize("person", ROLES)
def test_every_page_opens_for_everybody(site: Kept, browsers: dict[str, Client], person: str) -> None:
    """The pages of the access table that are about something which the site has."""
    known = site.arguments
    rows = [row for row in TABLE + ADMIN if row.method == "get" and {*row.arguments.split()} <= {*known}]
    paths = {reverse(row.name, args=[known[name] for name in row.arguments.split()]) for row in rows}
    paths |= {
        reverse(f"admin:lessons_lesson_{page}", args=[known["lesson_pk"]]) for page in ("change", "history")
    }
    paths -= {reverse("readyz")}  # which writes from a thread of its own, beside the transaction of a test
    assert len(paths) > 50
    for path in sorted(paths):
        assert browsers[person].get(path).status_code < 500, path


def test_everybody_is_still_who_they_were(site: Kept, browsers: dict[str, Client]) -> None:
    for person in site.sessions:
        assert browsers[person].get("/classes/").wsgi_request.user.is_authenticated, person


def test_what_was_stored_is_still_shown(site: Kept, browsers: dict[str, Client]) -> None:
    lost = []
    for person, path, texts in site.shown:
        page = unescape(browsers[person].get(path, follow=True).content.decode())
        lost += [(person, path, text) for text in texts if text not in page]
    assert lost == []


def test_credentials_that_lived_live_on(site: Kept, browsers: dict[str, Client]) -> None:
    sandbox, key = site.arguments["sandbox"], site.arguments["key"]
    page = browsers["maya"].post(f"/sandbox/{sandbox}/use/", {"use": "who", "caller": key}, follow=True)
    assert "assumed-role/demo/evening" in page.content.decode()


def test_every_row_is_still_there(as_it_was: sqlite3.Connection) -> None:
    lost = {}
    with connection.cursor() as cursor:
        for table in tables(as_it_was):
            key = next(column[1] for column in as_it_was.execute(f"PRAGMA table_info({table})") if column[5])
            cursor.execute(f'SELECT "{key}" FROM "{table}"')
            found = {plain(value) for (value,) in cursor.fetchall()}
            before = {plain(value) for (value,) in as_it_was.execute(f'SELECT "{key}" FROM "{table}"')}
            lost[table] = before - found
    assert {table: keys for table, keys in lost.items() if keys} == {}


def plain(value: object) -> str:
    """A key as text; a UUID as SQLite has it."""
    return str(value).replace("-", "")


@only_the_latest
def test_the_statements_of_the_release_before_work(as_it_was: sqlite3.Connection) -> None:
    """Every row is read, changed, deleted and inserted with the columns that the release knows."""
    with connection.cursor() as cursor:
        for table in tables(as_it_was):
            names = ", ".join(f'"{name}"' for name in columns(as_it_was, table))
            change = ", ".join(f'"{name}" = "{name}"' for name in columns(as_it_was, table))
            cursor.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {names} FROM {table}")
            cursor.execute(f"UPDATE {table} SET {change}")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM kept")
            cursor.execute("DROP TABLE kept")
    connection.check_constraints()


@only_the_latest
def test_what_the_release_before_wrote_covers_its_tables(as_it_was: sqlite3.Connection) -> None:
    """A table without a row would show nothing in the test above."""
    empty = {name for name in tables(as_it_was) if not as_it_was.execute(f"SELECT 1 FROM {name}").fetchone()}
    assert empty <= {"account_emailaddress", "account_emailconfirmation", "accounts_user_user_permissions"}
