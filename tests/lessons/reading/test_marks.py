"""What a browser kept of a stranger's reading, handed over once they are somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, StepSeen, StyleProgress
from lessons.reading.marks import MOST_MARKS
from lessons.reading.progress import see_step
from tests.steps import step_at

URL = reverse("lessons:marks")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
Browser = Callable[[User | None], Client]


def hand_over(client: Client, *marks: str) -> int:
    return client.post(URL, {"mark": marks}).status_code


def read_by(user: User) -> set[str]:
    styles = StyleProgress.objects.filter(user=user).values_list("lesson__slug", "style")
    steps = StepSeen.objects.filter(user=user).values_list("lesson__slug", "number")
    return {f"{slug}/{style}" for slug, style in styles} | {f"{slug}/steps/{n}" for slug, n in steps}


def test_what_was_read_is_the_readers_now(client_of: Browser, guest: User, lesson: Lesson) -> None:
    marks = {"assume/read", "assume/steps", "assume/steps/1", "assume/steps/5", "assume/quiz"}
    assert hand_over(client_of(guest), *marks) == 204
    assert read_by(guest) == marks


def test_a_mark_of_a_step_means_the_step_wherever_it_stands_now(
    client_of: Browser, guest: User, lesson: Lesson
) -> None:
    key = step_at(lesson, 3).key
    lesson.steps.filter(position=3).update(position=0)
    assert hand_over(client_of(guest), f"assume/steps/3#{key}") == 204
    assert [(row.step_key, row.number) for row in StepSeen.objects.all()] == [(key, 1)]


def test_a_mark_takes_no_number_from_another_step(client_of: Browser, student: User, lesson: Lesson) -> None:
    see_step(student, lesson, step_at(lesson, 1))
    lesson.steps.filter(position=5).update(position=0)
    hand_over(client_of(student), "assume/steps/1")
    assert StepSeen.objects.of_steps_there().count() == 2


def test_the_page_of_a_step_tells_the_browser_its_key(client: Client, lesson: Lesson) -> None:
    page = client.get("/lessons/assume/steps/2/").content.decode()
    assert f'data-step="{step_at(lesson, 2).key}"' in page


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "/",
        "assume",
        "assume/",
        "assume/nonsense",
        "assume/read/1",
        "assume/steps/0",
        "assume/steps/6",
        "assume/steps/-1",
        "assume/steps/1.5",
        "assume/steps/1/2",
        "assume/steps/" + "9" * 5_000,
        "assume/steps/²",
        "assume/steps/1#",
        "assume/steps/1#no-such-step",
        "nowhere/read",
        "as\0sume/read",
        "draft/read",
        "é" * 10_000,
    ],
    ids=lambda mark: repr(mark[:20]),
)
def test_a_mark_that_means_nothing_is_dropped_and_the_others_count(
    client_of: Browser, guest: User, lesson: Lesson, mark: str
) -> None:
    Lesson.objects.create(chapter=lesson.chapter, slug="draft", title="Draft", article="Soon.")
    assert hand_over(client_of(guest), mark, "assume/flow") == 204
    assert read_by(guest) == {"assume/flow"}


def test_no_more_than_two_hundred_count(client_of: Browser, guest: User, lesson: Lesson) -> None:
    assert MOST_MARKS == 200
    assert hand_over(client_of(guest), *["nowhere/read"] * 200, "assume/read") == 204
    assert read_by(guest) == set()


def test_what_is_known_already_stays_as_it_is(client_of: Browser, student: User, lesson: Lesson) -> None:
    row = StyleProgress.objects.create(user=student, lesson=lesson, style="read", done_at=NOON)
    StepSeen.objects.create(user=student, lesson=lesson, number=1, seen_at=NOON)
    for _ in range(2):
        assert hand_over(client_of(student), "assume/read", "assume/read", "assume/steps/1") == 204
    row.refresh_from_db()
    assert row.done_at == NOON
    assert StepSeen.objects.get().seen_at == NOON


def test_a_stranger_keeps_their_marks(client: Client, lesson: Lesson) -> None:
    assert hand_over(client, "assume/read") == 403
    assert not User.objects.exists()


def test_it_takes_the_same_few_queries_for_one_mark_and_for_many(
    client_of: Browser, guest: User, lesson: Lesson, django_assert_num_queries
) -> None:
    client = client_of(guest)
    for marks in (["assume/steps/1"], [f"assume/steps/{number}" for number in range(1, 6)] + ["assume/read"]):
        with django_assert_num_queries(
            4 + len({mark.count("/") for mark in marks}) + 1
        ):  # session, user, lessons, steps, and which are seen
            hand_over(client, *marks)
