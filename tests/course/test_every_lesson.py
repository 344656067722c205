"""Every lesson on disk keeps its word: its pages, its pointers, its steps and its lab."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils.html import escape
from pytest_django.live_server_helper import LiveServer

from lessons import aws
from lessons.accounts.models import User
from lessons.loading import load_course
from lessons.models import Lesson
from lessons.sandbox.documents.recorded_calls import OK, read_calls
from lessons.sandbox.labs.goal_checks import holds_now
from lessons.sandbox.labs.lab_view import view_of
from lessons.sandbox.models import Lab, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons.styles import STYLES
from tests.course.files import (
    CONTENT,
    FOLDERS,
    lab_of,
    read,
    scenario_of,
    slug_of,
    solution_of,
)
from tests.course.playing import Player
from tests.course.ways import ByCli, ByPage
from tests.sizes import size

BrowserOf = Callable[[User | None], Client]
every_lesson = pytest.mark.parametrize("folder", FOLDERS)


def player_of(user: User, scenario: Scenario, browser_of: BrowserOf) -> Player:
    """The learner at the page of a new sandbox."""
    return Player(ByPage(open_sandbox(user, scenario), browser_of(user)))


def open_goals(user: User, lab: Lab) -> set[str]:
    return {standing.goal.key for standing in view_of(user, lab).goals if not standing.is_reached}


def test_all_nine_styles_of_every_lesson_can_be_read(db: None, client: Client) -> None:
    load_course(CONTENT)
    for lesson in Lesson.objects.all():
        for style in STYLES:
            page = client.get(style.url(lesson.slug), follow=True)
            assert page.status_code == 200
            assert escape(lesson.title) in page.content.decode()


def test_loading_the_course_again_changes_nothing(db: None) -> None:
    load_course(CONTENT)
    written = rows()
    again = load_course(CONTENT)
    assert [loaded.slug for loaded in again] == [slug_of(folder) for folder in FOLDERS]
    assert {loaded.outcome for loaded in again} == {"unchanged"}
    assert rows() == written


def rows() -> dict[str, list[dict[str, object]]]:
    """What the course's tables hold, histories included."""
    models = chain(*(apps.get_app_config(label).get_models() for label in ("lessons", "quizzes", "sandbox")))
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


@every_lesson
def test_moments_and_hints_point_to_steps_that_exist(folder: str) -> None:
    trace, questions = read(folder, "trace.yaml"), read(folder, "quiz.yaml")["questions"]
    pointed_at = {item["step"] for item in [*trace["moments"], *questions]}
    assert pointed_at <= {step["key"] for step in trace["steps"]}


@every_lesson
def test_every_step_that_can_be_run_goes_as_it_says(folder: str, student: User, client_of: BrowserOf) -> None:
    trace = read(folder, "trace.yaml")
    if "scenario" not in trace:
        assert not any("run" in step for step in trace["steps"])
        return
    player = player_of(student, scenario_of(trace["scenario"]), client_of)
    for step in trace["steps"]:
        if "run" in step:
            last = player.play(read_calls(step["run"]))
            agrees(step, last)


def agrees(step: dict[str, str], last: str) -> None:
    """Whether a step tells what came of its last call; a clock that was put ahead answers nothing."""
    if step.get("outcome") == "ok":
        assert last == OK
    elif step.get("outcome") == "denied":
        assert last not in ("", OK)
        assert last in step["output"] + step["result"]


@every_lesson
def test_a_lab_starts_with_no_goal_reached(folder: str, student: User) -> None:
    lab = lab_of(folder)
    sandbox = open_sandbox(student, lab.scenario)
    world = aws.World(sandbox.world)
    assert 3 <= len(lab.goal_list) <= 6
    assert len(open_goals(student, lab)) == len(lab.goal_list)
    for goal in lab.goal_list:
        assert goal.seen or not holds_now(goal, world, sandbox.now()), goal.key


@every_lesson
def test_a_lab_is_solved_from_the_page(folder: str, student: User, client_of: BrowserOf) -> None:
    lab = lab_of(folder)
    player_of(student, lab.scenario, client_of).play(solution_of(folder))
    assert open_goals(student, lab) == set()
    assert view_of(student, lab).is_finished


@pytest.mark.parametrize("folder", FOLDERS[:: size(7, 1)])
def test_a_lab_is_solved_from_the_cli(
    folder: str, transactional_db: None, student: User, live_server: LiveServer, tmp_path: Path
) -> None:
    lab = lab_of(folder)
    sandbox = open_sandbox(student, lab.scenario)
    Player(ByCli(sandbox, f"{live_server.url}/aws", tmp_path)).play(solution_of(folder))
    assert open_goals(student, lab) == set()
    assert sandbox.events.filter(source="page").count() == 0


@every_lesson
def test_a_countdown_says_whose_session_it_counts(folder: str) -> None:
    steps = read(folder, "trace.yaml")["steps"]
    assert [step["key"] for step in steps if ("seconds_left" in step) != ("session" in step)] == []
