"""Every lab leads to where its goals are done, and says what is known of them without giving them away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.documents.goals import Goal
from lessons.sandbox.documents.recorded_calls import model_of
from lessons.sandbox.labs.checks import checks_of
from lessons.sandbox.labs.forms import links_to
from lessons.sandbox.labs.goal_checks import holds_now
from lessons.sandbox.labs.lab_view import view_of
from lessons.sandbox.labs.progress import calls_of
from lessons.sandbox.models import Lab, Sandbox
from lessons.sandbox.scenarios.opening import enter
from tests.course.files import FOLDERS, lab_of, read, solution_of
from tests.course.playing import Player
from tests.course.ways import ByPage

every_lab = pytest.mark.parametrize("folder", FOLDERS)


def begun(folder: str, student: User) -> tuple[Lab, Sandbox]:
    lab = lab_of(folder)
    return lab, enter(student, lab)


@every_lab
def test_every_goal_has_a_form_and_each_of_them_opens(
    folder: str, student: User, client_of: Callable[[User | None], Client]
) -> None:
    lab, sandbox = begun(folder, student)
    browser = client_of(student)
    for goal in lab.goal_list:
        assert goal.forms, goal.key
        for link in links_to(goal.forms, sandbox):
            assert browser.get(link.url).status_code == 200, link
    for form in (form for goal in lab.goal_list for form in goal.forms):
        page = links_to([form], sandbox)
        assert page, f"there is no {form.policy}"


@every_lab
def test_a_form_fills_in_parameters_that_the_call_has(folder: str) -> None:
    for goal in read(folder, "lab.yaml")["goals"]:
        for form in goal["forms"]:
            if model := model_of(form.get("call", "")):
                assert set(form.get("with", {})) <= set(
                    model.input_shape.members if model.input_shape else ()
                )


@every_lab
def test_checks_agree_with_the_goals_at_every_moment(
    folder: str, student: User, client_of: Callable[[User | None], Client]
) -> None:
    lab, sandbox = begun(folder, student)
    player = Player(ByPage(sandbox, client_of(student)))
    for call in (None, *solution_of(folder)):
        if call is not None:
            player.play([call])
        sandbox.refresh_from_db()
        world, now = aws.World(sandbox.world), sandbox.now()
        for goal in lab.goal_list:
            told = [check for check in checks_of(goal, calls_of(sandbox), world, now) if check.place]
            assert all(check.is_met for check in told) == holds_now(goal, world, now)
        for standing in view_of(student, lab, sandbox).goals:
            assert not standing.is_reached or not standing.checks


@every_lab
def test_the_decisions_of_a_goal_can_be_told_apart(folder: str, student: User) -> None:
    lab, sandbox = begun(folder, student)
    world = aws.World(sandbox.world)
    for goal in lab.goal_list:
        words = [check.words for check in checks_of(goal, [], world, sandbox.now()) if check.place]
        assert sorted(set(words)) == sorted(words), goal.key


@every_lab
def test_a_check_names_no_call_and_no_value_that_a_hint_tells(folder: str, student: User) -> None:
    lab, sandbox = begun(folder, student)
    for goal in lab.goal_list:
        for check in checks_of(goal, [], aws.World(sandbox.world), sandbox.now()):
            for secret in answers(goal):
                assert secret in goal.text.lower() or secret not in check.words, check.words


def answers(goal: Goal) -> Iterator[str]:
    """The operations that a goal asks for, how AWS names their answers, and what is sent along."""
    for pattern in (pattern for choices in goal.seen for pattern in choices):
        yield from filter(
            None, (pattern.call.partition(":")[2].strip("*"), pattern.answer.removeprefix("ok"))
        )
        yield from (
            value for value in pattern.parameters.values() if isinstance(value, str) and "*" not in value
        )
