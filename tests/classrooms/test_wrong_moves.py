"""Which wrong moves a class made where it did the steps itself, as its instructor sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom, Membership
from lessons.classrooms.wrong_moves import StepMoves, wrong_moves_of
from lessons.models import Lesson
from lessons.sandbox.models import Pass, PassMove
from tests.steps import step_at

Join = Callable[[int], list[Membership]]


def moved(user: User, lesson: Lesson, *moves: tuple[str, str, str], number: int = 2) -> None:
    """Wrong moves of a learner at a step: who signed, which call, and the error."""
    of = Pass.objects.create(user=user, lesson=lesson, number=1, plan="-", steps=5)
    for place, (by, call, code) in enumerate(moves, start=1):
        PassMove.objects.create(
            of=of,
            number=place,
            step_key=step_at(lesson, number).key,
            verdict="wrong",
            made={"by": by, "call": call, "signer": "AKIA", "with": {}},
            event={"error_code": code},
        )


def test_the_most_frequent_wrong_move_of_a_step_is_told(
    classroom: Classroom, lesson: Lesson, students: Join
) -> None:
    denied, asked = ("bob", "sts:AssumeRole", "AccessDenied"), ("alice", "sts:GetCallerIdentity", "")
    for membership, moves in zip(
        students(4), [(denied,) * 5, (asked, denied), (asked,), (asked,)], strict=True
    ):
        moved(membership.user, lesson, *moves)
    moved(User.objects.create_user("elsewhere"), lesson, asked, asked, asked)
    (found,) = wrong_moves_of(classroom.memberships.values("user"))
    assert found.steps == (
        StepMoves(2, "STS decides", missed=4, move="alice: `GetCallerIdentity`, done", count=3),
    )


def test_sessions_of_a_role_are_one_whatever_they_are_called(
    classroom: Classroom, lesson: Lesson, students: Join
) -> None:
    for number, membership in enumerate(students(2)):
        moved(membership.user, lesson, (f"demo/mine{number}", "s3:GetObject", "AccessDenied"))
    (found,) = wrong_moves_of(classroom.memberships.values("user"))
    assert (found.steps[0].move, found.steps[0].count) == (
        "a session of demo: `GetObject`, `AccessDenied`",
        2,
    )


def test_a_statement_that_does_not_decide_is_told_by_its_name(
    classroom: Classroom, lesson: Lesson, students: Join
) -> None:
    for membership in students(3):
        moved(membership.user, lesson, ("demo/mine", "s3:ListObjectsV2", ""))
        PassMove.objects.update(event=None)
    for move in PassMove.objects.all()[:2]:
        move.made |= {"statement": "Allow `ReadItsObjects`", "said": "It does not apply."}
        move.save()
    (found,) = wrong_moves_of(classroom.memberships.values("user"))
    assert (found.steps[0].missed, found.steps[0].move, found.steps[0].count) == (
        3,
        "decides: Allow `ReadItsObjects`",
        2,
    )


def test_the_page_shows_them_beside_the_predictions_in_as_many_queries_for_any_class(
    classroom: Classroom,
    lesson: Lesson,
    students: Join,
    instructor: User,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for membership in students(5):
        moved(membership.user, lesson, ("bob", "sts:AssumeRole", "AccessDenied"))
    client.force_login(instructor)
    page = client.get(f"{classroom.get_absolute_url()}predictions/").content.decode()
    assert "not right at once for 5" in page
    with django_assert_num_queries(3):
        wrong_moves_of(classroom.memberships.values("user"))
