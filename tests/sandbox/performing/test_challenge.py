"""The do-it pass is asked for before a lesson is mastered: 80 % right at first try, in one pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.levels import Level
from lessons.models import Lesson, LevelReached
from lessons.reading.progress import finish_style
from lessons.sandbox.models import Pass
from tests.lessons.test_levels import add_lab, add_quiz, done, finish_quiz, go_through, level, make_doable
from tests.sandbox.performing.hands import Hands, lesson_on_disk

BrowserOf = Callable[[User | None], Client]


@pytest.fixture
def lesson(lesson: Lesson) -> Lesson:
    """A lesson of five steps, each a call, with a quiz of one question and a lab."""
    add_quiz(lesson)
    add_lab(lesson)
    make_doable(lesson)
    return lesson


def test_a_lesson_is_mastered_by_quiz_pass_and_lab(student: User, lesson: Lesson) -> None:
    finish_quiz(student, lesson, 1, 1)
    finish_style(student, lesson, "sandbox")
    assert level(student, lesson) == Level.DONE
    go_through(student, lesson, 4)
    assert level(student, lesson) == Level.MASTERED


def test_a_pass_alone_does_not_make_a_lesson_done_that_has_a_quiz(student: User, lesson: Lesson) -> None:
    go_through(student, lesson, 5)
    assert level(student, lesson) == Level.OPENED
    assert "do-it" in done(student, lesson)


def test_below_eighty_percent_in_one_pass_is_not_passed(student: User, lesson: Lesson) -> None:
    go_through(student, lesson, 3)
    go_through(student, lesson, 3)
    assert "do-it" not in done(student, lesson)


def test_a_pass_that_is_not_over_counts_nothing_yet(student: User, lesson: Lesson) -> None:
    go_through(student, lesson, 5)
    Pass.objects.update(finished_at=None)
    assert "do-it" not in done(student, lesson)


def test_who_has_mastered_a_lesson_before_passes_counted_stays_so(student: User, lesson: Lesson) -> None:
    finish_quiz(student, lesson, 1, 1)
    LevelReached.objects.create(user=student, lesson=lesson, level=Level.MASTERED)
    assert level(student, lesson) == Level.MASTERED


def test_the_last_step_of_a_pass_keeps_what_is_reached(student: User, client_of: BrowserOf) -> None:
    hands = Hands(student, lesson_on_disk("02-assuming-a-role"), client_of(student))
    finish_quiz(student, hands.lesson, 1, 1)
    finish_style(student, hands.lesson, "sandbox")
    hands.begin()
    while not hands.is_over:
        hands.do_right()
    Pass.objects.all().delete()
    assert level(student, hands.lesson) == Level.MASTERED


def test_continue_leads_from_the_steps_to_the_pass_and_from_there_on(
    client_of: BrowserOf, student: User, lesson: Lesson
) -> None:
    finish_style(student, lesson, "steps")
    browser, url = client_of(student), f"/lessons/{lesson.slug}/do/"
    home = browser.get("/")
    assert home.context["course"].go_on.url == url
    assert "Continue: Do-it pass" in home.content.decode()
    go_through(student, lesson, 5)
    assert browser.get("/").context["course"].go_on.key == "state"


def test_the_line_of_a_lesson_leads_to_the_pass_where_nothing_before_it_is_left(
    client_of: BrowserOf, student: User, lesson: Lesson
) -> None:
    for style in ("read", "flow", "steps"):
        finish_style(student, lesson, style)
    [entry] = client_of(student).get("/").context["course"].lessons
    assert entry.url == f"/lessons/{lesson.slug}/do/"
