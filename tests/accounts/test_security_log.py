"""The security log tells who came in, who was not let in, and whose rights changed; it holds no secret."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom
from tests.accounts.conftest import PASSWORD

SIGN_IN, SIGN_OUT, SIGN_UP, CHANGE = (
    reverse(f"account_{name}") for name in ("login", "logout", "signup", "change_password")
)
ClientOf = Callable[[User | None], Client]
Told = Callable[[], list[tuple[str, dict[str, object]]]]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forget_wrong_passwords() -> Iterator[None]:
    """Tests that commit leave their counts in the cache's table."""
    yield
    cache.clear()


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    """What the security log tells from now on: each event with its facts, the address aside."""
    caplog.set_level(logging.INFO, "learnsts.security")

    def read() -> list[tuple[str, dict[str, object]]]:
        records = [record for record in caplog.records if record.name == "learnsts.security"]
        return [(record.getMessage(), without_address(vars(record)["fields"])) for record in records]

    caplog.clear()
    return read


def without_address(facts: dict[str, object]) -> dict[str, object]:
    return {name: fact for name, fact in facts.items() if name != "address"}


def test_it_tells_who_signed_in_and_out(student: User, client: Client, told: Told) -> None:
    start = len(told())
    client.post(SIGN_IN, {"login": "maya", "password": PASSWORD})
    client.post(SIGN_OUT)
    assert told()[start:] == [
        ("signed in", {"account": student.pk}),
        ("signed out", {"account": student.pk}),
    ]


def test_it_tells_from_where(student: User, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "learnsts.security")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        client.post(
            SIGN_IN,
            {"login": "maya", "password": PASSWORD},
            headers={"x-forwarded-for": "1.1.1.1, 203.0.113.9"},
        )
    assert vars(caplog.records[-1])["fields"]["address"] == "203.0.113.9"


@pytest.mark.parametrize("name", ["maya", "MAYA", "correct-horse-typed-as-a-name"])
def test_it_tells_of_a_wrong_password_and_never_what_was_typed(
    student: User, client: Client, told: Told, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    start = len(told())
    client.post(SIGN_IN, {"login": name, "password": "tr0ub4dor"})
    account = student.pk if name.lower() == "maya" else "none"
    assert told()[start:] == [("sign-in failed", {"account": account})]
    assert not [
        text for text in ("tr0ub4dor", "correct-horse") if text in str([vars(r) for r in caplog.records])
    ]


def test_it_tells_who_was_refused_and_who_asked_too_often(
    client_of: ClientOf, student: User, told: Told
) -> None:
    start = len(told())
    client_of(student).get("/admin/login/")
    client = Client()
    for _ in range(6):
        client.post(SIGN_IN, {"login": "maya", "password": "wrong"})
    refused = [facts for event, facts in told()[start:] if event == "refused"]
    assert refused == [
        {"url": "admin:login", "method": "GET", "status": 403},
        {"url": "account_login", "method": "POST", "status": 429},
    ]


def test_it_tells_of_a_form_without_its_token(told: Told) -> None:
    Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": "maya", "password": "x"})
    assert told()[-1] == ("refused", {"url": "account_login", "method": "POST", "status": 403})


def test_a_refusal_in_the_sandbox_is_a_lesson_and_no_incident(told: Told) -> None:
    Client().put("/aws/bucket/key", b"x", headers={"authorization": "AWS4-HMAC-SHA256 nonsense"})
    assert told() == []


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_it_tells_of_rights_given_in_the_admin(
    client_of: ClientOf, superuser: User, student: User, told: Told, right: str
) -> None:
    form = {"username": "maya", "is_active": "on", right: "on"}
    start = len(told())
    response = client_of(superuser).post(f"/admin/accounts/user/{student.pk}/change/", form)
    assert response.status_code == 302
    assert ("rights changed", {"account": student.pk, right: True}) in told()[start:]


def test_it_tells_which_new_account_has_rights_and_only_once_it_is_there(told: Told) -> None:
    superuser = User.objects.create_superuser("root", password=PASSWORD)
    rights = {"is_staff": True, "is_superuser": True}
    assert ("rights changed", {"account": superuser.pk, **rights}) in told()
    start = len(told())
    with pytest.raises(IntegrityError):
        User.objects.create_superuser("root", password=PASSWORD)
    assert told()[start:] == []


def test_it_tells_of_groups_and_permissions(student: User, told: Told) -> None:
    group = Group.objects.create(name="Helpers")
    permission = Permission.objects.all()[0]
    start = len(told())
    student.groups.add(group)
    group.permissions.add(permission)
    student.groups.clear()
    assert told()[start:] == [
        ("rights changed", {"account": student.pk, "change": "groups added", "ids": f"{group.pk}"}),
        ("rights changed", {"group": group.pk, "change": "permissions added", "ids": f"{permission.pk}"}),
        ("rights changed", {"account": student.pk, "change": "groups cleared", "ids": ""}),
    ]


def test_it_tells_of_a_new_password_and_of_nothing_else_that_is_saved(
    client_of: ClientOf, student: User, told: Told
) -> None:
    client = client_of(student)
    start = len(told())
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": "kept-1815", "password2": "kept-1815"})
    student.refresh_from_db()
    student.first_name = "Maya"
    student.save()
    assert told()[start:] == [("password changed", {"account": student.pk})]


def test_a_password_that_is_only_hashed_anew_was_not_changed(student: User, told: Told) -> None:
    start = len(told())
    hashers = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("PBKDF2", "MD5")]
    with override_settings(PASSWORD_HASHERS=hashers):
        assert student.check_password(PASSWORD)
    student.refresh_from_db()
    assert student.password.startswith("pbkdf2")
    assert told()[start:] == []


def test_it_tells_who_exported_what(client_of: ClientOf, instructor: User, told: Told) -> None:
    classroom = Classroom.objects.create(instructor=instructor, name="Cloud 101", join_code="BCDFGHJK")
    client_of(instructor).get(reverse("classrooms:export", args=[classroom.pk]))
    assert told()[-1] == ("exported", {"what": "progress", "classroom": classroom.pk})


def test_guests_come_and_go_untold(client_of: ClientOf, guest: User, told: Told) -> None:
    client_of(guest).post(SIGN_OUT)
    assert told() == []


def test_what_is_rolled_back_did_not_happen(student: User, told: Told) -> None:
    start = len(told())
    with transaction.atomic():
        student.is_staff = True
        student.save()
        transaction.set_rollback(True)
    assert told()[start:] == []


def test_proxies_that_were_not_on_the_way_stop_no_line(told: Told) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        Client(enforce_csrf_checks=True).post(SIGN_IN, headers={"x-forwarded-for": "203.0.113.9"})
    assert told()[-1][0] == "refused"
