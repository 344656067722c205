"""How much? A number within its tolerance, in any of its units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.question_types import numeric
from lessons.quizzes.question_types.amounts import amount
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from tests.quizzes.question_types.mistakes import mistake

UNITS = [
    {"unit": "minutes", "factor": 60},
    {"unit": "min", "factor": 60},
    {"unit": "hours", "factor": 3600},
    {"unit": "h", "factor": 3600},
]
QUESTION = numeric.parse({"value": 3600, "unit": "seconds", "units": UNITS})
PLAIN = numeric.parse({"value": 12})


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("value", {}),
        ("value", {"value": "an hour"}),
        ("value", {"value": "1 hour"}),
        ("value", {"value": True}),
        ("value", {"value": [900]}),
        ("value", {"value": "0,5"}),
        ("value", {"value": float("nan")}),
        ("value", {"value": float("inf")}),
        ("value", {"value": "1e999999999"}),
        ("value", {"value": "9" * 201}),
        ("tolerance", {"value": 1, "tolerance": -1}),
        ("tolerance", {"value": 1, "tolerance": "5 %"}),
        ("unit", {"value": 1, "unit": 5}),
        ("unit", {"value": 1, "unit": "5 s"}),
        ("unit", {"value": 1, "unit": "s" * 201}),
        ("unit", {"value": 1, "units": UNITS}),
        ("units", {"value": 1, "unit": "s", "units": ["min"]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": "min"}]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": "min", "factor": 0}]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": "min", "factor": -60}]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": "min", "factor": "1/0"}]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": "min", "factor": "sixty"}]}),
        ("units", {"value": 1, "unit": "s", "units": [{"unit": ".min", "factor": 60}]}),
        ("units", {"value": 1, "unit": "hour", "units": [{"unit": "Hours", "factor": 1}]}),
        (
            "units",
            {"value": 1, "unit": "s", "units": [{"unit": "u" * n, "factor": 1} for n in range(1, 12)]},
        ),
    ],
)
def test_a_mistake_is_named(key: str, written: dict[str, Any]) -> None:
    assert mistake(numeric, written) == key


@pytest.mark.parametrize(
    "typed",
    [
        "3600",
        "3,600",
        "3 600",
        "3\u202f600",
        "3600.0",
        "+3600",
        "3.6e3",
        "36E+2",
        "3600 seconds",
        "3600 second",
        "3600 SECONDS",
        "3,600seconds",
        "60 min",
        "60 mins",
        "60min",
        "60 minutes",
        "1 hour",
        "1h",
        "1.0 Hours",
    ],
)
def test_an_hour_is_an_hour_however_it_is_written(typed: str) -> None:
    assert numeric.grade(QUESTION, numeric.read(QUESTION, {"answer": [typed]})) == 1


@pytest.mark.parametrize(
    "typed", ["3601", "-3600", "\N{MINUS SIGN}3600", "60", "3600 min", "1 min", "0", ".5 h"]
)
def test_another_amount_is_wrong(typed: str) -> None:
    assert numeric.grade(QUESTION, numeric.read(QUESTION, {"answer": [typed]})) == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("an hour", "3,6", "36,00", "3,600,00", "3 60", "1.2.3", ".", "-", "--1", "e3", "1e", "1_000"),
        *(
            "0x10",
            "\uff13\uff16\uff10\uff10",
            "\u0663\u0666\u0660\u0660",
            "½",
            "NaN",
            "inf",
            "Infinity",
            "1/2",
            "3.600,5",
            "$5",
            "<b>",
        ),
        *("1e400", "1e-400", "1e999999999"),
    ],
)
def test_what_is_no_number_is_no_answer_yet_and_kept(typed: str) -> None:
    with pytest.raises(NotAnAnswerError) as refused:
        numeric.read(PLAIN, {"answer": [typed]})
    assert refused.value.kept == typed
    assert numeric.show(PLAIN, refused.value.kept)["typed"] == typed


@pytest.mark.parametrize(
    ("question", "typed", "sentence"),
    [
        (
            PLAIN,
            "twelve",
            "“twelve” is not read as a number. Write it like 900, 1,500 or 0.5, then check it.",
        ),
        (PLAIN, "12 s", "Write the number alone, without “s”, then check it."),
        (
            QUESTION,
            "1 day",
            "“day” is none of the units here: seconds, minutes, min, hours, h.",
        ),
    ],
)
def test_a_sentence_says_what_to_write(question: numeric.Numeric, typed: str, sentence: str) -> None:
    with pytest.raises(NotAnAnswerError) as refused:
        numeric.read(question, {"answer": [typed]})
    assert str(refused.value) == sentence


@pytest.mark.parametrize(("typed", "right"), [("0.2", 1), ("0.4", 1), ("0.3", 1), ("0.401", 0), ("0.199", 0)])
def test_the_tolerance_is_exact_at_its_ends(typed: str, right: float) -> None:
    """In floats 0.3 - 0.1 is below 0.2, and 0.3 + 0.1 is 0.4 only by luck."""
    question = numeric.parse({"value": 0.3, "tolerance": 0.1})
    assert numeric.grade(question, typed) == right


def test_a_tolerance_is_in_the_questions_own_unit() -> None:
    question = numeric.parse(
        {"value": 1, "tolerance": "0.5", "unit": "hour", "units": [{"unit": "min", "factor": "1/60"}]}
    )
    assert [numeric.grade(question, f"{minutes} min") for minutes in (29, 30, 90, 91)] == [0, 1, 1, 0]


@given(st.fractions(max_denominator=10**6).map(lambda one: Fraction(round(one * 1000), 1000)))
def test_a_number_is_read_as_it_is_written(expected: Fraction) -> None:
    for written in (f"{float(expected):.3f}", f"{float(expected):,.3f}"):
        assert amount(written) == (Fraction(written.replace(",", "")), "")


def test_an_answer_is_told_with_unit_and_tolerance() -> None:
    assert numeric.say(QUESTION, "1 h") == (Line("", "1 h", "3600 seconds", True),)
    question = numeric.parse({"value": "1,000", "tolerance": 10})
    assert numeric.say(question, "989") == (Line("", "989", "1,000, give or take 10", False),)


def test_a_corrected_value_counts_where_every_unit_is_still_known() -> None:
    more = numeric.parse({"value": 900, "tolerance": 1, "unit": "Second", "units": UNITS})
    assert numeric.rekey(QUESTION, more) == more
    assert numeric.rekey(QUESTION, numeric.parse({"value": 900, "unit": "seconds"})) is None
    assert numeric.rekey(QUESTION, PLAIN) is None
