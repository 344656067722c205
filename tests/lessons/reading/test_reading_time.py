"""How long a lesson is said to take: article, steps, quiz and lab."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.models import Lesson
from lessons.quizzes.models import Question
from lessons.reading.course_cache import read_course
from lessons.reading.reading_time import LessonTime, time_of
from lessons.sandbox.models import Lab, Scenario
from tests.sandbox.conftest import DEMO


@pytest.mark.parametrize(
    ("words", "steps", "work", "minutes"),
    [
        (0, 0, {}, 1),
        (200, 0, {}, 1),
        (201, 0, {}, 2),
        (1000, 6, {}, 7),
        (1, 3, {}, 2),
        (1000, 6, {"quiz": 240, "lab": 720}, 23),
    ],
)
def test_it_is_measured(words: int, steps: int, work: dict[str, int], minutes: int) -> None:
    assert time_of(words, steps, work).minutes == minutes


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (LessonTime(1), "about 1 minute"),
        (LessonTime(2, ("steps",)), "about 2 minutes with steps"),
        (LessonTime(9, ("steps", "quiz")), "about 9 minutes with steps and quiz"),
        (LessonTime(25, ("steps", "quiz", "lab")), "about 25 minutes with steps, quiz and lab"),
    ],
)
def test_it_says_what_is_counted_in(time: LessonTime, said: str) -> None:
    assert time.in_full == said


def test_what_a_lesson_does_not_have_is_not_named() -> None:
    assert time_of(200, 0, {"quiz": 0, "lab": 180}).in_full == "about 4 minutes with lab"


def add_question(lesson: Lesson) -> None:
    Question.objects.create(lesson=lesson, prompt="?", hint="-", step=lesson.steps.all()[0], explanation="-")


def add_lab(lesson: Lesson) -> Lab:
    scenario = Scenario.objects.create(slug="any", title="Any", document=DEMO)
    goals = [{"key": "a", "text": "-", "seen": []}, {"key": "b", "text": "-", "seen": []}]
    return Lab.objects.create(lesson=lesson, scenario=scenario, title="-", intro="-", goals=goals)


def test_a_quiz_and_a_lab_are_counted_as_soon_as_they_are_there(client: Client, lesson: Lesson) -> None:
    assert "about 2 minutes with steps ·" in client.get("/lessons/assume/read/").content.decode()
    add_question(lesson)
    assert read_course().times[lesson.pk].in_full == "about 3 minutes with steps and quiz"
    lab = add_lab(lesson)
    page = client.get("/lessons/assume/read/").content.decode()
    assert "about 9 minutes with steps, quiz and lab ·" in page
    assert "about 9 minutes ·" in client.get("/").content.decode()
    lab.delete()
    assert read_course().times[lesson.pk].in_full == "about 3 minutes with steps and quiz"
