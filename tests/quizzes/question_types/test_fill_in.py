"""Fill in the word: one of those that are accepted, or not."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.aws.budgets import TYPED
from lessons.quizzes.question_types import fill_in
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from lessons.quizzes.question_types.typed import NOT_VISIBLE, PLEASE_TYPE, TOO_LONG
from tests.quizzes.question_types.mistakes import mistake

FORESEEN = [{"text": "GetSessionToken", "feedback": "That keeps the permissions of the user."}]
QUESTION = fill_in.parse({"accepted": ["AssumeRole", "sts:AssumeRole"], "foreseen": FORESEEN})
CASE_COUNTS = fill_in.parse(
    {
        "accepted": ["x-amz-date", "X-Amz-Date"],
        "case": True,
        "foreseen": [{"text": "X-AMZ-DATE", "feedback": "Not in capital letters."}],
    }
)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("accepted", {}),
        ("accepted", {"accepted": "AssumeRole"}),
        ("accepted", {"accepted": []}),
        ("accepted", {"accepted": [""]}),
        ("accepted", {"accepted": ["a", "A"]}),
        ("accepted", {"accepted": ["a", " a "], "case": True}),
        ("accepted", {"accepted": ["a" * 201]}),
        ("accepted", {"accepted": ["a\u200bb"]}),
        ("accepted", {"accepted": [str(number) for number in range(21)]}),
        ("case", {"accepted": ["a"], "case": "yes"}),
        ("case", {"accepted": ["a"], "case": 1}),
        ("foreseen", {"accepted": ["a"], "foreseen": ["b"]}),
        ("foreseen", {"accepted": ["a"], "foreseen": [{"text": "b"}]}),
        ("foreseen", {"accepted": ["a"], "foreseen": [{"text": "A", "feedback": "No."}]}),
        ("foreseen", {"accepted": ["a"], "foreseen": [{"text": "b" * 201, "feedback": "No."}]}),
        (
            "foreseen",
            {"accepted": ["a"], "foreseen": [{"text": str(n), "feedback": "No."} for n in range(21)]},
        ),
    ],
)
def test_a_mistake_is_named(key: str, written: dict[str, Any]) -> None:
    assert mistake(fill_in, written) == key


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("AssumeRole", True),
        ("assumerole", True),
        ("  sts:AssumeRole\u00a0", True),
        ("Assume Role", False),
        ("AssumeRoles", False),
        ("AssumeRole.", False),
        ("*", False),
    ],
)
def test_what_is_accepted_is_right_and_nothing_else(typed: str, right: bool) -> None:
    assert fill_in.grade(QUESTION, fill_in.read(QUESTION, {"answer": [typed]})) == right


def test_spaces_between_words_count_as_one() -> None:
    question = fill_in.parse({"accepted": ["trust  policy"]})
    assert fill_in.grade(question, fill_in.read(question, {"answer": ["trust \t policy"]})) == 1


@pytest.mark.parametrize(
    ("typed", "right"), [("x-amz-date", True), ("X-Amz-Date", True), ("X-amz-Date", False)]
)
def test_the_case_counts_where_its_author_says_so(typed: str, right: bool) -> None:
    assert fill_in.grade(CASE_COUNTS, typed) == right
    assert fill_in.show(CASE_COUNTS, None)["case"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ([], PLEASE_TYPE),
        ([""], PLEASE_TYPE),
        ([" \u2003 "], PLEASE_TYPE),
        (["AssumeRole", "AssumeRole"], PLEASE_TYPE),
        (["a" * (TYPED + 1)], TOO_LONG),
        (["a" * 2_000_000], TOO_LONG),
        (["Assume\0Role"], NOT_VISIBLE),
        (["Assume\u200bRole"], NOT_VISIBLE),
    ],
)
def test_what_nobody_types_is_no_answer_yet(sent: list[str], sentence: str) -> None:
    with pytest.raises(NotAnAnswerError) as refused:
        fill_in.read(QUESTION, {"answer": sent})
    assert str(refused.value) == sentence


def test_as_much_as_the_field_takes_is_read() -> None:
    assert fill_in.show(QUESTION, None)["longest"] == TYPED
    assert fill_in.read(QUESTION, {"answer": ["a" * TYPED]}) == "a" * TYPED


def test_a_wrong_answer_that_was_foreseen_is_told_why() -> None:
    feedback = FORESEEN[0]["feedback"]
    assert fill_in.say(QUESTION, "getsessiontoken") == (
        Line("", "getsessiontoken", "AssumeRole", False, feedback),
    )
    assert fill_in.say(QUESTION, "AssumeRol") == (Line("", "AssumeRol", "AssumeRole", False),)
    assert fill_in.say(CASE_COUNTS, "X-AMZ-DATE")[0].feedback == "Not in capital letters."
    assert fill_in.say(CASE_COUNTS, "X-AMZ-date")[0].feedback == ""


def test_an_answer_is_graded_again_by_the_texts_of_today() -> None:
    today = fill_in.parse({"accepted": ["GetSessionToken"]})
    assert fill_in.rekey(QUESTION, today) == today
