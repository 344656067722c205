"""What an instructor does with a class: rename, close, reopen, a new code, remove, delete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.classrooms import access
from lessons.classrooms.access import class_taught
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom, Membership

Browser = Callable[[User | None], Client]


@pytest.fixture
def client(instructor: User, client_of: Browser) -> Client:
    return client_of(instructor)


def url(name: str, *args: int) -> str:
    return reverse(f"classrooms:{name}", args=args)


def test_renaming_keeps_everything_else(client: Client, membership: Membership) -> None:
    client.post(url("rename", membership.classroom_id), {"name": "Security 102"})
    classroom = Classroom.objects.get()
    assert classroom.name == "Security 102"
    assert classroom.join_code == membership.classroom.join_code
    assert classroom.memberships.count() == 1


def test_a_name_that_does_not_do_is_explained_on_the_class_page(client: Client, classroom: Classroom) -> None:
    response = client.post(url("rename", classroom.pk), {"name": ""})
    assert response.status_code == 422
    assert "required" in response.content.decode()
    assert Classroom.objects.get().name == "Security 101"


def test_closing_keeps_the_students_and_reopening_lets_in_more(
    client: Client, membership: Membership
) -> None:
    client.post(url("close", membership.classroom_id))
    assert not Classroom.objects.get().is_open
    assert Membership.objects.count() == 1
    client.post(url("reopen", membership.classroom_id))
    assert Classroom.objects.get().is_open


def test_closing_twice_keeps_the_first_time(client: Client, classroom: Classroom) -> None:
    client.post(url("close", classroom.pk))
    closed_at = Classroom.objects.get().closed_at
    client.post(url("close", classroom.pk))
    assert Classroom.objects.get().closed_at == closed_at


@pytest.mark.parametrize("name", ["new_code", "delete"])
def test_what_cannot_be_undone_is_asked_first(name: str, client: Client, classroom: Classroom) -> None:
    page = client.get(url(name, classroom.pk)).content.decode()
    assert "Security 101?" in page
    assert Classroom.objects.get().join_code == classroom.join_code


def test_a_new_code_replaces_the_old(client: Client, classroom: Classroom) -> None:
    page = client.post(url("new_code", classroom.pk), follow=True).content.decode()
    assert classroom.shown_code not in page
    assert Classroom.objects.get().shown_code in page


def test_deleting_a_class_deletes_nobody(client: Client, membership: Membership) -> None:
    response = client.post(url("delete", membership.classroom_id), follow=True)
    assert "Security 101 is deleted" in response.content.decode()
    assert not Classroom.objects.exists()
    assert User.objects.filter(pk=membership.user_id).exists()


def test_removing_a_student_is_asked_first(client: Client, membership: Membership) -> None:
    page = client.get(url("remove", membership.classroom_id, membership.pk)).content.decode()
    assert "Remove maya?" in page
    assert Membership.objects.exists()


def test_a_removed_student_is_out_of_the_class(
    client: Client, membership: Membership, client_of: Browser
) -> None:
    response = client.post(url("remove", membership.classroom_id, membership.pk), follow=True)
    assert "maya is no longer in the class" in response.content.decode()
    page = client_of(membership.user).get(membership.classroom.get_absolute_url())
    assert page.status_code == 404


def test_a_student_is_removed_from_the_class_of_the_address_only(
    client: Client, membership: Membership, instructor: User
) -> None:
    another = open_class(instructor, "Another")
    assert client.post(url("remove", another.pk, membership.pk)).status_code == 404
    assert Membership.objects.exists()


def test_an_instructor_cannot_reach_into_a_colleagues_class(
    membership: Membership, other_instructor: User, client_of: Browser, student: User
) -> None:
    own = open_class(other_instructor, "Their own")
    join_class(own, student)
    response = client_of(other_instructor).post(url("remove", own.pk, membership.pk))
    assert response.status_code == 404
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("name", ["rename", "close", "reopen", "new_code", "delete"])
def test_a_class_that_another_tab_deletes_at_the_same_moment_is_not_found(
    name: str, client: Client, classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted_meanwhile(user: User, pk: int) -> Classroom:
        found = class_taught(user, pk)
        Classroom.objects.all().delete()
        return found

    monkeypatch.setattr(access, "class_taught", deleted_meanwhile)
    response = client.post(url(name, classroom.pk), {"name": "Security 102"})
    assert response.status_code == (302 if name == "delete" else 404)
