"""What an instructor is told of figures: only what they support."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lessons.quizzes.analysis import meanings
from lessons.quizzes.analysis.charts import bars_of, points_of, strip_of
from lessons.quizzes.analysis.intervals import Interval
from lessons.quizzes.analysis.meanings import meaning_of
from lessons.quizzes.analysis.report import QuestionReport, report_on
from tests.quizzes.analysis.tables import NOT_ASKED, table_of

WELL = [(1, 1, 1), (1, 1, 1), (1, 1, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0)] * 4
AGAINST = [(0, 1, 1), (0, 1, 1), (1, 0, 0), (1, 0, 0), (0, 1, 0)] * 4


def first(rows: Sequence[Sequence[float | str]]) -> QuestionReport:
    """The report on the first question."""
    return report_on(table_of(rows)).questions[0]


def test_under_ten_attempts_nothing_is_concluded() -> None:
    report = report_on(table_of(WELL[:9]))
    assert report.figures == ()
    assert report.one_by_one == ()
    assert {(one.figures, one.seconds, one.verdict.word) for one in report.questions} == {
        (None, None, "wait")
    }


def test_ten_attempts_are_enough() -> None:
    report = report_on(table_of(WELL[:10]))
    assert len(report.figures) == 8
    assert all(one.figures for one in report.questions)


def test_a_new_question_waits_while_the_others_have_figures() -> None:
    rows = [(*row, NOT_ASKED) for row in WELL]
    rows[:6] = [(*row, 1) for row in WELL[:6]]
    assert [one.verdict.word == "wait" for one in report_on(table_of(rows)).questions] == [False] * 3 + [True]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (WELL, "works well"),
        (AGAINST, "check the key"),
        ([(0, n % 2, n % 3 == 0) for n in range(12)], "nobody right"),
        ([(1, n % 2, n % 3 == 0) for n in range(12)], "all right"),
        ([(n % 2, n // 2 % 2, n // 2 % 2) for n in range(40)], "unclear"),
        ([(n < 3, n < 12, n < 9) for n in range(20)], "hard"),
        ([(n < 18, n < 12, n < 9) for n in range(20)], "easy"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_verdict_is_what_figures_and_intervals_support(rows: list[tuple[int, ...]], word: str) -> None:
    assert first(rows).verdict.word == word


def test_a_key_is_only_suspected_where_the_whole_interval_is_below_zero() -> None:
    few = first([*AGAINST[:5], (1, 1, 1), (0, 0, 0), (1, 1, 0), (0, 0, 0), (1, 0, 1)])
    assert few.figures is not None
    assert few.figures.discrimination is not None
    assert few.figures.discrimination < 0
    assert few.verdict.word != "check the key"


def test_the_most_urgent_question_comes_first() -> None:
    report = report_on(table_of([(row[1], row[0], row[2]) for row in AGAINST]))
    assert next(iter(report.one_by_one)).item.number == 2
    assert [one.item.number for one in report.to_act_on] == [2]


def test_of_other_questions_consistency_says_over_which_attempts_it_is() -> None:
    rows = [(*row, NOT_ASKED) for row in WELL] + [(*row, 1) for row in WELL[:6]]
    assert "24 attempts with the same 3 questions" in report_on(table_of(rows)).consistency_of
    assert report_on(table_of(WELL)).consistency_of == ""


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (0, "Extremely hard"),
        (5.4, "Extremely hard"),
        (20, "Hard"),
        (50, "About right"),
        (65.5, "Fairly"),
        (100, "Extr"),
    ],
)
def test_a_facility_means_what_moodle_says(figure: float, words: str) -> None:
    assert meaning_of(figure, meanings.FACILITY).startswith(words)


def test_what_is_not_defined_has_words_too() -> None:
    assert meaning_of(None, meanings.KURTOSIS) == "not defined for these attempts"


def test_marks_are_counted_by_tens_of_percent_and_the_last_has_all_right() -> None:
    report = report_on(table_of([(1,) * 10, (1,) * 9 + (0,), (0,) * 10, (1,) * 3 + (0,) * 7]))
    assert report.bands == (1, 0, 0, 1, 0, 0, 0, 0, 0, 2)
    last = bars_of(report.bands)[-1]
    assert (last.least, last.most, last.height) == (90, 100, 100)


def test_a_point_stands_by_facility_and_discrimination() -> None:
    (point, *_) = points_of(report_on(table_of(AGAINST)).questions)
    assert point.is_urgent
    assert point.x == 40 + 310 * 0.4
    assert point.y > 110, "below zero is below the middle"


def test_where_all_marks_are_the_same_there_is_no_point() -> None:
    assert points_of([first([(1, n % 2, n % 3) for n in range(12)])]) == ()


def test_a_strip_scales_what_can_be_below_zero() -> None:
    strip = strip_of(-50, Interval(-100, 0), least=-100)
    assert strip is not None
    assert (strip.at, strip.low, strip.width) == (25, 0, 50)
    assert strip_of(None, None, least=0) is None
