"""How each question of a quiz did, in percent, as Moodle's quiz statistics define it.

Formulas: MoodleDocs, “Quiz statistics calculations” (Position statistics), and what Moodle computes by them,
question/classes/statistics/questions/calculator.php. x is the mark in the question, y in all others of the
attempt, t in all; variances and covariances are divided by n - 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from lessons.quizzes.analysis.intervals import Interval, fisher, wilson
from lessons.quizzes.analysis.moments import covariance, deviations, mean
from lessons.quizzes.analysis.table import Column, Table

__all__ = ["QuestionStatistics", "question_statistics"]


@dataclass(frozen=True)
class QuestionStatistics:
    """The figures of one question over ``n`` ≥ 1 attempts; None where a figure is not defined.

    ``facility`` is the mean of x as a share of the largest x. ``deviation`` is that of x, as a share of it
    too. ``discrimination`` is the correlation of x and y: C(x, y) / √(V(x) · V(y)). ``efficiency`` is C(x, y)
    as a share of the covariance of x and y each put in order, the largest that these marks allow.
    ``intended_weight`` is the share of the quiz's points, ``effective_weight`` the share that the question
    has in how attempts differ: √C(x, t) over the sum of these roots, not defined where C(x, t) is below 0.
    """

    n: int
    facility: float
    facility_interval: Interval
    deviation: float | None
    discrimination: float | None
    discrimination_interval: Interval | None
    efficiency: float | None
    intended_weight: float
    effective_weight: float | None


def question_statistics(table: Table) -> dict[str, QuestionStatistics]:
    """The figures of each question that was asked at all, by its key."""
    columns = [column for column in table.columns if column.attempts]
    roots = {column.item.key: root_of_shared(column) for column in columns}
    whole = sum(root for root in roots.values() if root is not None)
    points = sum(column.item.points for column in columns)
    return {
        column.item.key: figures(
            column,
            intended=100 * column.item.points / points,
            effective=weight_of(roots[column.item.key], whole),
        )
        for column in columns
    }


def figures(column: Column, intended: float, effective: float | None) -> QuestionStatistics:
    """The figures of one question, its weights being known."""
    n, facility = len(column.marks), mean(column.marks)
    marks, rests = deviations(column.marks), deviations(column.rests)
    variance = covariance(marks, marks)
    correlation = correlation_of(marks, rests)
    return QuestionStatistics(
        n=n,
        facility=100 * facility,
        facility_interval=wilson(facility, n),
        deviation=None if variance is None else 100 * sqrt(variance),
        discrimination=None if correlation is None else 100 * correlation,
        discrimination_interval=None if correlation is None else fisher(correlation, n),
        efficiency=efficiency_of(marks, rests),
        intended_weight=intended,
        effective_weight=effective,
    )


def correlation_of(one: list[float], other: list[float]) -> float | None:
    """The correlation of two samples given as deviations, None where one of them does not vary."""
    shared, first, second = covariance(one, other), covariance(one, one), covariance(other, other)
    if shared is None or not first or not second:
        return None
    return max(-1.0, min(1.0, shared / (sqrt(first) * sqrt(second))))


def efficiency_of(marks: list[float], rests: list[float]) -> float | None:
    """The covariance in percent of the largest, None where that is 0."""
    shared, largest = covariance(marks, rests), covariance(sorted(marks), sorted(rests))
    return 100 * shared / largest if shared is not None and largest else None


def root_of_shared(column: Column) -> float | None:
    """√C(x, t) in points, None where the covariance is below 0 or not defined."""
    shared = covariance(deviations(column.marks), deviations(column.totals))
    return None if shared is None or shared < 0 else sqrt(column.item.points * shared)


def weight_of(root: float | None, whole: float) -> float | None:
    """The root in percent of all of them."""
    return None if root is None or not whole else 100 * root / whole
