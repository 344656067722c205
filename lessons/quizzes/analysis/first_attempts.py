"""The first finished attempts at a lesson's quiz, read from the database as a table, in three queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField, Window
from django.db.models.functions import Cast, RowNumber

from lessons.models import Lesson
from lessons.quizzes.analysis.answer_texts import AnswerTexts
from lessons.quizzes.analysis.table import FirstAttempt, Item, Response, Table
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Answer, Attempt, Question

__all__ = ["first_attempts_of", "read_table"]

NOT_ATTEMPTED = Response(None)

# attempt, number, given as JSON text, chosen, right, fraction, hinted, answered_at
GivenRow = tuple[str, int, str | None, int, bool, float | None, bool, datetime]


def first_attempts_of(lesson: Lesson) -> QuerySet[Attempt]:
    """Of everybody the first attempt that they finished, as Moodle counts it."""
    rank = Window(RowNumber(), partition_by=["user"], order_by=["started_at", "pk"])
    return Attempt.objects.finished().filter(lesson=lesson).annotate(rank=rank).filter(rank=1)


def read_table(lesson: Lesson) -> Table:
    """The first attempts at a lesson's quiz: today's questions in their order, then those that are gone."""
    questions = Questions.of(lesson)
    first = first_attempts_of(lesson)
    given = read_answers(first)
    columns = ("pk", as_text("pk"), "started_at", "finished_at", "details", as_text("asked"))
    rows = first.order_by("finished_at", "pk").values_list(*columns)
    attempts = tuple(
        FirstAttempt(pk, finished, questions.responses(started, given[name], details, asked))
        for pk, name, started, finished, details, asked in rows.iterator(chunk_size=1000)
    )
    return Table(questions.items(), attempts)


def as_text(column: str) -> Cast:
    """A column as the database holds it: of 50,000 values most are looked into once, or never."""
    return Cast(column, TextField())


def read_answers(attempts: QuerySet[Attempt]) -> defaultdict[str, list[GivenRow]]:
    """The answers of these attempts in the order in which they were given, by the attempt's id as text."""
    found: defaultdict[str, list[GivenRow]] = defaultdict(list)
    columns = ("number", as_text("given"), "chosen", "right", "fraction", "hinted", "answered_at")
    rows = Answer.objects.filter(attempt__in=attempts.values("pk")).order_by("attempt", "answered_at", "pk")
    for row in rows.values_list(as_text("attempt_id"), *columns).iterator(chunk_size=5000):
        found[row[0]].append(row)
    return found


@dataclass
class Questions:
    """The questions met so far by their key: those of today, and what attempts were asked besides."""

    prompts: dict[str, str]
    points: dict[str, int]
    today: frozenset[str]
    texts: dict[str, AnswerTexts] = field(default_factory=lambda: defaultdict(AnswerTexts))
    met: dict[tuple[Any, ...], Response] = field(default_factory=dict)

    @classmethod
    def of(cls, lesson: Lesson) -> Questions:
        """Those that the quiz of ``lesson`` asks today, in one query."""
        rows = list(Question.objects.filter(lesson=lesson).published().values_list("key", "prompt", "points"))
        prompts = {key: prompt for key, prompt, _ in rows}
        return cls(prompts, {key: points for key, _, points in rows}, frozenset(prompts))

    def items(self) -> tuple[Item, ...]:
        """A question of the table for each, numbered from 1."""
        return tuple(
            Item(
                key=key,
                number=number,
                prompt=prompt,
                points=self.points[key],
                choices=self.texts[key].choices,
                right=self.texts[key].right,
                is_asked_today=key in self.today,
            )
            for number, (key, prompt) in enumerate(self.prompts.items(), start=1)
        )

    def responses(
        self, started: datetime, given: list[GivenRow], details: Any, asked_text: str
    ) -> dict[str, Response]:
        """What came of each question that one attempt was asked."""
        asked = details if details and all(one["key"] in self.prompts for one in details) else None
        if asked is None:
            asked = list(self.learn(json.loads(asked_text), details))
        found = {one["key"]: NOT_ATTEMPTED for one in asked}
        before = started
        for _, number, answer, chosen, right, fraction, hinted, at in given:
            one = asked[number - 1]
            texts = self.texts[one["key"]].of(one, str(chosen) if answer is None else answer)
            share = float(right) if fraction is None else fraction
            found[one["key"]] = self.response(
                share, texts, max(0, round((at - before).total_seconds())), hinted
            )
            before = at
        return found

    def response(self, *values: Any) -> Response:
        """The response of these values: those that are equal are one, for garbage is counted in objects."""
        return self.met.get(values) or self.met.setdefault(values, Response(*values))

    def learn(self, asked: list[Mapping[str, Any]], details: Any) -> Iterator[dict[str, Any]]:
        """What was asked, with keys: 0.7.0 has stored none, so there the question of these words is meant."""
        keys = {prompt: key for key, prompt in self.prompts.items()}
        for data, detail in zip(asked, details or [None] * len(asked), strict=True):
            one = AskedQuestion.from_json(data, details=detail)
            key = one.key or keys.get(one.prompt, one.prompt)
            self.prompts.setdefault(key, one.prompt)
            self.points.setdefault(key, one.points)
            yield one.details() | {"key": key}
