"""What a class predicted of each step, as its instructor sees it, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom, Membership
from lessons.classrooms.predictions import StepPredictions, predictions_of
from lessons.models import Lesson, Prediction
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.stepping.predictions import predict, start_over
from lessons.visualizer import Verdict
from tests.steps import step_at

ASKED = Asked(Kind.OUTPUT, "What comes out?", ("credentials", "`nothing`", "an error"), 0)
Join = Callable[[int], list[Membership]]


def expect_of(user: User, lesson: Lesson, number: int, chosen: str, sure: str = "fairly") -> None:
    predict(user, lesson, step_at(lesson, number), Verdict(ASKED, chosen, Sureness(sure)))


def only_step(classroom: Classroom) -> StepPredictions:
    (lesson,) = predictions_of(classroom.memberships.values("user"))
    (step,) = lesson.steps
    return step


def test_it_counts_who_was_wrong_and_what_they_chose(
    classroom: Classroom, lesson: Lesson, students: Join
) -> None:
    choices = [
        ("credentials", "certain"),
        ("an error", "certain"),
        ("`nothing`", "guess"),
        ("an error", "guess"),
    ]
    for membership, (chosen, sure) in zip(students(4), choices, strict=True):
        expect_of(membership.user, lesson, 2, chosen, sure)
    assert only_step(classroom) == StepPredictions(
        2,
        "STS decides",
        asked="What comes out?",
        total=4,
        wrong=3,
        certain=1,
        chosen=(("an error", 2), ("`nothing`", 1)),
    )


def test_only_the_first_prediction_of_a_student_counts(
    classroom: Classroom, lesson: Lesson, membership: Membership, student: User
) -> None:
    expect_of(student, lesson, 1, "an error")
    start_over(student, lesson)
    expect_of(student, lesson, 1, "credentials")
    assert Prediction.objects.count() == 2
    assert (only_step(classroom).total, only_step(classroom).wrong) == (1, 1)


def test_only_the_students_of_this_class_count(
    classroom: Classroom, lesson: Lesson, membership: Membership, other_student: User, instructor: User
) -> None:
    expect_of(other_student, lesson, 1, "an error")
    expect_of(instructor, lesson, 1, "an error")
    assert predictions_of(classroom.memberships.values("user")) == ()


def test_what_was_predicted_of_a_step_stays_with_it_when_the_order_changes(
    classroom: Classroom, lesson: Lesson, membership: Membership, student: User
) -> None:
    expect_of(student, lesson, 3, "an error")
    lesson.steps.filter(position=3).update(position=0)
    assert (only_step(classroom).number, only_step(classroom).action) == (1, "alice uses them")


def test_what_was_predicted_of_a_step_that_is_gone_is_shown_with_its_question(
    client_of: Callable[[User | None], Client],
    classroom: Classroom,
    lesson: Lesson,
    membership: Membership,
    instructor: User,
    student: User,
) -> None:
    expect_of(student, lesson, 3, "an error")
    lesson.key_moments.all().delete()
    lesson.steps.get(position=3).delete()
    step = only_step(classroom)
    assert (step.number, step.asked, step.wrong) == (None, "What comes out?", 1)
    page = client_of(instructor).get(f"/classes/{classroom.pk}/predictions/").content.decode()
    assert "A step that is gone" in page
    assert "Asked: What comes out?" in page


def test_a_lesson_that_is_a_draft_again_is_left_out(
    classroom: Classroom, lesson: Lesson, membership: Membership, student: User
) -> None:
    expect_of(student, lesson, 1, "an error")
    lesson.unpublish()
    lesson.save()
    assert predictions_of(classroom.memberships.values("user")) == ()


def test_the_instructor_sees_the_page_from_the_class_page(
    client_of: Callable[[User | None], Client],
    classroom: Classroom,
    lesson: Lesson,
    membership: Membership,
    instructor: User,
    student: User,
) -> None:
    expect_of(student, lesson, 2, "`nothing`", "certain")
    client = client_of(instructor)
    url = f"/classes/{classroom.pk}/predictions/"
    assert f'href="{url}"' in client.get(f"/classes/{classroom.pk}/").content.decode()
    page = client.get(url).content.decode()
    for part in (
        "<strong>1 of 1</strong> wrong",
        "1 certain",
        "<code>nothing</code>",
        'href="/lessons/assume/steps/2/"',
    ):
        assert part in page
    assert "maya" not in page


def test_a_class_that_has_not_predicted_is_told_how_it_begins(
    client_of: Callable[[User | None], Client], classroom: Classroom, instructor: User
) -> None:
    page = client_of(instructor).get(f"/classes/{classroom.pk}/predictions/").content.decode()
    assert "No predictions yet" in page


@pytest.mark.parametrize("who", ["student", "other_instructor"])
def test_nobody_else_sees_it(
    request: pytest.FixtureRequest,
    client_of: Callable[[User | None], Client],
    classroom: Classroom,
    membership: Membership,
    who: str,
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(f"/classes/{classroom.pk}/predictions/").status_code in (403, 404)


@pytest.mark.parametrize("number", [1, 20])
def test_it_takes_three_queries(
    number: int,
    classroom: Classroom,
    lesson: Lesson,
    students: Join,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for membership in students(number):
        for step in (1, 2, 3):
            expect_of(membership.user, lesson, step, "an error")
    with django_assert_num_queries(3):
        predictions_of(classroom.memberships.values("user"))
