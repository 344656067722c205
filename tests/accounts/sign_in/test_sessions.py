"""A session is found as Django's own store finds it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lessons.accounts.models import User
from lessons.accounts.sign_in.sessions import SessionStore

pytestmark = pytest.mark.django_db


def stored(**values: Any) -> str:
    store = db.SessionStore()
    store.update(values)
    store.save()
    return str(store.session_key)


def test_it_holds_what_djangos_store_wrote() -> None:
    assert dict(SessionStore(stored(step=3)).items()) == {"step": 3}


@pytest.mark.parametrize("seconds", [0, 1, 1_000_000])
def test_one_that_has_ended_is_as_good_as_none(seconds: int) -> None:
    key = stored(step=3)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=seconds))
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None


@pytest.mark.parametrize(
    "key", [None, "", "short", "x" * 32, "'; DROP TABLE django_session; --", "\x00" * 32]
)
def test_a_key_that_nobody_has_finds_nothing(key: str | None) -> None:
    stored(step=3)
    assert dict(SessionStore(key).items()) == {}


@pytest.mark.parametrize("key", ["\0" * 32, "x" * 31 + "\0"])
def test_a_key_that_no_database_can_hold_is_none(key: str) -> None:
    assert SessionStore(key).session_key is None
    assert dict(SessionStore(key).items()) == {}


def test_a_cookie_with_such_a_key_is_a_strangers(client: Client) -> None:
    assert client.get("/", headers={"Cookie": 'sessionid="\\000aaaaaaaaaaaaaaa"'}).status_code == 200


def test_what_was_changed_by_hand_is_empty() -> None:
    key = stored(step=3)
    Session.objects.update(session_data="nonsense")
    assert dict(SessionStore(key).items()) == {}


def test_a_browser_with_a_session_of_before_stays_signed_in(client: Client, student: User) -> None:
    client.force_login(student)
    assert "maya" in client.get("/").content.decode()
