"""The table of students by lessons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from model_bakery import baker
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom, Membership
from lessons.classrooms.progress import Measure, Row, progress_of
from lessons.models import Chapter, Lesson, Prediction, StepSeen, StyleProgress
from lessons.quizzes.models import Answer, Attempt
from lessons.reading.course_cache import read_course
from lessons.reading.progress import finish_style, open_style, see_step
from lessons.sandbox.models import Event, Lab, LabProgress, Sandbox, Scenario
from tests.steps import step_at

QUERIES = 8  # the course, lessons, standings, scores, passes, goals, those reached, last active
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def figures(row: Row, place: int = 0) -> dict[str, tuple[int | None, int]]:
    return {measure.label: (measure.done, measure.total) for measure in row.cells[place].measures}


def only_row(membership: Membership) -> Row:
    return progress_of([membership]).rows[0]


def add_lesson(number: int, **fields: object) -> Lesson:
    chapter, _ = Chapter.objects.get_or_create(title="More")
    return Lesson.objects.create(
        chapter=chapter, slug=f"lesson-{number}", title=f"Lesson {number}", position=number, **fields
    )


def finish_quiz(user: User, lesson: Lesson, right: int, total: int, at: datetime = NOON) -> Attempt:
    return Attempt.objects.create(
        user=user, lesson=lesson, asked=[], right=right, total=total, finished_at=at
    )


@pytest.fixture
def sandbox(lesson: Lesson, student: User) -> Sandbox:
    scenario = Scenario.objects.create(slug="demo", title="Demo", document={})
    Lab.objects.create(lesson=lesson, scenario=scenario, title="Lab", intro="Do it.")
    return Sandbox.objects.create(user=student, scenario=scenario)


def test_a_student_who_has_done_nothing_has_done_nothing(lesson: Lesson, membership: Membership) -> None:
    row = only_row(membership)
    assert figures(row) == {
        "Styles": (0, 9),
        "Steps": (0, 5),
        "Quiz": (None, 0),
        "Do it": (None, 0),
        "Sandbox": (0, 0),
    }
    assert row.last_at is None


def test_styles_done_and_steps_seen_are_counted_once(
    lesson: Lesson, membership: Membership, student: User
) -> None:
    for style in ("read", "flow", "read"):
        open_style(student, lesson, style)
    finish_style(student, lesson, "read")
    for number in (1, 2, 2, 3):
        see_step(student, lesson, step_at(lesson, number))
    row = figures(only_row(membership))
    assert (row["Styles"], row["Steps"]) == ((1, 9), (3, 5))


def test_steps_that_the_lesson_has_lost_do_not_count(
    lesson: Lesson, membership: Membership, student: User
) -> None:
    for number in (1, 2, 5):
        see_step(student, lesson, step_at(lesson, number))
    lesson.key_moments.all().delete()
    lesson.steps.get(position=2).delete()
    assert figures(only_row(membership))["Steps"] == (2, 4)


def test_the_best_finished_quiz_counts(lesson: Lesson, membership: Membership, student: User) -> None:
    finish_quiz(student, lesson, 4, 5)
    finish_quiz(student, lesson, 2, 5)
    Attempt.objects.create(user=student, lesson=lesson, asked=[], total=5)
    assert figures(only_row(membership))["Quiz"] == (4, 5)


def test_a_quiz_not_yet_taken_is_not_a_score_of_nothing(
    lesson: Lesson, membership: Membership, student: User
) -> None:
    baker.make("quizzes.Question", lesson=lesson, step=lesson.steps.first(), _quantity=3)
    assert figures(only_row(membership))["Quiz"] == (None, 3)
    finish_quiz(student, lesson, 0, 3)
    assert figures(only_row(membership))["Quiz"] == (0, 3)


def test_goals_reached_in_the_sandbox_count(lesson: Lesson, membership: Membership, sandbox: Sandbox) -> None:
    goals = [{"key": key, "text": key, "seen": [{"answer": "ok"}]} for key in ("a", "b", "c", "d")]
    sandbox.scenario.labs.update(goals=goals)
    lab = sandbox.scenario.labs.get()
    LabProgress.objects.create(user=membership.user, lab=lab, reached=["a", "b", "gone"])
    assert figures(only_row(membership))["Sandbox"] == (2, 4)


def test_the_hints_asked_for_are_told_beside_the_goals(
    lesson: Lesson, membership: Membership, sandbox: Sandbox, client: Client, instructor: User
) -> None:
    lab = sandbox.scenario.labs.get()
    lab.goals = [{"key": "a", "text": "a", "seen": [{"answer": "ok"}]}]
    lab.save()
    LabProgress.objects.create(user=membership.user, lab=lab, hints={"a": 2, "b": 1})
    client.force_login(instructor)
    assert "3 hints" in client.get(membership.classroom.get_absolute_url()).content.decode()


def test_only_published_lessons_are_columns_in_course_order(lesson: Lesson, membership: Membership) -> None:
    add_lesson(2, status=Lesson.Status.PUBLISHED)
    add_lesson(1, status=Lesson.Status.PUBLISHED)
    add_lesson(3)
    titles = [column.title for column in progress_of([membership]).columns]
    assert titles == ["Assuming a role", "Lesson 1", "Lesson 2"]


def test_each_student_has_their_own_figures(
    classroom: Classroom, lesson: Lesson, students: Callable[[int], list[Membership]]
) -> None:
    first, second = students(2)
    see_step(first.user, lesson, step_at(lesson, 1))
    finish_style(second.user, lesson, "read")
    rows = progress_of([first, second]).rows
    assert [figures(row)["Steps"][0] for row in rows] == [1, 0]
    assert [figures(row)["Styles"][0] for row in rows] == [0, 1]


def test_last_active_is_the_latest_of_everything_a_student_does(
    lesson: Lesson, membership: Membership, student: User, sandbox: Sandbox
) -> None:
    attempt = finish_quiz(student, lesson, 1, 1)
    sandbox.last_number = 1
    sandbox.save()
    deeds = [
        StyleProgress(user=student, lesson=lesson, style="read", last_at=NOON),
        StepSeen(user=student, lesson=lesson, number=1, seen_at=NOON + timedelta(minutes=1)),
        Answer(attempt=attempt, number=1, chosen=0, right=True, answered_at=NOON + timedelta(minutes=2)),
        Event(sandbox=sandbox, number=1, at=NOON, recorded_at=NOON + timedelta(minutes=3), source="page"),
        Prediction(
            user=student,
            lesson=lesson,
            number=1,
            asked={},
            chosen="this",
            right=True,
            predicted_at=NOON + timedelta(minutes=4),
        ),
    ]
    for minute, deed in enumerate(deeds):
        deed.save()
        assert only_row(membership).last_at == NOON + timedelta(minutes=minute)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_queries_do_not_grow_with_students_or_lessons(
    number: int,
    lesson: Lesson,
    students: Callable[[int], list[Membership]],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    memberships = students(number)
    for n in range(number):
        more = add_lesson(n, status=Lesson.Status.PUBLISHED)
        for membership in memberships[:3]:
            open_style(membership.user, more, "read")
            finish_quiz(membership.user, more, 1, 2, timezone.now())
    read_course()
    with django_assert_num_queries(QUERIES):
        matrix = progress_of(memberships)
    assert len(matrix.rows) == number
    assert len(matrix.columns) == number + 1


def test_an_empty_class_has_columns_and_no_rows(lesson: Lesson) -> None:
    matrix = progress_of([])
    assert (len(matrix.columns), matrix.rows) == (1, ())


@pytest.mark.parametrize(
    ("done", "total", "level"),
    [(None, 5, "none"), (0, 5, "none"), (0, 0, "none"), (1, 5, "some"), (5, 5, "all")],
)
def test_a_measure_has_a_level(done: int | None, total: int, level: str) -> None:
    assert Measure("Steps", done, total).level == level
