"""Whoever sends very many sign-ins takes neither all threads nor the last place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Thread

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.accounts.sign_in import adapter, views
from lessons.accounts.sign_in.password_hashing import CrowdedError, Room
from tests.accounts.conftest import PASSWORD

SIGN_IN, SIGN_UP = reverse("account_login"), reverse("account_signup")
FLOODER, LEARNER = "192.0.2.1", "192.0.2.2"
NEW = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}


class Taken:
    """A place that somebody keeps until they are told to go, and those who wait behind them."""

    def __init__(self, room: Room) -> None:
        self.room, self.go, self.threads = room, Event(), []

    def by(self, address: str, times: int = 1) -> None:
        for _ in range(times):
            came = self.room._taken[address] + 1
            self.threads.append(Thread(target=self.keep, args=[address]))
            self.threads[-1].start()
            while self.room._taken[address] < came:  # until it has entered
                pass

    def keep(self, address: str) -> None:
        with self.room.place(address):
            self.go.wait()


@pytest.fixture
def room(monkeypatch) -> Room:
    room = Room(3)
    for module in (adapter, views):
        monkeypatch.setattr(module, "room", room)
    return room


@pytest.fixture
def taken(room: Room) -> Iterator[Taken]:
    taken = Taken(room)
    yield taken
    taken.go.set()
    for thread in taken.threads:
        thread.join()
    assert not room._taken


def test_one_address_leaves_a_place_to_others(room: Room, taken: Taken) -> None:
    taken.by(FLOODER, 2)
    with pytest.raises(CrowdedError), room.place(FLOODER):
        pass
    taken.by(LEARNER)


def test_nobody_waits_beyond_the_places(room: Room, taken: Taken) -> None:
    taken.by(FLOODER, 2)
    taken.by(LEARNER)
    with pytest.raises(CrowdedError), room.place("192.0.2.3"):
        pass


def test_one_password_is_worked_on_at_a_time(room: Room) -> None:
    with ExitStack() as inside:
        inside.enter_context(room.place(LEARNER))
        assert room._working.locked()
    assert not room._working.locked()


def test_a_place_is_free_again_whatever_happened(room: Room) -> None:
    for _ in range(5):
        with pytest.raises(ValueError, match="odd"), room.place(LEARNER):
            raise ValueError("odd")
    with room.place(LEARNER):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "form"), [(SIGN_IN, {"login": "maya", "password": PASSWORD}), (SIGN_UP, NEW)]
)
def test_who_finds_no_place_is_asked_to_try_again_and_not_counted(
    student: User, room: Room, monkeypatch, url: str, form: dict[str, str]
) -> None:
    client = Client()
    monkeypatch.setattr(room, "places", 0)
    for _ in range(7):
        answer = client.post(url, form)
        assert answer.status_code == 429
        assert "Try again in a few seconds." in answer.text
    assert not User.objects.filter(username="ada").exists()
    monkeypatch.setattr(room, "places", 1)
    assert client.post(url, form).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", [SIGN_IN, SIGN_UP])
def test_nothing_is_locked_while_a_password_is_worked_on(student: User, monkeypatch, url: str) -> None:
    """SQLite has one lock for all who write: 200 sign-ups a minute, which one may make, would hold it."""
    locked: list[bool] = []
    encode = MD5PasswordHasher.encode

    def encoding(*args: object) -> str:
        locked.append(connection.in_atomic_block)
        return encode(*args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encoding)
    Client().post(url, {"login": "maya", "password": PASSWORD} | NEW)
    assert locked
    assert not any(locked)
    assert Client().post(SIGN_IN, {"login": "maya" if url == SIGN_IN else "ada", "password": PASSWORD}).url
