"""What every lab takes beside its solution, and what it does not take, carried out call by call."""

from __future__ import annotations

import pytest

from tests.course.engine import ByEngine
from tests.course.files import FOLDERS, OtherWay, goals_of, solution_of, ways_of, world_of
from tests.course.playing import Player

MOST_PLAUSIBLE, OTHERS = 4, 2  # the fewest wrong ways and right ways of a lab
every_lab = pytest.mark.parametrize("folder", FOLDERS)


def cases(kind: str) -> list[object]:
    return [
        pytest.param(folder, way, id=f"{folder}: {way.name}")
        for folder in FOLDERS
        for way in ways_of(folder, kind)
    ]


def reached_by(folder: str, way: OtherWay) -> set[str]:
    """The goals that are reached by a way, from the beginning of the lab."""
    engine = ByEngine(world_of(folder), goals_of(folder))
    Player(engine).play(way.calls)
    return engine.reached


@pytest.mark.parametrize(("folder", "way"), cases("wrong"))
def test_a_wrong_way_leaves_open_what_it_misses(folder: str, way: OtherWay) -> None:
    assert {goal.key for goal in goals_of(folder)} - reached_by(folder, way) == way.goals


@pytest.mark.parametrize(("folder", "way"), cases("right"))
def test_another_right_way_reaches_what_it_is_for(folder: str, way: OtherWay) -> None:
    assert reached_by(folder, way) == way.goals


@every_lab
def test_a_lab_knows_plausible_mistakes_and_other_right_ways(folder: str) -> None:
    wrong, right = ways_of(folder, "wrong"), ways_of(folder, "right")
    assert len(wrong) >= MOST_PLAUSIBLE
    assert len(right) >= OTHERS
    names = [way.name for way in (*wrong, *right)]
    assert len(names) == len(set(names))
    assert all(way.goals for way in (*wrong, *right))
    assert solution_of(folder) not in [way.calls for way in right]
