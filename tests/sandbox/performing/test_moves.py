"""Moves at every lesson's steps: the recorded ones, others that come to the same, and wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.documents.recorded_calls import read_calls
from lessons.sandbox.performing.plan import StepToDo, enter, judge, shown
from lessons.sandbox.performing.recorded_moves import move_of, play
from lessons.sandbox.performing.stage import Stage, opened
from tests.course.files import FOLDERS, read
from tests.sandbox.performing.hands import Hands, lesson_on_disk

MOVES: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("moves.yaml").read_text())
BrowserOf = Callable[[User | None], Client]


@cache
def steps_of(folder: str) -> tuple[StepToDo, ...]:
    trace = read(folder, "trace.yaml")
    return tuple(
        StepToDo(number, step["key"], read_calls(step["run"]) if step.get("run") else ())
        for number, step in enumerate(trace["steps"], start=1)
    )


@cache
def stage_before(folder: str, number: int) -> Stage:
    """The lesson's world before a step, done as it is recorded."""
    if number > 1:
        before = steps_of(folder)[number - 2]
        return shown(stage_before(folder, number - 1), before, [*range(len(before.parts))])
    scenario = read("scenarios", f"{read(folder, 'trace.yaml')['scenario']}.yaml")
    return opened(aws.build(scenario, folder), datetime(2026, 5, 4, 9, tzinfo=UTC))


def comes_to(folder: str, item: Mapping[str, Any]) -> int | None:
    """The recorded call that the move comes to, by its place in the step; None for none."""
    step = next(step for step in steps_of(folder) if step.key == item["at"])
    stage, left = enter(stage_before(folder, step.number), step, [*range(len(step.parts))])
    for _ in range(item.get("done", 0)):
        place, call = step.open_calls(left)[0]
        stage, left = enter(play([call], stage), step, [other for other in left if other != place])
    (call,) = read_calls({key: value for key, value in item.items() if key not in {"at", "done"}})
    _, place = judge(stage, step, left, move_of(call, stage))
    return place


def test_every_lesson_has_three_right_moves_and_five_wrong_ones() -> None:
    assert [*MOVES] == FOLDERS
    assert [
        folder for folder, told in MOVES.items() if len(told["right"]) < 3 or len(told["wrong"]) < 5
    ] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_another_way_to_the_same_is_right(folder: str) -> None:
    assert [item for item in MOVES[folder]["right"] if comes_to(folder, item) is None] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_plausible_wrong_move_is_wrong(folder: str) -> None:
    assert [item for item in MOVES[folder]["wrong"] if comes_to(folder, item) is not None] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_recorded_moves_typed_into_the_page_pass(
    folder: str, student: User, client_of: BrowserOf, at_any_pace: None
) -> None:
    hands = Hands(student, lesson_on_disk(folder), client_of(student))
    hands.begin()
    while not hands.is_over:
        hands.do_right()
    assert hands.standing.right == hands.standing.steps == len(read(folder, "trace.yaml")["steps"])
