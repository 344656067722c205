"""Every seed gives an account that is broken, that calls can mend, and that the hammer does not."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from lessons import aws
from lessons.sandbox.diagnoses.drawing import Diagnosis, draw, draw_in
from lessons.sandbox.diagnoses.faults.kinds import KINDS
from lessons.sandbox.diagnoses.worlds import daily, world_of
from lessons.sandbox.documents.goal_mistakes import mistakes_in_goals
from lessons.sandbox.documents.goals import read_goals
from lessons.sandbox.documents.scenario import mistakes_in
from lessons.sandbox.labs.goal_checks import holds_now
from tests.course.files import FOLDERS, read
from tests.sandbox.diagnoses.repairs import everything_to_everybody, known, otherwise, repaired
from tests.sizes import size

SEEDS = size(30, 1_000)
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
HINTS = ["a", "b", "c"]  # which a lab's goals have and a diagnosis has not
SAVED_BEFORE = (
    "There is nobody called AIDA"  # what AWS shows of a principal that was deleted, and never saves
)
AN_AUTHORS_LIMIT = "of these at most"  # for a diagnosis asks about everybody and everything in its world
MOST_DECISIONS = 250  # all of them are made whenever a page shows the goals


@cache
def drawn(seed: int) -> Diagnosis:
    return draw(f"proof {seed}")


def holding(diagnosis: Diagnosis, document: aws.WorldDocument) -> list[str]:
    """The goals that hold in a world."""
    goals = read_goals(diagnosis.goals)
    return [goal.key for goal in goals if holds_now(goal, aws.World(document), NOW)]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_seed_is_broken_can_be_mended_and_wants_no_less_and_no_more(seed: int) -> None:
    diagnosis = drawn(seed)
    assert "works" not in holding(diagnosis, aws.build(diagnosis.document, "seed"))
    assert list(known(diagnosis))
    for way in (known, otherwise):
        assert holding(diagnosis, repaired(diagnosis, way).document) == ["works", "stays"], way
    assert "stays" not in holding(diagnosis, repaired(diagnosis, everything_to_everybody).document)


def test_the_seeds_have_many_kinds_of_faults_in_many_worlds() -> None:
    found = [drawn(seed) for seed in range(SEEDS)]
    kinds, worlds = Counter(one.kind for one in found), Counter(one.world for one in found)
    print(kinds, worlds)
    assert len(kinds) >= size(12, len(KINDS))
    assert len(worlds) >= size(6, len(daily()))
    assert len({(one.complaint, one.world) for one in found}) > len(KINDS)


def test_there_are_at_least_twelve_kinds_and_six_worlds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 12
    assert len({world.title for world in daily()}) == len(daily()) >= 6


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_drawn_could_be_written_by_an_author(seed: int) -> None:
    diagnosis = drawn(seed)
    for document in (diagnosis.healthy, diagnosis.document):
        assert [one for one in mistakes_in(document) if SAVED_BEFORE not in one.message] == []
    goals = [{**goal, "hints": HINTS} for goal in diagnosis.goals]
    found = mistakes_in_goals(goals, diagnosis.document["accounts"])
    assert [one for one in found if AN_AUTHORS_LIMIT not in one.message] == []
    assert sum(len(goal["now"]) for goal in goals) <= MOST_DECISIONS


def test_a_seed_says_it_all() -> None:
    assert draw("one") == draw("one")
    assert len({draw(f"{number}").complaint for number in range(20)}) > 10


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_complaint_gives_nothing_away(seed: int) -> None:
    """No complaint names a policy, an element of one, or the kind of its fault."""
    diagnosis = drawn(seed)
    telling = {
        "trust policy",
        "boundary",
        "condition",
        "session policy",
        "deny",
        "denies",
        "group",
        "tag",
        "arn",
    }
    said = diagnosis.complaint.lower().replace(".", " ").replace(",", " ")
    assert not {word for word in telling if f" {word} " in f" {said} "}
    assert "{" not in diagnosis.complaint


def test_nothing_changes_the_worlds_that_are_broken() -> None:
    before = json.dumps([world.document for world in daily()])
    for number in range(20):
        draw(f"again {number}")
    assert json.dumps([world.document for world in daily()]) == before


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_world_of_every_lab_can_be_broken_in_one_way_after_the_other(folder: str) -> None:
    slug = read(folder, "lab.yaml")["scenario"]
    world = world_of(slug, slug, read("scenarios", f"{slug}.yaml"))
    turns = [draw_in(world, "learner", turn) for turn in range(4)]
    kinds = [one.kind for one in turns if one]
    assert len(set(kinds)) == 4
    for one in filter(None, turns):
        assert "works" not in holding(one, aws.build(one.document, "seed"))
        assert holding(one, repaired(one, known).document) == ["works", "stays"]


def test_turns_begin_anew_when_all_kinds_have_been() -> None:
    kinds = [one.kind for turn in range(40) if (one := draw_in(daily()[0], "learner", turn))]
    distinct = len(set(kinds))
    assert distinct >= 12
    assert kinds[:distinct] == kinds[distinct : 2 * distinct][:distinct]


def test_a_world_in_which_nobody_reaches_anything_is_not_broken() -> None:
    empty = world_of("empty", "Empty", {"accounts": {"training": {"users": {"alice": {}}}}})
    assert draw_in(empty, "learner") is None
