"""The lessons on disk, and what their files record for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lessons import aws
from lessons.loading import Node, read_document
from lessons.models import Chapter, Lesson
from lessons.sandbox.documents.goals import Goal, read_goals
from lessons.sandbox.documents.recorded_calls import RecordedCall, Skip, read_calls
from lessons.sandbox.labs.loading import WAYS, load_lab, load_scenario
from lessons.sandbox.models import Lab, Scenario

CONTENT = Path(__file__).parents[2] / "lessons" / "content"
FOLDERS = sorted(file.parent.name for file in CONTENT.glob("*/lesson.md"))
Calls = tuple[RecordedCall | Skip, ...]


@dataclass(frozen=True)
class OtherWay:
    """A way beside the solution, and the goals that are open after it, or reached by it."""

    name: str
    calls: Calls
    goals: set[str]


def slug_of(folder: str) -> str:
    return folder.partition("-")[2]


def read(folder: str, name: str) -> Any:
    """A file of a lesson as plain values."""
    return root_of(folder, name).plain()


def root_of(folder: str, name: str) -> Node:
    return read_document(CONTENT / folder / name).root


def lab_of(folder: str) -> Lab:
    """The lesson's lab in the database, with a lesson that is no more than its place."""
    lesson = Lesson(slug=slug_of(folder), title=folder, chapter=Chapter.objects.create(title="Any"))
    lesson.publish()
    lesson.save()
    load_lab(lesson, read_document(CONTENT / folder / "lab.yaml"))
    return lesson.lab


def scenario_of(slug: str) -> Scenario:
    """A scenario in the database."""
    load_scenario(read_document(CONTENT / "scenarios" / f"{slug}.yaml"), True)
    return Scenario.objects.get(slug=slug)


def solution_of(folder: str) -> Calls:
    return read_calls(read(folder, "lab.yaml")["solution"])


def ways_of(folder: str, kind: str) -> list[OtherWay]:
    """The "wrong" ways of a lesson's lab, or the "right" ones."""
    return [
        OtherWay(way["name"], read_calls(way["calls"]), set(way[WAYS[kind]]))
        for way in read(folder, "lab.yaml").get(kind, [])
    ]


def goals_of(folder: str) -> tuple[Goal, ...]:
    return read_goals(read(folder, "lab.yaml")["goals"])


@cache
def world_of(folder: str) -> aws.WorldDocument:
    """The world that the lesson's lab begins with. It is never changed in place, so one is enough for all."""
    scenario = read("scenarios", f"{read(folder, 'lab.yaml')['scenario']}.yaml")
    return aws.build(scenario, folder)
