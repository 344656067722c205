"""Guests come with the first page that remembers, and go when they stay away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts import guests
from lessons.accounts.guests import LearnerRequest, clear_guests, learner_required
from lessons.accounts.models import SEEN_EVERY, User
from lessons.models import Lesson

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@learner_required
def page(request: LearnerRequest) -> HttpResponse:
    return HttpResponse(request.user.username)


@pytest.fixture
def request_of(client: Client) -> HttpRequest:
    """A stranger's request with a session."""
    request = HttpRequest()
    request.session, request.user = client.session, AnonymousUser()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    return request


def seen(name: str, days_ago: float, *, is_guest: bool = True) -> User:
    last = timezone.now() - timedelta(days=days_ago)
    return User.objects.create(username=name, is_guest=is_guest, last_seen=last)


def test_a_stranger_becomes_a_guest_once(db: None, request_of: HttpRequest) -> None:
    assert page(request_of).content == page(request_of).content
    guest = User.objects.get()
    assert guest.is_guest
    assert guest.username.startswith("guest-")
    assert not guest.has_usable_password()
    assert guest.display_name == "Guest"


def test_reading_the_account_pages_makes_nobody_a_guest(client: Client, db: None) -> None:
    for name in ("account_login", "account_signup", "account_inactive"):
        assert client.get(reverse(name)).status_code == 200
    assert not User.objects.exists()


def test_a_visit_is_written_down_twice_a_day_at_most(
    guest: User, django_assert_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest.last_seen = NOW
    monkeypatch.setattr(timezone, "now", lambda: NOW + SEEN_EVERY - timedelta(seconds=1))
    with django_assert_num_queries(0):
        guest.touch()
    monkeypatch.setattr(timezone, "now", lambda: NOW + SEEN_EVERY)
    with django_assert_num_queries(1):
        guest.touch()
    guest.refresh_from_db()
    assert guest.last_seen == NOW + SEEN_EVERY


def test_clearing_spares_accounts_and_guests_of_late(db: None) -> None:
    seen("guest-old", 31)
    kept = [seen("guest-late", 29), seen("ada", 400, is_guest=False)]
    out = StringIO()
    call_command("clear_guests", "--older-than-days", "30", stdout=out)
    assert list(User.objects.order_by("pk")) == kept
    assert out.getvalue() == "1 guests deleted\n"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_clearing_goes_batch_by_batch_to_the_end(
    db: None, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(guests, "BATCH", 2)
    for number in range(count):
        seen(f"guest-{number}", 40)
    assert clear_guests(timezone.now()) == count
    assert not User.objects.exists()


def test_a_guest_who_is_merged_during_the_visit_is_no_error(guest: User) -> None:
    guest.last_seen = NOW
    User.objects.all().delete()
    guest.touch()


@pytest.mark.parametrize(
    "path", ["/lessons/nowhere/read/", "/lessons/assume/steps/99/", f"/quiz/{UUID(int=1)}/1/"]
)
def test_a_page_that_is_not_there_makes_nobody_a_guest(client: Client, lesson: Lesson, path: str) -> None:
    assert client.get(path).status_code == 404
    assert not User.objects.exists()


def test_asking_for_the_head_of_a_page_makes_nobody_a_guest(client: Client, lesson: Lesson) -> None:
    assert client.head("/lessons/assume/read/").status_code == 200
    assert not User.objects.exists()


def test_one_address_makes_so_many_guests_an_hour(
    lesson: Lesson, student: User, client_of: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "GUESTS_AN_HOUR", 2)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    answers = [client_of(None).get("/lessons/assume/read/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Sign in or sign up" in answers[2].content.decode()
    assert Client(REMOTE_ADDR="192.0.2.1").get("/lessons/assume/read/").status_code == 200
    assert client_of(student).get("/lessons/assume/read/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    assert client_of(None).get("/lessons/assume/read/").status_code == 200
