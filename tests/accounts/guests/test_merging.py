"""A guest who signs in to an account that exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.guests.learners import merge_guest
from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from tests.accounts.conftest import PASSWORD

FORM = {"login": "maya", "password": PASSWORD}
SIGN_IN = reverse("account_login")
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def heard() -> Iterator[list[tuple[str, str]]]:
    """The names of guest and user in each signal, as long as both rows are there."""
    names: list[tuple[str, str]] = []

    def listen(guest: User, user: User, **kwargs: Any) -> None:
        assert User.objects.filter(pk__in=[guest.pk, user.pk]).count() == 2
        names.append((guest.username, user.username))

    guest_merged.connect(listen)
    yield names
    guest_merged.disconnect(listen)


@pytest.fixture
def a_chapter_that_fails() -> Iterator[None]:
    def fail(**kwargs: Any) -> None:
        User.objects.filter(username="maya").update(first_name="half done")
        raise RuntimeError("a chapter could not merge")

    guest_merged.connect(fail)
    yield
    guest_merged.disconnect(fail)


def test_the_chapters_hear_of_it_and_then_the_guest_is_gone(
    client_of: ClientOf, guest: User, student: User, heard: list[tuple[str, str]]
) -> None:
    client = client_of(guest)
    client.post(SIGN_IN, FORM)
    assert heard == [(guest.username, "maya")]
    assert list(User.objects.all()) == [student]
    assert client.session["_auth_user_id"] == str(student.pk)


def test_the_session_goes_on(client_of: ClientOf, guest: User, student: User) -> None:
    client = client_of(guest)
    session = client.session
    session["speed"] = "slow"
    session.save()
    client.post(SIGN_IN, FORM)
    assert client.session["speed"] == "slow"
    assert client.session.session_key != session.session_key


def test_a_guest_who_reads_the_page_stays_a_guest(client_of: ClientOf, guest: User) -> None:
    client = client_of(guest)
    assert "as a guest will be added" in client.get(SIGN_IN).text
    assert client.session["_auth_user_id"] == str(guest.pk)


def test_a_wrong_password_merges_nothing(
    client_of: ClientOf, guest: User, student: User, heard: list[tuple[str, str]]
) -> None:
    client = client_of(guest)
    client.post(SIGN_IN, FORM | {"password": "wrong"})
    assert heard == []
    assert client.session["_auth_user_id"] == str(guest.pk)


def test_where_a_chapter_fails_nothing_has_happened(
    client_of: ClientOf, guest: User, student: User, a_chapter_that_fails: None
) -> None:
    client = client_of(guest)
    client.raise_request_exception = False
    assert client.post(SIGN_IN, FORM).status_code == 500
    assert User.objects.get(pk=student.pk).first_name == ""
    assert User.objects.get(pk=guest.pk).is_guest
    assert client.session["_auth_user_id"] == str(guest.pk)


def test_an_account_is_never_merged_away(
    student: User, other_student: User, heard: list[tuple[str, str]]
) -> None:
    merge_guest(student, other_student)
    assert heard == []
    assert User.objects.count() == 2


def test_signing_up_merges_nothing(
    client_of: ClientOf, guest: User, sign_up_form: dict[str, str], heard: list[tuple[str, str]]
) -> None:
    client_of(guest).post(reverse("account_signup"), sign_up_form)
    assert heard == []
