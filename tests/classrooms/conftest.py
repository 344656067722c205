"""Classes to test with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom, Membership


@pytest.fixture
def classroom(instructor: User) -> Classroom:
    return open_class(instructor, "Security 101")


@pytest.fixture
def membership(classroom: Classroom, student: User) -> Membership:
    return join_class(classroom, student)


@pytest.fixture
def other_instructor(instructor: User) -> User:
    user = User.objects.create_user("colleague", password="a-good-password", is_staff=True)
    user.groups.set(instructor.groups.all())
    return user


@pytest.fixture
def students(classroom: Classroom) -> Callable[[int], list[Membership]]:
    """As many accounts as asked for, all in the class."""

    def join(number: int) -> list[Membership]:
        users = [User.objects.create(username=f"student{n:03}") for n in range(number)]
        return [join_class(classroom, user) for user in users]

    return join
