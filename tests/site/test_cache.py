"""A cache that does not answer shuts nobody out, and the log says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import BaseCache, cache, caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from redis.exceptions import ConnectionError as Gone

from learnsts import cache as module
from learnsts.cache import FailsOpen, RedisCache
from lessons.accounts.models import User
from lessons.classrooms.models import Classroom
from tests.faults.databases import read_only

NOWHERE = {"default": {"BACKEND": "learnsts.cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
TABLE = {"default": {"BACKEND": "learnsts.cache.DatabaseCache", "LOCATION": "django_cache"}}
# What is asked of it, and what whoever asks is told.
ANSWERS: dict[str, tuple[Callable[[BaseCache], Any], Any]] = {
    "get": (lambda gone: gone.get("key"), None),
    "get or else": (lambda gone: gone.get("key", 5), 5),
    "get many": (lambda gone: gone.get_many(["a", "b"]), {}),
    "add": (lambda gone: gone.add("key", 1), True),
    "set": (lambda gone: gone.set("key", 1), None),
    "set many": (lambda gone: gone.set_many({"key": 1}), []),
    "touch": (lambda gone: gone.touch("key"), False),
    "delete": (lambda gone: gone.delete("key"), False),
    "delete many": (lambda gone: gone.delete_many(["key"]), None),
    "has key": (lambda gone: gone.has_key("key"), False),
    "get or set": (lambda gone: gone.get_or_set("key", 7), 7),
}


@pytest.fixture(autouse=True)
def _asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test met does not matter, and this one asks each time."""
    monkeypatch.setattr(FailsOpen, "asked_again", 0.0)
    monkeypatch.setattr(FailsOpen, "said_again", 0.0)
    monkeypatch.setattr(module, "ASK_AGAIN_SECONDS", 0)


@pytest.fixture
def _redis_gone() -> Iterator[None]:
    with override_settings(CACHES=NOWHERE):
        yield


@pytest.mark.usefixtures("_redis_gone")
@pytest.mark.parametrize(("ask", "told"), ANSWERS.values(), ids=ANSWERS)
def test_a_cache_that_is_gone_is_an_empty_one(ask: Callable[[BaseCache], Any], told: Any) -> None:
    assert ask(caches["default"]) == told


@pytest.mark.usefixtures("_redis_gone")
def test_whether_it_answers_is_told_as_it_is() -> None:
    with pytest.raises(Gone):
        caches["default"].answers()


@pytest.mark.usefixtures("_redis_gone")
def test_the_log_says_so_once_in_a_while(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    for _ in range(3):
        cache.get("key")
    assert len(caplog.records) == 1
    assert "limits are not kept" in caplog.text
    now[0] += module.SAY_AGAIN_SECONDS
    cache.get("key")
    assert len(caplog.records) == 2


def test_it_is_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = [100.0], []
    monkeypatch.setattr(module, "ASK_AGAIN_SECONDS", 5)
    monkeypatch.setattr(module, "monotonic", lambda: now[0])

    def gone() -> None:
        asked.append(now[0])
        raise Gone

    redis = RedisCache("redis://127.0.0.1:1/0", {})
    for _ in range(4):
        redis.asked(gone, lambda: None)
        now[0] += 2
    assert asked == [100.0, 106.0]


@pytest.mark.django_db
@pytest.mark.usefixtures("_redis_gone")
def test_everybody_comes_in_without_it(client: Client, student: User, instructor: User) -> None:
    classroom = Classroom.objects.create(instructor=instructor, name="Cloud 101", join_code="BCDFGHJK")
    wrong = client.post("/accounts/login/", {"login": "maya", "password": "wrong"})
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": "maya", "password": "a-good-password"})
    assert right.status_code == 302
    assert client.post(f"/classes/join/{classroom.join_code}/", {"name": "Maya"}).status_code == 302
    assert classroom.memberships.get().user == student


@pytest.mark.django_db(transaction=True)
@override_settings(CACHES=TABLE)
def test_a_table_that_cannot_be_written_locks_nobody_out(caplog: pytest.LogCaptureFixture) -> None:
    call_command("createcachetable", verbosity=0)  # which a site with Redis does without
    cache.set("old", 1, 1000)
    with read_only(connection):
        assert cache.add("new", 1)
        assert not cache.add("old", 1)
        cache.set("other", 1)
        assert cache.get("old") == 1
        assert cache.delete("old") is False
    assert "limits are not kept" in caplog.text
