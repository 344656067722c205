"""From a join code into a class."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.classrooms import enrolment
from lessons.classrooms.enrolment import join_class
from lessons.classrooms.models import Classroom, Membership

ENTER = "/classes/join/"
WRONG = "BBBB-BBBB"
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
Browser = Callable[[User | None], Client]


def join_url(code: str) -> str:
    return reverse("classrooms:join", args=[code])


@pytest.fixture(autouse=True)
def _nobody_has_guessed(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("typed", ["{0}", "  {0} ", "{1}"])
def test_a_typed_code_leads_to_its_class(typed: str, classroom: Classroom, client_of: Browser) -> None:
    code = typed.format(classroom.shown_code.lower(), classroom.join_code)
    response = client_of(None).post(ENTER, {"code": code})
    assert response["Location"] == join_url(classroom.shown_code)


def test_the_address_without_a_code_leads_to_the_form(client_of: Browser) -> None:
    assert client_of(None).get(ENTER)["Location"] == reverse("classrooms:classes")


@pytest.mark.parametrize(
    ("typed", "status", "error"),
    [
        ("", 422, "required"),
        ("x" * 41, 422, "at most 40"),
        ("hello", 404, "eight letters"),
        ("a/b/../c", 404, "eight letters"),
        (WRONG, 404, "No class has this code"),
    ],
)
def test_a_wrong_code_is_explained_and_can_be_corrected(
    typed: str, status: int, error: str, client_of: Browser
) -> None:
    response = client_of(None).post(ENTER, {"code": typed})
    assert response.status_code == status
    assert error in response.content.decode()
    assert 'name="code"' in response.content.decode()


def test_a_wrong_code_in_the_address_is_explained_too(client_of: Browser) -> None:
    response = client_of(None).get(join_url(WRONG))
    assert response.status_code == 404
    assert "No class has this code" in response.content.decode()
    assert not User.objects.exists()


def test_after_ten_wrong_codes_a_student_waits_unless_the_next_is_right(
    classroom: Classroom, student: User, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    client = client_of(student)
    for _ in range(10):
        assert client.get(join_url(WRONG)).status_code == 404
    response = client.post(ENTER, {"code": WRONG})
    assert response.status_code == 429
    assert response["Retry-After"] == "600"
    assert "Try again in 10 minutes" in response.content.decode()
    assert client.post(ENTER, {"code": classroom.join_code}).status_code == 302
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=10))
    assert client.get(join_url(WRONG)).status_code == 404


def test_a_stranger_sees_the_class_and_is_asked_for_a_name(classroom: Classroom, client_of: Browser) -> None:
    page = client_of(None).get(join_url(classroom.shown_code)).content.decode()
    assert "Security 101" in page
    assert "with teacher" in page
    assert "Your name" in page
    assert not Membership.objects.exists()


def test_a_stranger_joins_as_a_guest_with_a_name(classroom: Classroom, client_of: Browser) -> None:
    client = client_of(None)
    client.get(join_url(classroom.shown_code))
    response = client.post(join_url(classroom.shown_code), {"name": " Maya  K. "}, follow=True)
    membership = Membership.objects.get()
    assert membership.user.is_guest
    assert membership.name == "Maya K."
    assert "You are in Security 101." in response.content.decode()


def test_a_stranger_who_posts_at_once_joins_as_well(classroom: Classroom, client_of: Browser) -> None:
    client_of(None).post(join_url(classroom.shown_code), {"name": "Maya"})
    assert Membership.objects.get().name == "Maya"


@pytest.mark.parametrize("name", ["", " ", "\u202e", "x" * 61, "!!!"])
def test_a_guest_without_a_readable_name_is_asked_again(
    name: str, classroom: Classroom, guest: User, client_of: Browser
) -> None:
    response = client_of(guest).post(join_url(classroom.shown_code), {"name": name})
    assert response.status_code == 422
    assert not Membership.objects.exists()


def test_a_guest_whose_name_is_taken_is_asked_again(
    classroom: Classroom, guest: User, client_of: Browser
) -> None:
    join_class(classroom, User.objects.create(username="guest-first", is_guest=True), "Maya")
    response = client_of(guest).post(join_url(classroom.shown_code), {"name": "maya"})
    assert response.status_code == 422
    assert "Add an initial" in response.content.decode()


def test_an_account_joins_by_its_own_name(classroom: Classroom, student: User, client_of: Browser) -> None:
    client = client_of(student)
    assert "Your name" not in client.get(join_url(classroom.shown_code)).content.decode()
    response = client.post(join_url(classroom.shown_code), {"name": "=somebody else"})
    assert response["Location"] == classroom.get_absolute_url()
    assert Membership.objects.get().name == "maya"


def test_a_double_click_joins_once(classroom: Classroom, student: User, client_of: Browser) -> None:
    client = client_of(student)
    for _ in range(2):
        assert client.post(join_url(classroom.shown_code))["Location"] == classroom.get_absolute_url()
    assert Membership.objects.count() == 1


def test_who_is_in_the_class_goes_straight_to_it(membership: Membership, client_of: Browser) -> None:
    response = client_of(membership.user).get(join_url(membership.classroom.shown_code))
    assert response["Location"] == membership.classroom.get_absolute_url()


def test_an_instructor_does_not_join_their_own_class(
    classroom: Classroom, instructor: User, client_of: Browser
) -> None:
    response = client_of(instructor).post(join_url(classroom.shown_code))
    assert response["Location"] == classroom.get_absolute_url()
    assert not Membership.objects.exists()


def test_a_closed_class_says_so_and_lets_nobody_in(
    classroom: Classroom, student: User, client_of: Browser
) -> None:
    Classroom.objects.update(closed_at=timezone.now())
    client = client_of(student)
    page = client.get(join_url(classroom.shown_code)).content.decode()
    assert "takes no new students" in page
    assert "Join the class" not in page
    assert client.post(join_url(classroom.shown_code)).status_code == 422
    assert not Membership.objects.exists()


def test_a_full_class_says_so(
    membership: Membership, other_student: User, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "CLASS_SIZE", 1)
    response = client_of(other_student).post(join_url(membership.classroom.shown_code))
    assert response.status_code == 422
    assert "full" in response.content.decode()


def test_the_old_code_opens_nothing_any_more(classroom: Classroom, client_of: Browser) -> None:
    old = classroom.shown_code
    enrolment.renew_code(classroom)
    assert client_of(None).get(join_url(old)).status_code == 404


@pytest.mark.parametrize("name", ["Ma\u200dya", "Maya\u3164", "Maya\ufe0f", "Maya\u00ad"])
def test_a_name_with_characters_that_nobody_sees_is_refused(
    classroom: Classroom, client_of: Browser, name: str
) -> None:
    page = client_of(None).post(join_url(classroom.shown_code), {"name": name})
    assert page.status_code == 422
    assert "cannot be shown" in page.content.decode()
