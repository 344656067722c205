"""Guests come with the first thing that they do, not with what they read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts import limits
from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.accounts.limits import Limit
from lessons.accounts.models import SEEN_EVERY, User
from lessons.classrooms import enrolment
from lessons.classrooms.enrolment import open_class
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


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/lessons/assume/vote/", {"helpful": "maybe"}, 400),
        ("/lessons/assume/quiz/done/", {}, 404),
        ("/lessons/assume/predict/1/", {"chosen": "nonsense"}, 422),
        ("/lessons/assume/predict/again/", {}, 302),
        ("/lessons/assume/quiz/start/", {}, 302),
        ("/lessons/assume/sandbox/hint/", {"goal": "none"}, 404),
        ("/sandbox/", {"scenario": "none"}, 404),
        ("/classes/join/", {"code": "BBBB-BBBB"}, 404),
    ],
)
def test_a_form_with_nothing_in_it_to_remember_makes_nobody_a_guest(
    client: Client, lesson: Lesson, path: str, form: dict[str, str], status: int
) -> None:
    assert client.post(path, form).status_code == status
    assert not User.objects.exists()
    assert not client.cookies


def test_an_address_makes_guests_up_to_a_limit_and_joins_classes_beyond_it(
    lesson: Lesson,
    instructor: User,
    student: User,
    client_of: Callable[[User | None], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "GUESTS_OF_ADDRESS", Limit("guests", 2, limits.HOUR))
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def vote(client: Client) -> HttpResponse:
        return client.post("/lessons/assume/vote/", {"helpful": "yes"})

    answers = [vote(client_of(None)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Sign in or sign up" in answers[2].content.decode()
    assert vote(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302
    assert vote(client_of(student)).status_code == 302
    assert client_of(None).get("/lessons/assume/read/").status_code == 200
    classroom = open_class(instructor, "Cloud 101")
    client_of(None).post(f"/classes/join/{classroom.shown_code}/", {"name": "Maya"})
    assert classroom.memberships.count() == 1
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    assert vote(client_of(None)).status_code == 302


def test_a_stranger_whom_a_class_refuses_leaves_no_row(
    client: Client, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    classroom = open_class(instructor, "Cloud 101")
    monkeypatch.setattr(enrolment, "CLASS_SIZE", 0)
    answer = client.post(f"/classes/join/{classroom.shown_code}/", {"name": "Maya"})
    assert answer.status_code == 422
    assert list(User.objects.all()) == [instructor]
    assert not client.cookies


def test_the_page_on_which_a_stranger_becomes_a_guest_asks_from_then_on_whether_it_is_them(
    client: Client, lesson: Lesson
) -> None:
    def vote() -> str:
        return client.post("/lessons/assume/vote/", {"helpful": "yes"}, headers={"HX-Request": "true"}).text

    assert vote().count('hx-swap-oob="true"') == 1
    assert "Not you?" not in vote()
