"""The course map: what there is, what the reader has done, and where to go on."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.reading.progress import finish_style, open_style, see_step
from lessons.stepping.predictions import predict
from lessons.styles import STYLES
from lessons.visualizer import Verdict
from tests.lessons.reading.test_lesson_page import more_lessons
from tests.steps import step_at

Browser = Callable[[User | None], Client]


def test_a_stranger_sees_one_button_to_start_and_becomes_nobody(client: Client, lesson: Lesson) -> None:
    page = client.get("/").content.decode()
    assert page.count('class="button go"') == 1
    assert "Start the first lesson" in page
    assert 'href="/lessons/assume/read/"' in page
    assert not User.objects.exists()


def test_the_lesson_that_comes_next_is_told_from_the_others(
    client_of: Browser, client: Client, student: User, lesson: Lesson
) -> None:
    more_lessons(lesson, 2)

    def flagged(page: str) -> list[str]:
        """The titles of the lessons with a flag, and what it says."""
        return re.findall(r'lesson-next">([^<]+)<.*?<h3><a href="[^"]+">([^<]+)<', page, re.DOTALL)

    assert flagged(client.get("/").content.decode()) == [("Begin here", lesson.title)]
    for style in STYLES:
        finish_style(student, lesson, style.key)
    assert flagged(client_of(student).get("/").content.decode()) == [("Up next", "L0")]


def test_it_shows_chapters_lessons_and_steps_seen(client_of: Browser, student: User, lesson: Lesson) -> None:
    see_step(student, lesson, step_at(lesson, 1))
    see_step(student, lesson, step_at(lesson, 2))
    page = client_of(student).get("/").content.decode()
    assert "Why temporary" in page
    assert "A role lends its rights." in page
    assert "2 of 5 steps seen" in page


def test_continue_leads_to_the_first_style_not_done(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    finish_style(student, lesson, "read")
    page = client_of(student).get("/").content.decode()
    assert "Continue: Flow" in page
    assert "1 of 9 styles done" in page
    assert "Read, done" in page


def test_continue_leads_on_from_what_was_done_last(client_of: Browser, student: User, lesson: Lesson) -> None:
    more_lessons(lesson, 3)
    for slug, style in (("l1", "flow"), ("assume", "insights"), ("l0", "state")):
        finish_style(student, Lesson.objects.get(slug=slug), style)
    finish_style(student, Lesson.objects.get(slug="l0"), "insights")
    go_on = client_of(student).get("/").context["course"].go_on
    assert (go_on.entry.lesson.slug, go_on.key) == ("l0", "snapshot")


def test_after_the_end_continue_leads_to_the_first_thing_left_out(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    more_lessons(lesson, 1)
    for style in STYLES:
        finish_style(student, Lesson.objects.get(slug="l0"), style.key)
    go_on = client_of(student).get("/").context["course"].go_on
    assert (go_on.entry.lesson.slug, go_on.key) == ("assume", "read")


def test_continue_leads_to_nothing_that_is_not_there(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    finish_style(student, lesson, "insights")  # what follows is a quiz, which this lesson lacks
    assert client_of(student).get("/").context["course"].go_on.key == "snapshot"
    finish_style(student, lesson, "transcript")  # and then a lab
    assert client_of(student).get("/").context["course"].go_on.key == "read"


def test_when_everything_is_done_nothing_is_left(client_of: Browser, student: User, lesson: Lesson) -> None:
    for style in STYLES:
        finish_style(student, lesson, style.key)
    assert "Continue" not in client_of(student).get("/").content.decode()


def test_continue_prefers_the_lesson_that_was_begun(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    more_lessons(lesson, 2)
    open_style(student, Lesson.objects.get(slug="l1"), "read")
    assert client_of(student).get("/").context["course"].go_on.entry.lesson.slug == "l1"


def test_when_all_is_done_the_next_lesson_comes(client_of: Browser, student: User, lesson: Lesson) -> None:
    more_lessons(lesson, 1)
    for style in STYLES:
        finish_style(student, lesson, style.key)
    assert client_of(student).get("/").context["course"].go_on.entry.lesson.slug == "l0"


def test_drafts_are_for_instructors(
    client: Client, client_of: Browser, instructor: User, lesson: Lesson
) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert "Assuming a role" not in client.get("/").content.decode()
    assert '<span class="chip">draft</span>' in client_of(instructor).get("/").content.decode()


def test_an_empty_course_says_so(client: Client, client_of: Browser, instructor: User) -> None:
    assert "Look in again soon." in client.get("/").content.decode()
    assert "load_course" in client_of(instructor).get("/").content.decode()


def test_the_map_says_how_many_predictions_were_right(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    asked = Asked(Kind.OUTPUT, "What comes out?", ("this", "that"), 0)
    for number, chosen in ((1, "this"), (2, "that"), (3, "this")):
        predict(student, lesson, step_at(lesson, number), Verdict(asked, chosen, Sureness.GUESS))
    assert "2 of 3 predicted right" in client_of(student).get("/").content.decode()
