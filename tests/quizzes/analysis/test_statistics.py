"""The figures are Moodle's, and agree with NumPy and SciPy."""

from __future__ import annotations

from math import isclose, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lessons.quizzes.analysis.question_statistics import QuestionStatistics, question_statistics
from lessons.quizzes.analysis.quiz_statistics import quiz_statistics
from lessons.quizzes.analysis.table import Table
from tests.quizzes.analysis.tables import NOT_ASKED, table_of
from tests.sizes import size

NEAR = 1e-6
MARKS = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 1.0, None])
POINTS = st.sampled_from([1.0, 2.0, 3.0, 0.5])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of a few questions: also of one, of one attempt, all right, all wrong, with ties and gaps."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 14))
    kind = draw(st.sampled_from(["any", "any", "any", "right or wrong", "all right", "all wrong"]))
    of_kind = {
        "right or wrong": st.sampled_from([0.0, 1.0]),
        "all right": st.just(1.0),
        "all wrong": st.none(),
    }
    mark = of_kind.get(kind, MARKS)
    rows = draw(st.lists(st.lists(mark, min_size=width, max_size=width), min_size=height, max_size=height))
    return table_of(rows, draw(st.lists(POINTS, min_size=width, max_size=width)))


def near(ours: float | None, theirs: Any) -> bool:
    """Whether both are the same figure; None stands for what is no number."""
    if ours is None:
        return not np.isfinite(theirs)
    return isclose(ours, float(theirs), rel_tol=NEAR, abs_tol=NEAR)


def marks_of(table: Table) -> np.ndarray:
    """The points, a row an attempt."""
    keys = [item.key for item in table.items]
    points = np.array([item.points for item in table.items])
    return points * np.array([[one.responses[key].share or 0.0 for key in keys] for one in table.attempts])


def varies(values: np.ndarray) -> bool:
    return bool(np.ptp(values) > NEAR)


@settings(max_examples=size(100, 5_000))
@given(tables())
def test_figures_of_questions_agree_with_an_independent_computation(table: Table) -> None:
    marks, found = marks_of(table), question_statistics(table)
    totals, n = marks.sum(axis=1), len(marks)
    covariances = [np.cov(x, totals)[0, 1] if n > 1 else np.nan for x in marks.T]
    no_noise = [0.0 if abs(c) < NEAR**2 else c for c in covariances]
    roots = [np.sqrt(c) if c >= 0 else np.nan for c in no_noise]
    for index, item in enumerate(table.items):
        x, y, ours = marks[:, index], totals - marks[:, index], found[item.key]
        assert near(ours.facility, 100 * x.mean() / item.points)
        assert near(ours.deviation, 100 * np.std(x, ddof=1) / item.points if n > 1 else np.nan)
        is_defined = n > 1 and varies(x) and varies(y)
        assert near(ours.discrimination, 100 * stats.pearsonr(x, y).statistic if is_defined else np.nan)
        largest = np.cov(np.sort(x), np.sort(y))[0, 1] if is_defined else np.nan
        assert near(ours.efficiency, 100 * np.cov(x, y)[0, 1] / largest if is_defined else np.nan)
        whole = np.nansum(roots)
        assert near(ours.effective_weight, 100 * roots[index] / whole if whole else np.nan)
        assert near(ours.intended_weight, 100 * item.points / sum(one.points for one in table.items))
        check_intervals(ours, x, y, item.points)


def check_intervals(ours: QuestionStatistics, x: np.ndarray, y: np.ndarray, points: float) -> None:
    """Of right and wrong by SciPy's binomial test, of a correlation by its Pearson test."""
    if set(x / points) <= {0.0, 1.0}:
        right = round(x.sum() / points)
        expected = stats.binomtest(right, len(x)).proportion_ci(method="wilson")
        assert near(ours.facility_interval.low, 100 * expected.low)
        assert near(ours.facility_interval.high, 100 * expected.high)
    if ours.discrimination_interval is None:
        perfect = ours.discrimination is not None and abs(ours.discrimination) > 100 - NEAR
        assert ours.discrimination is None or len(x) < 4 or perfect
    else:
        expected = stats.pearsonr(x, y).confidence_interval(0.95)
        assert near(ours.discrimination_interval.low, 100 * expected.low)
        assert near(ours.discrimination_interval.high, 100 * expected.high)


@settings(max_examples=size(100, 5_000))
@given(tables())
def test_figures_of_the_quiz_agree_with_an_independent_computation(table: Table) -> None:
    marks, ours = marks_of(table), quiz_statistics(table)
    assert ours is not None
    n, p = marks.shape
    worth = sum(item.points for item in table.items)
    totals = 100 * marks.sum(axis=1) / worth
    apart = varies(totals)
    assert near(ours.mean, totals.mean())
    assert near(ours.median, np.median(totals))
    assert near(ours.deviation, np.std(totals, ddof=1) if n > 1 else np.nan)
    # k-statistics: SciPy's kstat is Fisher's k, of which skewness and kurtosis are the standardized ones
    k2 = stats.kstat(totals, 2) if n > 1 else np.nan
    assert near(ours.skewness, stats.kstat(totals, 3) / k2**1.5 if n > 2 and apart else np.nan)
    assert near(ours.kurtosis, stats.kstat(totals, 4) / k2**2 if n > 3 and apart else np.nan)
    if p < 2 or n < 3 or not apart:
        assert ours.consistency is None
        return
    alpha = 100 * p / (p - 1) * (1 - marks.var(axis=0, ddof=1).sum() / marks.sum(axis=1).var(ddof=1))
    assert ours.consistency is not None
    assert near(ours.consistency.coefficient, alpha)
    ratio = np.sqrt(max(0.0, 1 - alpha / 100))
    # the root makes much of rounding where nothing is left under it
    assert isclose(ours.consistency.error_ratio, 100 * ratio, rel_tol=NEAR, abs_tol=1e-4)
    assert isclose(ours.consistency.standard_error, ratio * ours.deviation, rel_tol=NEAR, abs_tol=1e-4)


def test_figures_of_a_question_worked_out_by_hand() -> None:
    # x = 1 1 0 0 1, y = 2 1 1 0 0: means 0.6 and 0.8; Σ dx·dy = 0.6, Σ dx² = 1.2, Σ dy² = 2.8
    table = table_of([(1, 1, 1), (1, 1, 0), (0, 0, 1), (0, 0, 0), (1, 0, 0)])
    found = question_statistics(table)["q1"]
    assert (found.n, found.facility) == (5, 60)
    assert found.deviation == pytest.approx(100 * sqrt(1.2 / 4))
    assert found.discrimination == pytest.approx(100 * 0.6 / sqrt(1.2 * 2.8))
    # in order: x = 0 0 1 1 1, y = 0 0 1 1 2, whose Σ dx·dy is 1.6
    assert found.efficiency == pytest.approx(100 * 0.6 / 1.6)


def test_weights_worked_out_by_hand() -> None:
    # t = 3 2 1 0 1, Σ dx·dt is 1.8 for q1 (0.6 with y, 1.2 with itself), and by the same way 2.2 and 1.2
    table = table_of([(1, 1, 1), (1, 1, 0), (0, 0, 1), (0, 0, 0), (1, 0, 0)])
    found = question_statistics(table)
    whole = sqrt(1.8) + sqrt(2.2) + sqrt(1.2)
    weights = [found[key].effective_weight for key in ("q1", "q2", "q3")]
    assert weights == pytest.approx([100 * sqrt(c) / whole for c in (1.8, 2.2, 1.2)])


def test_the_quiz_worked_out_by_hand() -> None:
    # V(x) = 0.3 of each, V(t) = 1.3 of t = 3 2 1 0 1: 100 · 3/2 · (1 - 0.9/1.3)
    found = quiz_statistics(table_of([(1, 1, 1), (1, 1, 0), (0, 0, 1), (0, 0, 0), (1, 0, 0)]))
    assert found is not None
    assert found.consistency is not None
    assert found.median == pytest.approx(100 / 3)
    assert found.consistency.coefficient == pytest.approx(150 * (1 - 0.9 / 1.3))
    assert found.consistency.error_ratio == pytest.approx(100 * sqrt(1 - 1.5 * (1 - 0.9 / 1.3)))
    assert found.consistency.standard_error == pytest.approx(
        found.consistency.error_ratio / 100 * 100 * sqrt(1.3) / 3
    )


def test_what_is_not_attempted_counts_as_nothing_reached() -> None:
    gaps, zeros = table_of([(1, None), (None, 1), (1, 1)]), table_of([(1, 0), (0, 1), (1, 1)])
    assert question_statistics(gaps) == question_statistics(zeros)
    assert quiz_statistics(gaps) == quiz_statistics(zeros)


def test_a_question_is_counted_over_the_attempts_that_were_asked_it() -> None:
    old = [(1, 1, NOT_ASKED), (0, 1, NOT_ASKED), (0, 0, NOT_ASKED), (1, 0, NOT_ASKED)]
    found = question_statistics(table_of([*old, (1, 1, 0), (0, 1, 1)]))
    assert [found[key].n for key in ("q1", "q2", "q3")] == [6, 6, 2]
    assert found["q3"].facility == 50


def test_attempts_with_more_questions_compare_by_their_shares() -> None:
    # half of the rest is half of it, be it of two questions or of one
    found = question_statistics(table_of([(1, 0.5, NOT_ASKED), (0, 0.5, 0.5), (1, 0.5, 0.5)]))
    assert found["q1"].discrimination is None


def test_consistency_is_taken_where_most_were_asked_the_same() -> None:
    same = [(1, 1, NOT_ASKED), (0, 0, NOT_ASKED), (0, 1, NOT_ASKED), (0, 0, NOT_ASKED)]
    found = quiz_statistics(table_of([*same, (1, 1, 0), (0, 1, 1)]))
    alone = quiz_statistics(table_of([row[:2] for row in same]))
    assert found is not None
    assert alone is not None
    assert found.n == 6
    assert found.consistency == alone.consistency


def test_without_attempts_there_are_no_figures() -> None:
    empty = table_of([], points=[1, 1])
    assert question_statistics(empty) == {}
    assert quiz_statistics(empty) is None


@pytest.mark.parametrize("share", [0.0, 1.0, 1 / 3])
def test_where_all_have_the_same_mark_nothing_is_said_of_discrimination(share: float) -> None:
    found = question_statistics(table_of([(share, rest) for rest in (0, 0.1, 0.2, 1)] * 3))["q1"]
    assert found.deviation == 0
    assert (found.discrimination, found.discrimination_interval, found.efficiency) == (None, None, None)
