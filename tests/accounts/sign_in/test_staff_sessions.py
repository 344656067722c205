"""Staff are signed in for twelve hours, whatever they do; learners for as long as before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.accounts.sign_in import staff_sessions
from lessons.models import Lesson
from tests.accounts.conftest import PASSWORD

SIGN_IN = reverse("account_login")
START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
At = Callable[[timedelta], None]


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock of sign-ins to so long after START."""

    def move(passed: timedelta) -> None:
        monkeypatch.setattr(staff_sessions.timezone, "now", lambda: START + passed)

    move(timedelta())
    return move


def sign_in(client: Client, name: str, remember: str = "on") -> None:
    assert (
        client.post(SIGN_IN, {"login": name, "password": PASSWORD, "remember": remember}).status_code == 302
    )


@pytest.mark.parametrize("remember", ["on", ""])
def test_staff_sign_in_again_after_twelve_hours(
    client: Client, instructor: User, after: At, remember: str
) -> None:
    sign_in(client, "teacher", remember)
    after(timedelta(hours=12) - timedelta(seconds=1))
    assert client.get("/admin/").status_code == 200
    after(timedelta(hours=12))
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert "_auth_user_id" not in client.session


def test_work_does_not_prolong_it(client: Client, instructor: User, after: At) -> None:
    sign_in(client, "teacher")
    for hour in range(1, 12):
        after(timedelta(hours=hour))
        assert client.get("/classes/").status_code == 200
    after(timedelta(hours=12))
    assert "Sign in" in client.get("/classes/").text


def test_signing_in_again_begins_anew(client: Client, instructor: User, after: At) -> None:
    sign_in(client, "teacher")
    after(timedelta(hours=12))
    client.get("/admin/")
    sign_in(client, "teacher")
    after(timedelta(hours=23))
    assert client.get("/admin/").status_code == 200


def test_learners_stay_for_180_days(client: Client, student: User, after: At) -> None:
    sign_in(client, "maya")
    after(timedelta(days=179))
    assert client.get(reverse("account_change_password")).status_code == 200
    assert timedelta(days=180).total_seconds() == settings.SESSION_COOKIE_AGE


def test_a_guests_work_from_this_morning_does_not_shorten_the_evening(
    client_of: Callable[[User | None], Client], guest: User, instructor: User, after: At
) -> None:
    client = client_of(guest)
    after(timedelta(hours=11))
    sign_in(client, "teacher")
    after(timedelta(hours=22))
    assert client.get("/admin/").status_code == 200


def test_who_is_made_staff_meanwhile_is_staff_from_their_sign_in(
    client: Client, student: User, after: At
) -> None:
    sign_in(client, "maya")
    User.objects.update(is_staff=True)
    after(timedelta(hours=12))
    client.get("/admin/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("hours", "stays"), [(11, True), (12, False)])
def test_a_session_of_the_release_before_counts_from_the_last_sign_in(
    client: Client, instructor: User, after: At, hours: int, stays: bool
) -> None:
    client.force_login(instructor)
    session = client.session
    del session[staff_sessions.SIGNED_IN_AT]
    session.save()
    User.objects.update(last_login=START)
    after(timedelta(hours=hours))
    client.get("/admin/")
    assert ("_auth_user_id" in client.session) is stays


def test_a_page_that_asks_for_nobody_looks_nobody_up(
    client: Client, instructor: User, lesson: Lesson
) -> None:
    client.force_login(instructor)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/lessons/{lesson.slug}/").status_code == 302
    assert not [query for query in asked.captured_queries if "django_session" in query["sql"]]
    assert not [query for query in asked.captured_queries if "accounts_user" in query["sql"]]
