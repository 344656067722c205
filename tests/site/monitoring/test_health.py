"""/healthz tells that this process lives, /readyz what stands in the way of serving."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings

from learnsts.monitoring import health
from tests.faults.databases import read_only

BOTH = ("/healthz", "/readyz")


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test found is not told."""
    monkeypatch.setattr(health, "_latest", health.Latest())


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], bool]], None]:
    """Let everything be well but one thing, which is as the function says."""

    def replace(name: str, answer: Callable[[], bool]) -> None:
        well = {other: (lambda: True, problem) for other, (_, problem) in health.CHECKS.items()}
        monkeypatch.setattr(health, "CHECKS", well | {name: (answer, well[name][1])})

    return replace


def fail() -> bool:
    raise RuntimeError("no route to host db.internal")


def test_life_is_told_without_the_database(client: Client) -> None:  # pytest-django forbids it here
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("url", BOTH)
@override_settings(
    ALLOWED_HOSTS=["learn.example.edu"],
    SECURE_SSL_REDIRECT=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
def test_a_probe_comes_by_address_and_without_tls(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "CHECKS", {})
    assert client.get(url, headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.get(url, headers={"host": "not a host"}).status_code == 200
    assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_all_is_well(client: Client) -> None:
    response = client.get("/readyz")
    assert response.json() == {"status": "ok", "database": "ok", "cache": "ok", "migrations": "ok"}
    assert response.status_code == 200


@pytest.mark.parametrize("name", health.CHECKS)
@pytest.mark.parametrize("answer", [fail, lambda: False], ids=["raises", "not well"])
def test_what_is_not_well_is_named_and_why_is_not(
    client: Client,
    check: Callable[[str, Callable[[], bool]], None],
    name: str,
    answer: Callable[[], bool],
) -> None:
    check(name, answer)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert {other for other, said in response.json().items() if said == "ok"} == set(health.CHECKS) - {name}
    assert "db.internal" not in response.text


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    """What does not answer until the test is over."""
    over = threading.Event()
    yield over
    over.set()


def test_what_does_not_answer_is_not_waited_for(
    client: Client,
    check: Callable[[str, Callable[[], bool]], None],
    hanging: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert health.DEADLINE_SECONDS < 3
    monkeypatch.setattr(health, "DEADLINE_SECONDS", 0.01)
    check("database", hanging.wait)
    assert client.get("/readyz").json()["database"] == "no answer"


def test_many_who_ask_share_one_look(
    check: Callable[[str, Callable[[], bool]], None], hanging: threading.Event
) -> None:
    looks: list[bool] = []
    check("database", lambda: looks.append(True) is None)
    latest = health.Latest()
    for now in (100.0, 100.5, 100.99):
        latest.now(now).found_in(5)
    assert len(looks) == 1
    latest.now(101.0).found_in(5)
    assert len(looks) == 2
    check("database", hanging.wait)
    stuck = latest.now(102.0)
    assert latest.now(120.0) is stuck
    assert latest.now(132.0) is not stuck


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_is_not_well() -> None:
    with read_only(connection), pytest.raises(Exception, match=r"read-?only"):
        health.database()


@pytest.mark.django_db(transaction=True)
def test_a_write_leaves_everything_as_it_was() -> None:
    rows = "SELECT id, app, name, applied FROM django_migrations ORDER BY id"
    with connection.cursor() as cursor:
        before = list(cursor.execute(rows) or cursor)
        assert health.database()
        assert list(cursor.execute(rows) or cursor) == before


@pytest.mark.django_db
def test_a_migration_that_is_not_done_is_seen() -> None:
    assert health.migrations()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'lessons' AND name = '0001_initial'")
    assert not health.migrations()


@pytest.mark.django_db
def test_migrations_of_the_next_release_do_not_matter() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('lessons', '9999_next', '2030-01-01')"
        )
    assert health.migrations()


@pytest.mark.parametrize("url", BOTH)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_are_only_for_reading(client: Client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize("url", BOTH)
def test_no_cache_keeps_them(client: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", {})
    headers = client.get(url).headers
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
