"""A class as its student sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class
from lessons.classrooms.models import Membership
from lessons.models import Lesson
from lessons.reading.progress import see_step
from tests.steps import step_at

Browser = Callable[[User | None], Client]


def test_a_student_sees_their_own_row_and_nobody_elses(
    lesson: Lesson, membership: Membership, other_student: User, client_of: Browser
) -> None:
    join_class(membership.classroom, other_student)
    see_step(membership.user, lesson, step_at(lesson, 1))
    page = client_of(membership.user).get(membership.classroom.get_absolute_url()).content.decode()
    assert "1/5" in page
    assert "noor" not in page
    assert membership.classroom.shown_code not in page
    assert "Download CSV" not in page


def test_a_guest_is_told_how_to_keep_the_class(
    membership: Membership, guest: User, client_of: Browser
) -> None:
    join_class(membership.classroom, guest, "Zoe")
    url = membership.classroom.get_absolute_url()
    assert "as a guest" in client_of(guest).get(url).content.decode()
    assert "as a guest" not in client_of(membership.user).get(url).content.decode()


def test_before_there_are_lessons_the_page_says_so(membership: Membership, client_of: Browser) -> None:
    page = client_of(membership.user).get(membership.classroom.get_absolute_url()).content.decode()
    assert "There is no lesson yet" in page


def test_a_student_is_asked_before_leaving(membership: Membership, client_of: Browser) -> None:
    page = client_of(membership.user).get(leave_url(membership)).content.decode()
    assert "Leave Security 101?" in page
    assert Membership.objects.exists()


def test_a_student_leaves_and_keeps_what_they_have_done(
    lesson: Lesson, membership: Membership, client_of: Browser
) -> None:
    see_step(membership.user, lesson, step_at(lesson, 1))
    response = client_of(membership.user).post(leave_url(membership), follow=True)
    assert "You have left Security 101." in response.content.decode()
    assert not Membership.objects.exists()
    assert membership.user.steps_seen.count() == 1


def test_who_is_not_in_the_class_cannot_leave_it(
    membership: Membership, other_student: User, client_of: Browser
) -> None:
    assert client_of(other_student).post(leave_url(membership)).status_code == 404
    assert Membership.objects.exists()


def leave_url(membership: Membership) -> str:
    return reverse("classrooms:leave", args=[membership.classroom_id])
