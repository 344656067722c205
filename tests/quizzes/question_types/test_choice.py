"""Choose one, or all that are right."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from tests.quizzes.question_types.examples import chance
from tests.quizzes.question_types.mistakes import mistake

ONE = choice.parse(
    {"choices": ["alice", {"text": "the role", "feedback": "It is assumed."}, "STS"], "right": "alice"}
)
MANY = choice.parse(
    {"choices": ["key id", "secret key", "password", "token", "PIN"], "right": ["key id", "token"]}
)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("choices", {"right": "a"}),
        ("choices", {"choices": 5, "right": "a"}),
        ("choices", {"choices": "ab", "right": "a"}),
        ("choices", {"choices": {"a": 1, "b": 2}, "right": "a"}),
        ("choices", {"choices": ["a"], "right": "a"}),
        ("choices", {"choices": list("abcdefghi"), "right": "a"}),
        ("choices", {"choices": ["a", "A"], "right": "a"}),
        ("choices", {"choices": ["a", ""], "right": "a"}),
        ("choices", {"choices": ["a", None], "right": "a"}),
        ("choices", {"choices": ["a", "b" * 201], "right": "a"}),
        ("choices", {"choices": ["a", {"text": "b", "right": True}], "right": "a"}),
        ("choices", {"choices": ["a", {"feedback": "b"}], "right": "a"}),
        ("choices", {"choices": ["a", {"text": "b", "feedback": ["c"]}], "right": "a"}),
        ("right", {"choices": ["a", "b"]}),
        ("right", {"choices": ["a", "b"], "right": "c"}),
        ("right", {"choices": ["a", "b"], "right": ["a", "c"]}),
        ("right", {"choices": ["a", "b"], "right": []}),
    ],
)
def test_a_mistake_is_named(key: str, written: dict[str, Any]) -> None:
    assert mistake(choice, written) == key


def test_choices_stay_in_the_order_in_which_they_are_written() -> None:
    assert all(choice.draw(ONE, chance(seed)) == ONE for seed in range(20))


@pytest.mark.parametrize(("given", "credit"), [(0, 1), (1, 0), (2, 0)])
def test_one_of_several_is_right_or_wrong(given: int, credit: float) -> None:
    assert choice.grade(ONE, given) == credit


@pytest.mark.parametrize(
    ("given", "credit"),
    [
        ([0, 3], 1),
        ([0], 1 / 2),
        ([0, 1, 3], 1 - 1 / 3),
        ([0, 1], 1 / 2 - 1 / 3),
        ([1], 0),
        ([0, 1, 2], 0),
        ([0, 1, 2, 3, 4], 0),
    ],
)
def test_a_wrong_one_takes_its_share_away(given: list[int], credit: float) -> None:
    assert choice.grade(MANY, given) == pytest.approx(credit)


def test_where_all_are_right_each_counts_its_share() -> None:
    every = choice.parse({"choices": ["a", "b"], "right": ["a", "b"]})
    assert [choice.grade(every, given) for given in ([0], [0, 1])] == [1 / 2, 1]


@pytest.mark.parametrize(
    ("question", "sent", "given"),
    [(ONE, ["2"], 2), (MANY, ["3", "0"], [0, 3]), (MANY, ["1"], [1]), (MANY, ["1", "1"], [1])],
)
def test_what_was_chosen_is_read(question: choice.Choices, sent: list[str], given: Any) -> None:
    assert choice.read(question, {"choice": sent}) == given


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (ONE, []),
        (ONE, ["0", "1"]),
        (ONE, ["3"]),
        (ONE, ["-1"]),
        (ONE, ["\uff11"]),
        (ONE, [" 1"]),
        (ONE, ["9" * 5_000]),
        (MANY, []),
        (MANY, ["0", "5"]),
        (MANY, ["0", ""]),
        (MANY, ["0\0"]),
    ],
)
def test_what_was_not_offered_is_no_answer_yet(question: choice.Choices, sent: list[str]) -> None:
    with pytest.raises(NotAnAnswerError) as refused:
        choice.read(question, {"choice": sent})
    assert str(refused.value) == (choice.PLEASE_CHOOSE_ALL if question.is_many else choice.PLEASE_CHOOSE)


@pytest.mark.parametrize("given", [None, [], -1, 3, True, 0.0, "0", {"0": 0}, [0, 9], [[0]]])
def test_what_is_never_read_is_never_graded(given: Any) -> None:
    with pytest.raises(NotAnAnswerError):
        choice.grade(ONE, given)


def test_what_was_taken_is_told_with_its_feedback() -> None:
    assert choice.say(ONE, 1) == (Line("", "the role", "alice", False, "It is assumed."),)
    assert choice.say(MANY, [0, 3]) == (Line("", "key id; token", "key id; token", True),)
