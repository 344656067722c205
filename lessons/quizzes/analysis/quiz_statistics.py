"""How a whole quiz did, in percent of its points, as Moodle's quiz statistics define it.

Formulas: MoodleDocs, “Quiz statistics calculations” (Test statistics), and what Moodle computes by them,
mod/quiz/report/statistics/classes/calculator.php.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import median

from lessons.quizzes.analysis.moments import covariance, deviations, mean
from lessons.quizzes.analysis.table import FirstAttempt, Table

__all__ = ["Consistency", "QuizStatistics", "quiz_statistics"]

FEWEST_FOR_SKEWNESS = 3
FEWEST_FOR_KURTOSIS = 4


@dataclass(frozen=True)
class Consistency:
    """How well the questions of a quiz measure the same thing, over ``n`` attempts with the same questions.

    ``coefficient`` is 100 · p/(p - 1) · (1 - Σ V(x) / V(t)) over p ``questions`` (Cronbach's alpha in
    percent), ``error_ratio`` 100 · √(1 - coefficient/100), ``standard_error`` that share of t's deviation.
    """

    n: int
    questions: int
    coefficient: float
    error_ratio: float
    standard_error: float


@dataclass(frozen=True)
class QuizStatistics:
    """The figures of a quiz over ``n`` ≥ 1 attempts; None where a figure is not defined.

    ``deviation`` is the square root of k₂, ``skewness`` k₃ / k₂^1.5 and ``kurtosis`` k₄ / k₂², where k₂, k₃
    and k₄ are the k-statistics of the marks, so that both are 0 for a normal distribution.
    """

    n: int
    mean: float
    median: float
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: Consistency | None


def quiz_statistics(table: Table) -> QuizStatistics | None:
    """The figures of the quiz, None without an attempt."""
    if not table.attempts:
        return None
    marks = [100 * total for total in table.totals]
    apart = deviations(marks)
    variance = covariance(apart, apart)
    return QuizStatistics(
        n=len(marks),
        mean=mean(marks),
        median=median(marks),
        deviation=None if variance is None else sqrt(variance),
        skewness=skewness(apart),
        kurtosis=kurtosis(apart),
        consistency=consistency(table),
    )


def skewness(apart: Sequence[float]) -> float | None:
    """k₃ / k₂^1.5 of values given as deviations, None where they do not vary or are under three."""
    n = len(apart)
    if n < FEWEST_FOR_SKEWNESS or not any(apart):
        return None
    k2, m3 = _sum_of_powers(apart, 2) / (n - 1), _sum_of_powers(apart, 3) / n
    return n * n * m3 / ((n - 1) * (n - 2)) / sqrt(k2) ** 3


def kurtosis(apart: Sequence[float]) -> float | None:
    """k₄ / k₂² of values given as deviations, None where they do not vary or are under four."""
    n = len(apart)
    if n < FEWEST_FOR_KURTOSIS or not any(apart):
        return None
    m2, m4 = _sum_of_powers(apart, 2) / n, _sum_of_powers(apart, 4) / n
    k2 = n * m2 / (n - 1)
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / k2**2


def _sum_of_powers(apart: Sequence[float], power: int) -> float:
    return fsum(value**power for value in apart)


def consistency(table: Table) -> Consistency | None:
    """Of the attempts that were asked the same questions, where most were; None where it is not defined.

    Moodle asks for two questions, three attempts and marks that vary.
    """
    keys, attempts = largest_group(table.attempts)
    if len(keys) < 2 or len(attempts) < FEWEST_FOR_SKEWNESS:  # noqa: PLR2004 -- there is no p/(p - 1) of one
        return None
    by_question = [[table.points[key] * one.responses[key].mark for one in attempts] for key in keys]
    total = _variance([sum(marks) for marks in zip(*by_question, strict=True)])
    if not total:
        return None
    p, worth = len(keys), sum(table.points[key] for key in keys)
    coefficient = 100 * p / (p - 1) * (1 - sum(map(_variance, by_question)) / total)
    error_ratio = 100 * sqrt(max(0.0, 1 - coefficient / 100))
    return Consistency(len(attempts), p, coefficient, error_ratio, error_ratio * sqrt(total) / worth)


def _variance(marks: Sequence[float]) -> float:
    apart = deviations(marks)
    return covariance(apart, apart) or 0.0


def largest_group(attempts: Sequence[FirstAttempt]) -> tuple[tuple[str, ...], list[FirstAttempt]]:
    """The questions that most attempts were asked, and these attempts; of two as large the newer one."""
    groups: defaultdict[frozenset[str], list[FirstAttempt]] = defaultdict(list)
    for attempt in attempts:
        groups[frozenset(attempt.responses)].append(attempt)
    keys = max(groups, key=lambda one: (len(groups[one]), max(a.finished_at for a in groups[one])))
    return tuple(sorted(keys)), groups[keys]
