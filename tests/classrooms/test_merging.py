"""A guest's classes follow the guest into an account."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom, Membership


def merge(guest: User, user: User) -> None:
    guest_merged.send(sender=User, guest=guest, user=user)
    guest.delete()


def test_a_class_of_the_guest_becomes_one_of_the_account(
    classroom: Classroom, guest: User, student: User
) -> None:
    membership = join_class(classroom, guest, "Maya K.")
    merge(guest, student)
    membership.refresh_from_db()
    assert (membership.user, membership.name) == (student, "Maya K.")


def test_in_a_class_of_both_the_account_stays_since_the_earlier_day(
    classroom: Classroom, membership: Membership, guest: User, student: User
) -> None:
    earlier = timezone.now() - timedelta(days=7)
    classroom.memberships.create(user=guest, joined_at=earlier, shown_name="Maya")
    merge(guest, student)
    assert Membership.objects.get() == membership
    assert Membership.objects.get().joined_at == earlier


def test_classes_of_the_account_alone_stay_as_they_are(
    instructor: User, membership: Membership, guest: User, student: User
) -> None:
    join_class(open_class(instructor, "Another"), guest, "Maya")
    merge(guest, student)
    assert student.memberships.count() == 2


def test_nobody_becomes_a_student_of_the_class_they_teach(
    classroom: Classroom, guest: User, instructor: User
) -> None:
    join_class(classroom, guest, "Curious")
    merge(guest, instructor)
    assert not Membership.objects.exists()


def test_signing_up_keeps_the_very_same_row(classroom: Classroom, guest: User) -> None:
    membership = join_class(classroom, guest, "Maya")
    guest.username, guest.is_guest = "maya99", False
    guest.save()
    membership.refresh_from_db()
    assert (membership.user.username, membership.name) == ("maya99", "Maya")
