"""The rules of opening and joining classes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.classrooms import enrolment
from lessons.classrooms.enrolment import ClassroomError, join_class, open_class, renew_code
from lessons.classrooms.models import Classroom, Membership


def test_a_class_is_open_and_has_a_code_of_its_own(instructor: User) -> None:
    first, second = open_class(instructor, "One"), open_class(instructor, "Two")
    assert first.is_open
    assert first.join_code != second.join_code
    assert first.shown_code == f"{first.join_code[:4]}-{first.join_code[4:]}"


def test_a_code_that_another_class_has_is_not_given_again(
    instructor: User, classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([classroom.join_code, "WXYZ3479"])
    monkeypatch.setattr(enrolment, "new_code", lambda: next(drawn))
    assert open_class(instructor, "Another").join_code == "WXYZ3479"


def test_an_instructor_has_a_bounded_number_of_classes(
    instructor: User, classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "CLASSES_TAUGHT", 1)
    with pytest.raises(ClassroomError, match="Delete one"):
        open_class(instructor, "One too many")


def test_a_renewed_code_replaces_the_old_one(classroom: Classroom) -> None:
    old = classroom.join_code
    renew_code(classroom)
    assert Classroom.objects.get(pk=classroom.pk).join_code != old


def test_joining_twice_is_joining_once(classroom: Classroom, guest: User) -> None:
    first = join_class(classroom, guest, "Maya")
    assert join_class(classroom, guest, "Somebody else") == first
    assert Membership.objects.get().name == "Maya"


def test_nobody_joins_a_closed_class(classroom: Classroom, student: User) -> None:
    classroom.closed_at = timezone.now()
    classroom.save()
    with pytest.raises(ClassroomError, match="no new students"):
        join_class(classroom, student)


def test_nobody_joins_a_class_closed_since_they_saw_it(classroom: Classroom, student: User) -> None:
    Classroom.objects.update(closed_at=timezone.now())
    with pytest.raises(ClassroomError, match="no new students"):
        join_class(classroom, student)


def test_nobody_joins_a_full_class(
    classroom: Classroom, membership: Membership, other_student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "CLASS_SIZE", 1)
    with pytest.raises(ClassroomError, match="full"):
        join_class(classroom, other_student)


def test_nobody_is_in_too_many_classes(
    instructor: User, membership: Membership, student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "CLASSES_JOINED", 1)
    with pytest.raises(ClassroomError, match="Leave one"):
        join_class(open_class(instructor, "Another"), student)


def test_two_guests_of_a_class_cannot_go_by_one_name(classroom: Classroom, guest: User) -> None:
    join_class(classroom, guest, "Maya")
    another = User.objects.create(username="guest-another", is_guest=True)
    with pytest.raises(ClassroomError, match="Add an initial"):
        join_class(classroom, another, "MAYA")


def test_in_another_class_the_name_is_free(instructor: User, classroom: Classroom, guest: User) -> None:
    join_class(classroom, guest, "Maya")
    another = User.objects.create(username="guest-another", is_guest=True)
    assert join_class(open_class(instructor, "Another"), another, "Maya").name == "Maya"


def test_the_database_holds_the_rules_too(classroom: Classroom, guest: User, student: User) -> None:
    join_class(classroom, guest, "Maya")
    for clash in ({"user": guest}, {"user": student, "shown_name": "maya"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            classroom.memberships.create(**clash)


def test_an_account_is_called_by_its_name_and_a_guest_by_the_name_given(
    classroom: Classroom, guest: User, student: User
) -> None:
    join_class(classroom, guest, "Zoe")
    join_class(classroom, student)
    assert [membership.name for membership in classroom.memberships.by_name()] == ["maya", "Zoe"]


@pytest.mark.parametrize("name", ["Noor", "NOOR", "\uff4eoor", "no\u200dor", "noor\u3164"])
def test_a_guest_cannot_go_by_the_name_of_a_classmate_with_an_account(
    classroom: Classroom, guest: User, other_student: User, name: str
) -> None:
    join_class(classroom, other_student)
    with pytest.raises(ClassroomError, match="Add an initial"):
        join_class(classroom, guest, name)
