"""What every process keeps of the course is what it is now, whoever changed it and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Chapter, Lesson, Step, StyleProgress
from lessons.version_cache import KEPT, once_a_version

Browser = Callable[[User | None], Client]

CHANGES: dict[str, tuple[str, Callable[[Lesson], Any], str]] = {
    "an article": ("read/", lambda lesson: save(lesson, article="Keys are lost."), "Keys are lost."),
    "a title": ("read/", lambda lesson: save(lesson, title="To borrow"), "To borrow"),
    "a field in bulk": (
        "snapshot/",
        lambda lesson: Lesson.objects.filter(pk=lesson.pk).update(snapshot="One line"),
        "One line",
    ),
    "a step": ("steps/1/", lambda lesson: save(lesson.steps.all()[0], caption="She asks."), "She asks."),
    "an actor": ("flow/", lambda lesson: save(lesson.actors.all()[0], name="bob"), "bob"),
    "a key moment": ("insights/", lambda lesson: save(lesson.key_moments.all()[0], answer="No."), "No."),
    "a chapter": ("read/", lambda lesson: save(lesson.chapter, title="Why not for ever"), "Why not for ever"),
    "a new lesson before": (
        "read/",
        lambda lesson: Lesson.objects.create(
            chapter=Chapter.objects.create(title="Before", position=0),
            slug="b",
            title="B",
            status="published",
        ),
        "lesson 2 of 2",
    ),
    "a new step": ("read/", lambda lesson: add_steps(lesson, 30), "about 12 minutes"),
}


def save(row: Any, **values: str) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def publish(chapter: Chapter) -> None:
    Lesson.objects.create(chapter=chapter, slug="b", title="B", status=Lesson.Status.PUBLISHED)


def add_steps(lesson: Lesson, number: int) -> None:
    for _ in range(number):
        Step.objects.create(lesson=lesson, node=lesson.nodes.all()[0], action="asks", why="So.")


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen_at_once(what: str, client_of: Browser, student: User, lesson: Lesson) -> None:
    path, change, shown = CHANGES[what]
    Chapter.objects.update(position=1)
    browser, url = client_of(student), f"/lessons/assume/{path}"
    assert shown not in browser.get(url).content.decode()
    change(lesson)
    assert shown in browser.get(url).content.decode()


def test_a_lesson_taken_back_is_gone_at_once(client_of: Browser, student: User, lesson: Lesson) -> None:
    browser = client_of(student)
    assert browser.get("/lessons/assume/read/").status_code == 200
    lesson.unpublish()
    lesson.save()
    assert browser.get("/lessons/assume/read/").status_code == 404
    assert "Assuming a role" not in browser.get("/").content.decode()


def test_a_lesson_that_is_deleted_is_gone_at_once(client_of: Browser, student: User, lesson: Lesson) -> None:
    browser = client_of(student)
    assert "Assuming a role" in browser.get("/").content.decode()
    lesson.key_moments.all().delete()
    lesson.steps.all().delete()
    lesson.delete()
    assert "Assuming a role" not in browser.get("/").content.decode()


def test_what_one_reader_has_done_is_not_shown_to_another(
    client_of: Browser, student: User, other_student: User, lesson: Lesson
) -> None:
    client_of(student).post("/lessons/assume/read/done/")
    client_of(student).post("/lessons/assume/vote/", {"helpful": "yes"})
    assert "tab-done" in client_of(student).get("/lessons/assume/read/").content.decode()
    page = client_of(other_student).get("/lessons/assume/read/").content.decode()
    assert "tab-done" not in page
    assert "your vote" not in page
    assert 'Helpful <span class="chip">1</span>' in page
    assert "1 of 9 styles done" not in client_of(other_student).get("/").content.decode()


def test_a_draft_is_previewed_as_it_is_now(client_of: Browser, instructor: User, lesson: Lesson) -> None:
    lesson.unpublish()
    lesson.save()
    browser = client_of(instructor)
    assert "Only here." not in browser.get("/lessons/assume/read/").content.decode()
    save(lesson, article="Only here.")
    assert "Only here." in browser.get("/lessons/assume/read/").content.decode()


# -- when a page that is read writes ---------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "is_written"), [(1, False), (9, False), (11, True), (600, True)])
def test_opening_a_style_again_is_written_once_in_ten_minutes(
    minutes: int, is_written: bool, client_of: Browser, student: User, lesson: Lesson
) -> None:
    before = timezone.now() - timedelta(minutes=minutes)
    StyleProgress.objects.create(user=student, lesson=lesson, style="read", last_at=before)
    client_of(student).get("/lessons/assume/read/")
    assert (StyleProgress.objects.get().last_at > before) == is_written


def test_a_style_is_written_when_first_opened(client_of: Browser, student: User, lesson: Lesson) -> None:
    client_of(student).get("/lessons/assume/read/")
    client_of(student).get("/lessons/assume/flow/")
    assert set(StyleProgress.objects.values_list("user", "style")) == {
        (student.pk, "read"),
        (student.pk, "flow"),
    }


# -- what is kept ----------------------------------------------------------------------------------


def test_it_is_made_once_for_each_version_and_argument(lesson: Lesson) -> None:
    made = []

    @once_a_version
    def title(lesson: Lesson, mark: str) -> str:
        made.append(mark)
        return lesson.title + mark

    for mark in ("!", "?", "!"):
        assert title(Lesson.objects.get(), mark) == f"Assuming a role{mark}"
    assert made == ["!", "?"]
    save(lesson, title="New")
    assert title(Lesson.objects.get(), "!") == "New!"


def test_what_was_not_asked_for_the_longest_goes(lesson: Lesson) -> None:
    made = []
    number = once_a_version(lambda _lesson, number: made.append(number))
    for asked in (*range(KEPT + 1), 1, 0):
        number(lesson, asked)
    assert made == [*range(KEPT + 1), 0]
