"""PostgreSQL and Redis that go away and come back: who waits, what is said, and that nothing is lost."""

from __future__ import annotations

import json
import time
from pathlib import Path

from tests.faults.conftest import Prepared
from tests.faults.load import lost, work_during
from tests.faults.parts import Postgres, needs, redis
from tests.sizes import size

PAGES = ("/", "/lessons/assuming-a-role/read/", "/sandbox/", "/classes/", "/lessons/assuming-a-role/steps/1/")


@needs("postgres")
def test_nothing_is_lost_with_postgresql(on_postgres: Prepared, postgres: Postgres) -> None:
    def crash() -> None:
        postgres.stop()
        postgres.start()

    done = work_during([crash], on_postgres.maya, on_postgres.reader, size(5, 20))
    assert lost(done, on_postgres.maya, on_postgres.reader) == []


@needs("postgres")
def test_without_postgresql_everybody_is_told_at_once(on_postgres: Prepared, postgres: Postgres) -> None:
    reader, answers = on_postgres.reader, {}
    postgres.stop()
    try:
        for path in ("/healthz", "/readyz", "/", "/aws/"):
            begun = time.monotonic()
            answers[path] = (*reader.ask("GET", path), time.monotonic() - begun)
    finally:
        postgres.start()
    assert answers["/healthz"][0] == 200
    assert answers["/readyz"][0] == 503
    assert json.loads(answers["/readyz"][1])["database"] in ("cannot be written", "no answer")
    assert answers["/"][0] == 503
    assert "This page cannot be shown just now" in answers["/"][1]
    assert {path: taken for path, (_, _, taken) in answers.items() if taken > 5} == {}  # were 30 seconds
    assert reader.ask("GET", "/")[0] == 200


@needs("postgres")
def test_a_page_finds_postgresql_again_at_once(on_postgres: Prepared, postgres: Postgres) -> None:
    """Also where nobody asked while it was away, and every connection in every pool is broken."""
    postgres.stop()
    postgres.start()
    assert [(path, on_postgres.reader.ask("GET", path)[0]) for path in PAGES] == [(p, 200) for p in PAGES]


@needs("postgres")
def test_without_redis_every_page_works(on_postgres: Prepared) -> None:
    assert [(path, on_postgres.reader.ask("GET", path)[0]) for path in PAGES] == [(p, 200) for p in PAGES]
    told = json.loads(on_postgres.reader.ask("GET", "/readyz")[1])
    assert told == {"status": "unavailable", "database": "ok", "cache": "does not answer", "migrations": "ok"}


@needs("redis")
def test_a_redis_that_goes_away_stops_nobody(prepared: Prepared, tmp_path: Path) -> None:
    wrong = {"login": "maya", "password": "wrong"}
    with redis() as (url, process):
        own = prepared.copy(tmp_path / "var")
        own.site.environment["REDIS_URL"] = url
        own.site.start()
        try:
            assert own.reader.ask("GET", "/readyz")[0] == 200
            process.kill()
            process.wait()
            assert own.reader.ask("POST", "/accounts/login/", **wrong)[0] in (200, 302)
            assert [own.reader.ask("GET", path)[0] for path in PAGES] == [200] * len(PAGES)
            assert own.reader.ask("GET", "/healthz")[0] == 200
        finally:
            own.site.kill()
