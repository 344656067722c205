"""The page of all classes of a reader, and opening one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.classrooms import enrolment
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom, Membership

CLASSES = "/classes/"
CREATE = "/classes/create/"
Browser = Callable[[User | None], Client]


def page_of(client: Client) -> str:
    response = client.get(CLASSES)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_can_join_but_not_open_a_class_and_leaves_no_row(db: None, client_of: Browser) -> None:
    page = page_of(client_of(None))
    assert "Join a class" in page
    assert "Open a class" not in page
    assert not User.objects.exists()


def test_a_student_sees_the_classes_they_are_in(membership: Membership, client_of: Browser) -> None:
    page = page_of(client_of(membership.user))
    assert "Security 101" in page
    assert "with teacher" in page
    assert membership.classroom.shown_code not in page
    assert "Open a class" not in page


def test_another_student_does_not_see_them(
    membership: Membership, other_student: User, client_of: Browser
) -> None:
    assert "Security 101" not in page_of(client_of(other_student))


def test_an_instructor_sees_their_own_classes_only(
    classroom: Classroom, other_instructor: User, instructor: User, client_of: Browser
) -> None:
    open_class(other_instructor, "Somebody else's")
    page = page_of(client_of(instructor))
    assert classroom.shown_code in page
    assert "Somebody else" not in page


def test_an_instructor_without_classes_is_told_what_to_do(instructor: User, client_of: Browser) -> None:
    assert "No class yet" in page_of(client_of(instructor))


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_the_classes(
    number: int,
    instructor: User,
    other_instructor: User,
    client_of: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(number):
        open_class(instructor, f"Class {n}")
        join_class(open_class(other_instructor, f"Evening class {n}"), instructor)
    client = client_of(instructor)
    with django_assert_max_num_queries(6):  # session, user, two for permissions, joined, taught
        client.get(CLASSES)


def test_an_instructor_opens_a_class_and_lands_on_it(instructor: User, client_of: Browser) -> None:
    response = client_of(instructor).post(CREATE, {"name": "  Security   101 "})
    classroom = instructor.classes_taught.get()
    assert classroom.name == "Security 101"
    assert response["Location"] == classroom.get_absolute_url()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "required"),
        ("   ", "required"),
        ("x" * 81, "at most 80"),
        ("nul\x00", "cannot be shown"),
        ("left\u202eright", "cannot be shown"),
        ("***", "a letter or a digit"),
    ],
)
def test_a_class_needs_a_name_that_can_be_read(
    name: str, error: str, instructor: User, client_of: Browser
) -> None:
    response = client_of(instructor).post(CREATE, {"name": name})
    assert response.status_code == 422
    assert error in response.content.decode()
    assert not Classroom.objects.exists()


@pytest.mark.parametrize(
    "name", ["Überblick", "安全 101", "\u062f\u0627\u0646\u0634\u200c\u0622\u0645\u0648\u0632"]
)
def test_a_name_may_be_in_any_script(name: str, instructor: User, client_of: Browser) -> None:
    client_of(instructor).post(CREATE, {"name": name})
    assert Classroom.objects.get().name == name


def test_at_the_limit_the_page_says_so(
    classroom: Classroom, instructor: User, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "CLASSES_TAUGHT", 1)
    response = client_of(instructor).post(CREATE, {"name": "One too many"})
    assert response.status_code == 422
    assert "Delete one" in response.content.decode()


def test_names_are_escaped(instructor: User, client_of: Browser) -> None:
    open_class(instructor, "<script>alert(1)</script>")
    assert "<script>alert" not in page_of(client_of(instructor))
