"""A learner at the page of a pass, who types what a lesson records, or something else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from lessons.accounts.models import User
from lessons.loading import read_document
from lessons.loading.chapter_list import load_chapters
from lessons.loading.folders import Folder
from lessons.loading.lesson import load_files
from lessons.models import Lesson
from lessons.sandbox.labs.loading import load_scenario
from lessons.sandbox.models import Pass
from lessons.sandbox.performing.deciding_statements import deciding
from lessons.sandbox.performing.passes import asked_about, latest
from lessons.sandbox.performing.plan import Plan, StepToDo, plan_of
from lessons.sandbox.performing.recorded_moves import move_of
from lessons.sandbox.performing.stage import Move, Stage
from lessons.sandbox.performing.who_signs import NOBODY

CONTENT = Path(__file__).parents[3] / "lessons" / "content"


@dataclass
class Hands:
    """What the learner does, each thing by one request."""

    user: User
    lesson: Lesson
    client: Client

    @property
    def plan(self) -> Plan:
        plan = plan_of(self.lesson)
        assert plan
        return plan

    @property
    def standing(self) -> Pass:
        found = latest(self.user, self.lesson)
        assert found
        return found

    @property
    def stage(self) -> Stage:
        return Stage.from_json(self.standing.stage)

    @property
    def step(self) -> StepToDo:
        step = self.plan.step(self.standing.step_key)
        assert step
        return step

    @property
    def is_over(self) -> bool:
        return self.standing.finished_at is not None

    def url(self, action: str = "") -> str:
        return f"/lessons/{self.lesson.slug}/do/{action}"

    def page(self, **query: str) -> str:
        answer = self.client.get(self.url(), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def begin(self) -> None:
        assert self.client.post(self.url("begin/")).status_code == 302

    def send(self, action: str, **fields: str) -> HttpResponse:
        at = {"at": str(self.standing.moves.count())}
        return self.client.post(self.url(f"{action}/"), at | fields)

    def make(self, move: Move) -> HttpResponse:
        typed = {name: as_typed(value) for name, value in move.parameters.items()}
        fields = {"call": f"{move.service}:{move.operation}", "signer": move.key_id or NOBODY}
        return self.send("move", **typed, **fields)

    def offered(self) -> list[str]:
        """The steps that the page gives to choose from."""
        return re.findall(r'name="chosen" value="([^"]+)"', self.page())

    def recorded(self) -> Move:
        """The next call as it is recorded."""
        _, call = self.step.open_calls(self.standing.left)[0]
        return move_of(call, self.stage)

    def asked(self) -> Mapping[str, Any] | None:
        """The decision of the call of which the statement is asked for now."""
        move = asked_about(self.step, self.standing.left, self.standing.moves.all())
        return (move.event or {})["decision"] if move else None

    def do_right(self) -> None:
        """The next call or choice, rightly."""
        if asked := self.asked():
            answer = self.send("move", statement=deciding(asked)[0])
        elif self.step.calls:
            answer = self.make(self.recorded())
        else:
            answer = self.send("move", chosen=self.step.key)
        assert answer.status_code == 302, answer.content.decode()


def lesson_on_disk(folder: str) -> Lesson:
    """A lesson of the course alone, published."""
    chapters = load_chapters(read_document(CONTENT / "course.yaml"), overwrite=False)
    lesson = Lesson(slug=folder.partition("-")[2])
    lesson.publish()
    files = Folder(CONTENT / folder, 1, lesson.slug).files
    load_files(lesson, files, chapters)
    scenario = read_document(CONTENT / folder / "trace.yaml").root.text("scenario")
    load_scenario(read_document(CONTENT / "scenarios" / f"{scenario}.yaml"), True)
    return lesson


def as_typed(value: Any) -> str:
    """A parameter as somebody types it into its field."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return value.decode()
    return json.dumps(value) if isinstance(value, Mapping | list) else str(value)
