"""Instructors edit the course in the admin, and nobody's rights; superusers look after users."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from lessons.accounts.models import User
from lessons.accounts.roles import ACTIONS, EDITABLE, INSTRUCTORS, grant_instructors

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def teacher(db: None, settings: Settings, tmp_path: Path) -> User:
    """An instructor as the command makes one."""
    settings.VAR_DIR = tmp_path
    call_command("create_instructor", "--username", "grace", stdout=StringIO())
    return User.objects.get(username="grace")


def held() -> set[str]:
    group = Group.objects.get(name=INSTRUCTORS)
    return {
        f"{label}.{name}"
        for label, name in group.permissions.values_list("content_type__app_label", "codename")
    }


def test_the_group_has_the_permissions_of_the_table_and_no_others(db: None) -> None:
    assert held() == {
        f"{label}.{action}_{model}"
        for label, models in EDITABLE.items()
        for model in models
        for action in ACTIONS
        if model in apps.all_models[label]
    }
    assert "lessons.change_lesson" in held()


def test_migrating_again_writes_nothing(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(3) as queries:
        grant_instructors(using="default")
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_migrating_again_takes_away_what_is_not_in_the_table(db: None) -> None:
    before = held()
    Group.objects.get(name=INSTRUCTORS).permissions.add(Permission.objects.get(codename="add_user"))
    grant_instructors(using="default")
    assert held() == before


def test_an_instructor_may_teach(teacher: User, student: User, guest: User) -> None:
    assert teacher.is_instructor
    assert not student.is_instructor
    assert not guest.is_instructor


ADMIN_PAGES = {
    "admin:index": (200, 200),
    "admin:accounts_user_changelist": (403, 200),
    "admin:accounts_user_add": (403, 200),
    "admin:lessons_lesson_changelist": (200, 200),
    "admin:sandbox_scenario_changelist": (200, 200),
    "admin:auth_group_changelist": (403, 200),
    "admin:account_emailaddress_changelist": (403, 200),
}


@pytest.mark.parametrize(("name", "answers"), ADMIN_PAGES.items())
def test_users_and_permissions_are_for_superusers(
    client_of: ClientOf, teacher: User, superuser: User, name: str, answers: tuple[int, int]
) -> None:
    url = reverse(name)
    assert (client_of(teacher).get(url).status_code, client_of(superuser).get(url).status_code) == answers


def test_a_superuser_sets_a_new_password(client_of: ClientOf, superuser: User, student: User) -> None:
    url = reverse("admin:auth_user_password_change", args=[student.pk])
    form = {"password1": "kept-1815", "password2": "kept-1815", "usable_password": "true"}
    assert client_of(superuser).post(url, form).status_code == 302
    student.refresh_from_db()
    assert student.check_password("kept-1815")


def test_an_instructor_sets_no_password(client_of: ClientOf, teacher: User, student: User) -> None:
    url = reverse("admin:auth_user_password_change", args=[student.pk])
    assert client_of(teacher).get(url).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_the_admin_sends_strangers_and_guests_to_the_sites_own_sign_in(
    client_of: ClientOf, guest: User, who: str
) -> None:
    client = client_of(guest if who == "guest" else None)
    response = client.get("/admin/", follow=True)
    assert [url.split("?")[0] for url, _ in response.redirect_chain] == [
        "/admin/login/",
        reverse("account_login"),
    ]
    assert 'name="next" value="/admin/"' in response.text


def test_the_admin_tells_a_student_that_it_is_for_instructors(client_of: ClientOf, student: User) -> None:
    response = client_of(student).get("/admin/", follow=True)
    assert response.status_code == 403
    assert "The admin is for instructors" in response.text


def test_the_first_instructor_gets_a_password_that_works_in_a_file_of_the_owners(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    out = StringIO()
    call_command("create_instructor", stdout=out)
    file = tmp_path / "var" / "instructor-password"
    password = file.read_text().strip()
    assert client.login(username="instructor", password=password)
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in out.getvalue()
    assert password not in out.getvalue()


def test_where_the_first_password_is_told_as_long_as_its_file_is_there(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    call_command("create_instructor", stdout=StringIO())
    out = StringIO()
    call_command("create_instructor", "--if-missing", stdout=out)
    assert out.getvalue() == f"instructor is already there; first password: {tmp_path}/instructor-password\n"


def test_a_password_of_a_database_that_is_gone_is_replaced(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "instructor-password").write_text("old")
    call_command("create_instructor", stdout=StringIO())
    assert client.login(
        username="instructor", password=(tmp_path / "instructor-password").read_text().strip()
    )
    assert (tmp_path / "instructor-password").stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_a_path_is_refused(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match="valid username"):
        call_command("create_instructor", "--username", "../outside")
    assert not User.objects.exists()


def test_a_second_call_changes_nothing(teacher: User) -> None:
    out = StringIO()
    call_command("create_instructor", "--username", "Grace", "--if-missing", stdout=out)
    assert out.getvalue() == "Grace is already there\n"
    with pytest.raises(CommandError, match="already there"):
        call_command("create_instructor", "--username", "grace")
    assert User.objects.count() == 1
