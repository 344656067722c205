"""Signing in and out, changing the password, and what slows a guesser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.sizes import size

SIGN_IN, SIGN_OUT, CHANGE = (reverse(f"account_{name}") for name in ("login", "logout", "change_password"))
FIVE_MINUTES = 5 * 60
ClientOf = Callable[[User | None], Client]
MoveClock = Callable[[float], None]


def attempt(client: Client, username: str, password: str) -> int:
    return client.post(SIGN_IN, {"login": username, "password": password}).status_code


@pytest.mark.parametrize("username", ["maya", "MAYA", " maya ", "ｍaya"])  # noqa: RUF001 -- NFKC
def test_the_right_password_signs_in_however_the_name_is_written(
    client: Client, student: User, username: str
) -> None:
    response = client.post(SIGN_IN, {"login": username, "password": PASSWORD})
    assert response.url == reverse("lessons:home")
    assert client.session["_auth_user_id"] == str(student.pk)


@pytest.mark.parametrize(
    ("username", "password"),
    [("maya", "wrong"), ("nobody", PASSWORD), ("maya", PASSWORD.upper()), ("guest-0123456789abcdef", "")],
)
def test_a_wrong_pair_signs_nobody_in_and_does_not_say_which_half_is_wrong(
    client: Client, student: User, guest: User, username: str, password: str
) -> None:
    response = client.post(SIGN_IN, {"login": username, "password": password or "x"})
    assert "do not belong together" in response.text
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client: Client, student: User) -> None:
    for _ in range(5):
        assert attempt(client, "maya", "wrong") == 200
    response = client.post(SIGN_IN, {"login": "maya", "password": PASSWORD})
    assert response.status_code == 429
    assert "Wait five minutes" in response.text


def test_writing_the_name_differently_is_no_way_around_the_limit(client: Client, student: User) -> None:
    for name in ("maya", "MAYA", "Maya", " maya", "ｍaya"):  # noqa: RUF001 -- NFKC
        attempt(client, name, "wrong")
    assert attempt(client, "maya", PASSWORD) == 429


def test_others_may_still_sign_in_from_the_same_address(
    client: Client, student: User, other_student: User
) -> None:
    for _ in range(5):
        attempt(client, "maya", "wrong")
    assert attempt(client, "noor", PASSWORD) == 302


def test_five_minutes_later_the_right_password_works(
    client: Client, student: User, move_clock: MoveClock
) -> None:
    for _ in range(5):
        attempt(client, "maya", "wrong")
    move_clock(FIVE_MINUTES - 1)
    assert attempt(client, "maya", PASSWORD) == 429
    move_clock(1)
    assert attempt(client, "maya", PASSWORD) == 302


def test_the_limit_also_holds_for_the_admin(client: Client, superuser: User) -> None:
    for _ in range(5):
        attempt(client, "root", "wrong")
    response = client.post("/admin/login/", {"username": "root", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[0][0].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_the_admins_change_of_password_is_the_sites_own_with_its_limit(
    client_of: ClientOf, superuser: User
) -> None:
    client = client_of(superuser)
    form = {"old_password": "wrong", "new_password1": "kept-1815", "new_password2": "kept-1815"}
    for method in (client.get, client.post):
        assert method("/admin/password_change/", form).url == CHANGE
    form = {"oldpassword": "wrong", "password1": "kept-1815", "password2": "kept-1815"}
    answers = [client.post("/admin/password_change/", form, follow=True) for _ in range(6)]
    assert {answer.redirect_chain[0][0] for answer in answers} == {CHANGE}
    assert [client.post(CHANGE, form).status_code for _ in range(6)] == [200] * 5 + [429]


def test_changing_a_password_is_limited_too(client_of: ClientOf, student: User) -> None:
    client = client_of(student)
    form = {"oldpassword": "wrong", "password1": "kept-1815", "password2": "kept-1815"}
    answers = [client.post(CHANGE, form).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_an_account_that_is_switched_off_is_told_so(client: Client, student: User) -> None:
    User.objects.update(is_active=False)
    response = client.post(SIGN_IN, {"login": "maya", "password": PASSWORD}, follow=True)
    assert response.redirect_chain == [(reverse("account_inactive"), 302)]
    assert "switched off" in response.text


def test_signing_out_takes_a_post(client_of: ClientOf, student: User) -> None:
    client = client_of(student)
    assert "Sign out?" in client.get(SIGN_OUT).text
    assert "_auth_user_id" in client.session
    assert client.post(SIGN_OUT).url == reverse("lessons:home")
    assert "_auth_user_id" not in client.session


def test_a_new_password_replaces_the_old_and_one_stays_signed_in(client_of: ClientOf, student: User) -> None:
    client = client_of(student)
    form = {"oldpassword": PASSWORD, "password1": "kept-1815", "password2": "kept-1815"}
    assert client.post(CHANGE, form).url == reverse("lessons:home")
    student.refresh_from_db()
    assert student.check_password("kept-1815")
    assert client.get(CHANGE).status_code == 200


def test_the_new_password_needs_the_current_one(client_of: ClientOf, student: User) -> None:
    form = {"oldpassword": "wrong", "password1": "kept-1815", "password2": "kept-1815"}
    assert "not your current password" in client_of(student).post(CHANGE, form).text


def test_a_guest_has_no_password_to_change_and_is_led_to_sign_up(client_of: ClientOf, guest: User) -> None:
    assert client_of(guest).get(CHANGE).url == reverse("account_signup")


def test_a_stranger_has_to_sign_in_first(client: Client) -> None:
    assert client.get(CHANGE).url == f"{SIGN_IN}?next={CHANGE}"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("name", ["login", "logout", "signup", "change_password", "inactive"])
def test_only_what_a_form_sends_is_answered(
    client_of: ClientOf, student: User, name: str, method: str
) -> None:
    response = getattr(client_of(student), method)(reverse(f"account_{name}"))
    assert response.status_code == 405


def test_a_guesser_elsewhere_keeps_nobody_from_signing_in(student: User) -> None:
    for _ in range(6):
        attempt(Client(REMOTE_ADDR="192.0.2.7"), "maya", "wrong")
    assert attempt(Client(REMOTE_ADDR="192.0.2.7"), "maya", PASSWORD) == 429
    assert attempt(Client(REMOTE_ADDR="192.0.2.8"), "maya", PASSWORD) == 302


def test_a_school_behind_one_address_may_mistype_many_names(client: Client, student: User) -> None:
    for number in range(101):
        attempt(client, f"pupil{number}", "wrong")
    assert attempt(client, "maya", PASSWORD) == 302


@pytest.mark.parametrize("name", ["login", "signup"])
def test_forms_with_nothing_in_them_keep_nobody_out(client: Client, student: User, name: str) -> None:
    for _ in range(301):
        assert client.post(reverse(f"account_{name}"), {}).status_code == 200
    assert attempt(client, "maya", PASSWORD) == 302


def test_another_way_to_write_the_host_is_no_way_around_the_limit(student: User) -> None:
    hosts = ["testserver", "testserver:1", "TESTSERVER", "testserver:65535", "TestServer:8000"]
    for host in hosts:
        Client(headers={"Host": host}).post(SIGN_IN, {"login": "maya", "password": "wrong"})
    assert attempt(Client(headers={"Host": "testserver:2"}), "maya", PASSWORD) == 429


def test_however_often_one_person_is_wrong_at_a_school_the_others_sign_in(
    student: User, other_student: User
) -> None:
    for number in range(size(101, 1_001)):
        attempt(Client(), f"made-up-{number}", "wrong")
    assert attempt(Client(), "maya", PASSWORD) == 302


def test_right_passwords_do_not_count(student: User) -> None:
    for _ in range(10):
        assert attempt(Client(), "maya", PASSWORD) == 302
