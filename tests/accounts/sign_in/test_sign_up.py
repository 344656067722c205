"""Signing up: a stranger gets an account, a guest becomes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts import limits
from lessons.accounts.limits import Limit
from lessons.accounts.models import User

pytestmark = pytest.mark.django_db
SIGN_UP = reverse("account_signup")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
ClientOf = Callable[[User | None], Client]


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_stranger_signs_up_and_is_signed_in(client: Client, sign_up_form: dict[str, str]) -> None:
    response = client.post(SIGN_UP, sign_up_form)
    user = User.objects.get(username="ada")
    assert response.url == reverse("lessons:home")
    assert signed_in(client) == str(user.pk)
    assert not user.is_guest
    assert user.check_password("kept-1815")


def test_a_guest_who_signs_up_keeps_the_row_and_all_that_hangs_on_it(
    client_of: ClientOf, guest: User, sign_up_form: dict[str, str]
) -> None:
    client = client_of(guest)
    client.post(SIGN_UP, sign_up_form)
    user = User.objects.get()
    assert (user.pk, user.username, user.is_guest) == (guest.pk, "ada", False)
    assert signed_in(client) == str(guest.pk)


def test_the_session_of_a_guest_goes_on_under_a_new_key(
    client_of: ClientOf, guest: User, sign_up_form: dict[str, str]
) -> None:
    client = client_of(guest)
    session = client.session
    session["speed"] = "slow"
    session.save()
    client.post(SIGN_UP, sign_up_form)
    assert client.session["speed"] == "slow"
    assert client.session.session_key != session.session_key


def test_a_guest_is_told_that_nothing_is_lost(client_of: ClientOf, guest: User) -> None:
    assert "stays with you" in client_of(guest).get(SIGN_UP).text
    assert "stays with you" not in client_of(None).get(SIGN_UP).text


def test_a_guest_who_signed_up_in_another_tab_keeps_that_account(
    client_of: ClientOf, guest: User, sign_up_form: dict[str, str]
) -> None:
    first, second = client_of(guest), client_of(guest)
    first.post(SIGN_UP, sign_up_form)
    second.post(SIGN_UP, sign_up_form | {"username": "grace"})
    assert User.objects.get(pk=guest.pk).username == "ada"
    assert User.objects.get(username="grace").pk != guest.pk


def test_who_is_signed_in_already_is_sent_on(client_of: ClientOf, student: User) -> None:
    assert client_of(student).get(SIGN_UP).url == reverse("lessons:home")


@pytest.mark.parametrize(
    ("username", "says"),
    [
        ("", "required"),
        ("guest-1", "Names that begin with"),
        ("GUEST-1", "Names that begin with"),
        ("ｇuest-1", "Names that begin with"),  # noqa: RUF001 -- a full-width g, which NFKC makes a plain one
        ("maya", "has this user name already"),
        ("MAYA", "has this user name already"),
        (" maya ", "has this user name already"),
        ("a b", "valid username"),
        ("a" * 151, "at most 150"),
        ("a\0b", "Null characters"),
    ],
)
def test_a_user_name_that_cannot_be_is_refused_with_a_sentence(
    client: Client, student: User, sign_up_form: dict[str, str], username: str, says: str
) -> None:
    response = client.post(SIGN_UP, sign_up_form | {"username": username})
    assert response.status_code == 200
    assert says in response.text
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("password", "again"),
    [("kept-1815", "kept-1816"), ("short", "short"), ("password", "password"), ("8274610395", "8274610395")],
)
def test_a_password_that_is_weak_or_mistyped_is_refused(
    client: Client, sign_up_form: dict[str, str], password: str, again: str
) -> None:
    client.post(SIGN_UP, sign_up_form | {"password1": password, "password2": again})
    assert not User.objects.exists()


def test_an_e_mail_address_is_kept_but_never_written_to(client: Client, sign_up_form: dict[str, str]) -> None:
    client.post(SIGN_UP, sign_up_form | {"email": "Ada@Example.org"})
    assert User.objects.get().email == "ada@example.org"
    assert mail.outbox == []


def test_two_accounts_may_share_an_e_mail_address(client_of: ClientOf, sign_up_form: dict[str, str]) -> None:
    for name in ("ada", "grace"):
        client_of(None).post(SIGN_UP, sign_up_form | {"username": name, "email": "lab@example.org"})
    assert User.objects.filter(email="lab@example.org").count() == 2
    assert mail.outbox == []


def test_a_name_taken_between_check_and_write_is_a_form_error(
    client_of: ClientOf, guest: User, sign_up_form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(self: User, *args: object, **kwargs: object) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    client = client_of(guest)
    monkeypatch.setattr(User, "save", too_late)
    response = client.post(SIGN_UP, sign_up_form)
    assert "has this user name already" in response.text
    assert User.objects.get(pk=guest.pk).is_guest
    assert signed_in(client) == str(guest.pk)


def test_names_that_differ_in_case_only_cannot_both_be_saved(student: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user("Maya")


def test_only_finished_sign_ups_count_against_an_address(
    sign_up_form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIGN_UPS_OF_ADDRESS", Limit("sign-ups", 2, limits.MINUTE))
    monkeypatch.setattr(timezone, "now", lambda: NOON)

    def sign_up(**changes: str) -> int:
        return Client().post(SIGN_UP, sign_up_form | changes).status_code

    for _ in range(5):
        assert sign_up(password2="another") == 200
    assert [sign_up(username=name) for name in ("ada", "grace", "joan")] == [302, 302, 429]
    assert (
        Client(REMOTE_ADDR="192.0.2.1").post(SIGN_UP, sign_up_form | {"username": "joan"}).status_code == 302
    )
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=1))
    assert sign_up(username="katherine") == 302


def test_who_has_to_wait_keeps_what_they_typed(
    client: Client, sign_up_form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIGN_UPS_OF_ADDRESS", Limit("sign-ups", 0, limits.MINUTE))
    page = client.post(SIGN_UP, sign_up_form).text
    assert "Try again in a minute" in page
    assert 'value="ada"' in page
