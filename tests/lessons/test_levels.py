"""Opened, done, mastered: what each means, and that nothing takes it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from lessons import levels
from lessons.accounts.models import User
from lessons.levels import Challenge, Level, is_pass, level_of, register_challenge
from lessons.models import Lesson, LevelReached, Step, StyleProgress
from lessons.quizzes.models import Attempt, Choice, Question
from lessons.reading.course_cache import read_course
from lessons.reading.progress import finish_style, see_step
from lessons.reading.progress_summary import standings
from lessons.sandbox.models import Lab, Pass, Scenario
from tests.steps import step_at

Browser = Callable[[User | None], Client]
GOALS = [{"key": "a", "text": "a", "seen": [{"answer": "ok"}]}]


def level(user: User, lesson: Lesson) -> Level:
    return standings(user, [lesson], read_course())[lesson.pk].level


def done(user: User, lesson: Lesson) -> frozenset[str]:
    return standings(user, [lesson], read_course())[lesson.pk].done


def add_quiz(lesson: Lesson) -> None:
    question = Question.objects.create(
        lesson=lesson, prompt="What?", hint="Look.", step=lesson.steps.first(), explanation="So."
    )
    for position, text in enumerate(("this", "that")):
        Choice.objects.create(question=question, position=position, text=text, is_right=not position)


def add_lab(lesson: Lesson) -> Lab:
    scenario, _ = Scenario.objects.get_or_create(slug="demo", defaults={"title": "Demo", "document": {}})
    return Lab.objects.create(lesson=lesson, scenario=scenario, title="Lab", intro="Do it.", goals=GOALS)


def finish_quiz(user: User, lesson: Lesson, right: int, total: int) -> None:
    """As a node of 0.5.0 stores it: done, with whatever score."""
    now = timezone.now()
    Attempt.objects.create(user=user, lesson=lesson, asked=[], right=right, total=total, finished_at=now)
    StyleProgress.objects.update_or_create(user=user, lesson=lesson, style="quiz", defaults={"done_at": now})


def make_doable(lesson: Lesson) -> None:
    """Record a call for every step of the lesson."""
    lesson.steps.update(run={"by": "alice", "call": "sts:GetCallerIdentity"})
    lesson.scenario = "demo"
    lesson.save()


def go_through(user: User, lesson: Lesson, right: int, steps: int = 5) -> None:
    """A pass that is over."""
    number = 1 + Pass.objects.filter(user=user, lesson=lesson).count()
    Pass.objects.create(
        user=user, lesson=lesson, number=number, right=right, steps=steps, finished_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("wanted", "finished", "expected"),
    [
        (("quiz", "sandbox"), set(), Level.OPENED),
        (("quiz", "sandbox"), {"sandbox", "read"}, Level.OPENED),
        (("quiz", "sandbox"), {"quiz"}, Level.DONE),
        (("quiz", "do-it", "sandbox"), {"quiz", "sandbox"}, Level.DONE),
        (("quiz", "do-it", "sandbox"), {"quiz", "do-it", "sandbox"}, Level.MASTERED),
        (("quiz",), {"quiz"}, Level.MASTERED),
        (("sandbox",), {"sandbox"}, Level.MASTERED),
        ((), {"flow"}, Level.OPENED),
        ((), {"read"}, Level.MASTERED),
    ],
)
def test_a_level_is_what_was_passed_of_what_there_is(
    wanted: tuple[str, ...], finished: set[str], expected: Level
) -> None:
    assert level_of(wanted, finished, is_opened=True) == expected


def test_who_has_done_nothing_is_nowhere() -> None:
    assert level_of(("quiz",), (), is_opened=False) == Level.NEW


@pytest.mark.parametrize(
    ("right", "total", "passes"), [(4, 5, True), (3, 4, False), (5, 7, False), (6, 7, True), (0, 1, False)]
)
def test_eighty_percent_pass(right: int, total: int, passes: bool) -> None:
    assert is_pass(right, total) is passes


def test_a_challenge_that_has_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="poem"):
        register_challenge(Challenge("poem", "poem", work="poem"))


def test_whatever_is_registered_is_asked_for_and_explained(
    monkeypatch: pytest.MonkeyPatch, student: User, lesson: Lesson
) -> None:
    add_quiz(lesson)
    finish_quiz(student, lesson, 1, 1)
    assert level(student, lesson) == Level.MASTERED
    monkeypatch.setattr(levels, "registered", {**levels.registered})
    register_challenge(Challenge("do-it", "do-it pass", work="steps of mine"))
    assert dict(levels.legend())[Level.MASTERED].startswith("quiz, do-it pass and lab done")
    monkeypatch.setattr("lessons.reading.reading_time.works", {"steps of mine": lambda: {lesson.pk: 60}})
    monkeypatch.setattr("lessons.levels.NOTHING_TO_PASS", ("nothing",))
    lesson.save()
    LevelReached.objects.all().delete()
    assert level(student, lesson) == Level.OPENED
    finish_style(student, lesson, "do-it")
    assert level(student, lesson) == Level.MASTERED


def test_a_quiz_below_the_mark_is_not_done_whoever_stored_it(student: User, lesson: Lesson) -> None:
    add_quiz(lesson)
    finish_quiz(student, lesson, 1, 7)
    assert (level(student, lesson), "quiz" in done(student, lesson)) == (Level.OPENED, False)
    finish_quiz(student, lesson, 6, 7)
    assert (level(student, lesson), "quiz" in done(student, lesson)) == (Level.MASTERED, True)


def test_right_answers_of_two_attempts_do_not_add_up(student: User, lesson: Lesson) -> None:
    add_quiz(lesson)
    for _ in range(3):
        finish_quiz(student, lesson, 5, 7)
    assert level(student, lesson) == Level.OPENED


def test_what_is_mastered_stays_so_when_the_lesson_asks_for_more(student: User, lesson: Lesson) -> None:
    finish_style(student, lesson, "read")
    assert level(student, lesson) == Level.MASTERED
    add_quiz(lesson)
    add_lab(lesson)
    assert level(student, lesson) == Level.MASTERED


def test_a_lab_mastered_with_its_quiz_stays_so_without_its_lab(student: User, lesson: Lesson) -> None:
    add_quiz(lesson)
    lab = add_lab(lesson)
    finish_quiz(student, lesson, 1, 1)
    assert level(student, lesson) == Level.DONE
    finish_style(student, lesson, "sandbox")
    lab.delete()
    Question.objects.all().delete()
    assert level(student, lesson) == Level.MASTERED


def test_steps_once_seen_stay_done_when_the_lesson_gets_more(student: User, lesson: Lesson) -> None:
    for number in range(1, 6):
        assert "steps" not in done(student, lesson)
        see_step(student, lesson, step_at(lesson, number))
    Step.objects.create(lesson=lesson, node=lesson.nodes.first(), action="asks", why="So.")
    assert "steps" in done(student, lesson)


def test_the_first_moment_counts(student: User, lesson: Lesson) -> None:
    finish_style(student, lesson, "read")
    before = list(LevelReached.objects.order_by("level").values_list("level", "reached_at"))
    finish_style(student, lesson, "read")
    assert list(LevelReached.objects.order_by("level").values_list("level", "reached_at")) == before


def test_the_tab_of_a_quiz_is_marked_once_it_is_passed(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    add_quiz(lesson)
    finish_quiz(student, lesson, 1, 7)
    browser = client_of(student)
    assert "tab-done" not in browser.get(f"/lessons/{lesson.slug}/read/").content.decode()
    finish_quiz(student, lesson, 7, 7)
    assert browser.get(f"/lessons/{lesson.slug}/read/").content.decode().count("tab-done") == 1


@pytest.mark.parametrize("path", ["/", "/progress/"])
def test_the_marks_are_explained_where_they_stand(path: str, client: Client, lesson: Lesson) -> None:
    page = client.get(path).content.decode()
    assert "quiz passed, with 80 % right" in page
    assert "quiz, do-it pass and lab done" in page
