"""A lesson's level is the same wherever it is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.classrooms.exports import write_csv
from lessons.classrooms.models import Membership
from lessons.classrooms.progress import progress_of
from lessons.levels import Level
from lessons.models import Lesson
from lessons.reading.progress import finish_style, open_style
from tests.lessons.test_levels import add_lab, add_quiz, finish_quiz, go_through, make_doable

Browser = Callable[[User | None], Client]


@pytest.mark.parametrize(
    ("deeds", "word"),
    [((), "not begun"), (("open",), "opened"), (("quiz",), "done"), (("quiz", "lab"), "mastered")],
)
def test_home_progress_lesson_class_and_csv_say_the_same(
    deeds: tuple[str, ...],
    word: str,
    client_of: Browser,
    student: User,
    lesson: Lesson,
    membership: Membership,
) -> None:
    add_quiz(lesson)
    add_lab(lesson)
    acts = {
        "open": lambda: open_style(student, lesson, "read"),
        "quiz": lambda: finish_quiz(student, lesson, 1, 1),
        "lab": lambda: finish_style(student, lesson, "sandbox"),
    }
    for deed in deeds:
        acts[deed]()
    browser = client_of(student)
    expected = next(one for one in Level if one.label == word)
    [home] = browser.get("/").context["course"].lessons
    [own] = browser.get("/progress/").context["course"].lessons
    own_class = browser.get(membership.classroom.get_absolute_url()).content.decode()
    file = io.StringIO(newline="")
    write_csv(file, progress_of([membership]))
    heading, line = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert home.figures.level == own.figures.level == expected
    assert f'<span class="progress-level">{word}</span>' in browser.get("/progress/").content.decode()
    assert f">{word}<" in own_class
    assert line[heading.index("Assuming a role: level")] == word
    page = browser.get(f"/lessons/{lesson.slug}/read/")
    assert page.context["standing"].level == expected


def test_what_is_left_is_said_wherever_progress_is(
    client_of: Browser, student: User, lesson: Lesson, membership: Membership
) -> None:
    add_quiz(lesson)
    make_doable(lesson)
    add_lab(lesson)
    finish_quiz(student, lesson, 1, 1)
    browser = client_of(student)
    for path in ("/", f"/lessons/{lesson.slug}/read/", f"/lessons/{lesson.slug}/do/"):
        assert "left: do-it pass and lab" in browser.get(path).content.decode(), path
    assert "do-it pass: not yet" in browser.get("/progress/").content.decode()
    go_through(student, lesson, 3)
    go_through(student, lesson, 4)
    for path in ("/", f"/lessons/{lesson.slug}/read/"):
        assert "left: lab" in browser.get(path).content.decode(), path
    page = browser.get(membership.classroom.get_absolute_url()).content.decode()
    assert "<dt>Do it</dt><dd>4/5</dd>" in page
    file = io.StringIO(newline="")
    write_csv(file, progress_of([membership]))
    heading, line = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert line[heading.index("Assuming a role: do it (best, %)")] == "80"
    finish_style(student, lesson, "sandbox")
    assert "mastered" in browser.get(f"/lessons/{lesson.slug}/read/").content.decode()
