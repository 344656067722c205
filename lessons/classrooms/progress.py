"""How far the students of a class are, lesson by lesson: one table, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, QuerySet

from lessons.accounts.models import User
from lessons.classrooms.models import Membership
from lessons.models import Lesson, Prediction, StepSeen, StyleProgress
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt
from lessons.sandbox.labs import progress as labs
from lessons.sandbox.models import Event
from lessons.styles import STYLES

__all__ = ["MEASURES", "Cell", "Column", "Matrix", "Measure", "Row", "progress_of"]

MEASURES = ("Styles", "Steps", "Quiz", "Sandbox")
Key = tuple[int, int]  # user id, lesson id


@dataclass(frozen=True)
class Column:
    """A published lesson, and how much of each measure it offers."""

    pk: int
    slug: str
    title: str
    steps: int
    questions: int


@dataclass(frozen=True)
class Measure:
    """What a student has done of one thing a lesson offers.

    ``done`` is None before a quiz was finished; ``total`` is 0 where the lesson offers nothing. ``hints`` is
    how many hints were asked for on the way.
    """

    label: str
    done: int | None
    total: int
    hints: int = 0

    @property
    def level(self) -> str:
        """``none``, ``some`` or ``all`` of it."""
        if not self.done:
            return "none"
        return "all" if self.done >= self.total else "some"


@dataclass(frozen=True)
class Cell:
    """A student in a lesson: a measure for each of MEASURES."""

    column: Column
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Row:
    """A student, a cell for each lesson, and when they last did anything (UTC; None for never)."""

    membership: Membership
    cells: tuple[Cell, ...]
    last_at: datetime | None


@dataclass(frozen=True)
class Matrix:
    """Students by published lessons, in course order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Counts:
    """What was read for all students and lessons at once."""

    styles: Mapping[Key, int]
    steps: Mapping[Key, int]
    scores: Mapping[Key, Score]
    labs: labs.Counts

    def cell(self, user: int, column: Column) -> Cell:
        """One student in one lesson; steps that the lesson has lost since do not count."""
        key = (user, column.pk)
        score = self.scores.get(key)
        figures = (
            (self.styles.get(key, 0), len(STYLES)),
            (min(self.steps.get(key, 0), column.steps), column.steps),
            (score.right, score.total) if score else (None, column.questions),
            (self.labs.reached.get(key, 0), self.labs.goals.get(column.pk, 0), self.labs.hints.get(key, 0)),
        )
        pairs = zip(MEASURES, figures, strict=True)
        return Cell(column, tuple(Measure(label, *found) for label, found in pairs))


def progress_of(memberships: Sequence[Membership]) -> Matrix:
    """The table for these students; the number of queries grows with neither students nor lessons."""
    users = [membership.user for membership in memberships]
    lessons = Lesson.objects.filter(status=Lesson.Status.PUBLISHED).in_course_order()
    columns = tuple(read_columns(lessons))
    counts = Counts(
        styles=count(StyleProgress.objects.all(), users),
        steps=count(StepSeen.objects.of_steps_there(), users),
        scores=Attempt.objects.best_scores(users, lessons),
        labs=labs.count_goals(users, lessons),
    )
    last = last_active(users)
    rows = []
    for membership in memberships:
        cells = tuple(counts.cell(membership.user_id, column) for column in columns)
        rows.append(Row(membership, cells, last.get(membership.user_id)))
    return Matrix(columns, tuple(rows))


def read_columns(lessons: QuerySet[Lesson]) -> list[Column]:
    """The lessons with the sizes of their parts, in one query."""
    sizes = [Count(part, distinct=True) for part in ("steps", "questions")]
    return [Column(*row) for row in lessons.values_list("pk", "slug", "title", *sizes)]


def count(rows: QuerySet, users: Sequence[User]) -> dict[Key, int]:
    """How many of ``rows`` there are by user and lesson, in one query."""
    found = rows.filter(user__in=users).values_list("user", "lesson").annotate(number=Count("pk"))
    return {(user, lesson): number for user, lesson, number in found}


def last_active(users: Sequence[User]) -> dict[int, datetime]:
    """When each of ``users`` last did anything (UTC), by user id, in one query; nothing for never."""
    latest_calls = Event.objects.filter(number=F("sandbox__last_number"))
    moments = [
        latest(StyleProgress.objects.all(), "user", "last_at", users),
        latest(StepSeen.objects.all(), "user", "seen_at", users),
        latest(Prediction.objects.all(), "user", "predicted_at", users),
        latest(Answer.objects.all(), "attempt__user", "answered_at", users),
        latest(latest_calls, "sandbox__user", "recorded_at", users),
    ]
    last: dict[int, datetime] = {}
    for user, at in moments[0].union(*moments[1:]):
        last[user] = max(at, last.get(user, at))
    return last


def latest(rows: QuerySet, owner: str, moment: str, users: Sequence[User]) -> QuerySet:
    """Pairs of a user and the latest ``moment`` among their rows."""
    return rows.filter(**{f"{owner}__in": users}).order_by().values_list(owner).annotate(at=Max(moment))
