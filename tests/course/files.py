"""The lessons on disk, and what their files record for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.loading import Node, read_document
from lessons.models import Chapter, Lesson
from lessons.sandbox.documents.recorded_calls import RecordedCall, Skip, read_calls
from lessons.sandbox.labs.loading import load_lab, load_scenario
from lessons.sandbox.models import Lab, Scenario

CONTENT = Path(__file__).parents[2] / "lessons" / "content"
FOLDERS = sorted(file.parent.name for file in CONTENT.glob("*/lesson.md"))
Calls = tuple[RecordedCall | Skip, ...]


@dataclass(frozen=True)
class WrongWay:
    """A way that does not count, and the goals that it leaves open."""

    name: str
    calls: Calls
    misses: set[str]


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


def wrong_ways_of(folder: str) -> list[WrongWay]:
    return [
        WrongWay(way["name"], read_calls(way["calls"]), set(way["misses"]))
        for way in read(folder, "lab.yaml").get("wrong", [])
    ]
