"""How far the students of a class are, lesson by lesson: one table, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, QuerySet

from lessons.accounts.models import User
from lessons.classrooms.models import Membership
from lessons.levels import Level
from lessons.models import Prediction, StepSeen, StyleProgress
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt, Question
from lessons.reading.course_cache import Course, read_course
from lessons.reading.progress_summary import Standing, standing_of_all
from lessons.sandbox.labs import progress as labs
from lessons.sandbox.models import Event, Pass
from lessons.styles import STYLES, STYLES_BY_KEY

__all__ = ["MEASURES", "Cell", "Column", "Matrix", "Measure", "Row", "measures_of", "progress_of"]

MEASURES = ("Styles", "Steps", "Quiz", "Do it", "Sandbox")
Key = tuple[int, int]  # user id, lesson id
Figures = tuple[float | None, float] | tuple[int, int, int]  # what a Measure is made of, without its label


@dataclass(frozen=True)
class Column:
    """A published lesson, and how much of each measure it offers."""

    pk: int
    slug: str
    title: str
    steps: int
    questions: int
    moves: int


@dataclass(frozen=True)
class Measure:
    """What a student has done of one thing a lesson offers: styles done, steps seen, questions right, steps
    done right, goals.

    ``done`` is None before a quiz or a pass was finished; ``total`` is 0 where the lesson offers nothing.
    ``hints`` is how many hints were asked for on the way.
    """

    label: str
    done: float | None
    total: float
    hints: int = 0

    @property
    def level(self) -> str:
        """``none``, ``some`` or ``all`` of it."""
        if not self.done:
            return "none"
        return "all" if self.done >= self.total else "some"


@dataclass(frozen=True)
class Cell:
    """A student in a lesson: how far they are, and the figures of a measure for each of MEASURES."""

    column: Column
    level: Level
    figures: tuple[Figures, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures with their labels."""
        return measures_of(self.figures)


def measures_of(figures: tuple[Figures, ...]) -> tuple[Measure, ...]:
    """The figures with their labels."""
    return tuple(Measure(label, *found) for label, found in zip(MEASURES, figures, strict=True))


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

    standings: Mapping[Key, Standing]
    scores: Mapping[Key, Score]
    passes: Mapping[Key, tuple[int, int]]
    labs: labs.Counts

    def cell(self, user: int, column: Column) -> Cell:
        """One student in one lesson; steps that the lesson has lost since do not count."""
        key = (user, column.pk)
        standing, score = self.standings.get(key, Standing()), self.scores.get(key)
        figures = (
            (len(standing.done & STYLES_BY_KEY.keys()), len(STYLES)),
            (min(standing.seen_count, column.steps), column.steps),
            (score.right, score.total) if score else (None, column.questions),
            self.passes.get(key, (None, column.moves)),
            (self.labs.reached.get(key, 0), self.labs.goals.get(column.pk, 0), self.labs.hints.get(key, 0)),
        )
        return Cell(column, standing.level, figures)


def progress_of(memberships: Sequence[Membership]) -> Matrix:
    """The table for these students; the number of queries grows with neither students nor lessons."""
    users = [membership.user for membership in memberships]
    course = read_course()
    columns = read_columns(course)
    counts = Counts(
        standings=standing_of_all(users, course.published, course),
        scores=Attempt.objects.best_scores(users, course.published),
        passes=Pass.objects.best_scores(users, course.published),
        labs=labs.count_goals(users, course.published),
    )
    last = last_active(users)
    rows = []
    for membership in memberships:
        cells = tuple(counts.cell(membership.user_id, column) for column in columns)
        rows.append(Row(membership, cells, last.get(membership.user_id)))
    return Matrix(columns, tuple(rows))


def read_columns(course: Course) -> tuple[Column, ...]:
    """What students see, with the sizes of its parts, in one query."""
    asked = dict(Question.objects.order_by().values_list("lesson").annotate(Count("pk")))
    return tuple(
        Column(
            lesson.pk,
            lesson.slug,
            lesson.title,
            steps := course.step_counts[lesson.pk],
            asked.get(lesson.pk, 0),
            steps if "do-it" in course.challenges[lesson.pk] else 0,
        )
        for lesson in course.published
    )


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
