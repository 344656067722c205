"""Put in order: by pairs, from half of them on."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from statistics import fmean
from typing import Any

import pytest

from lessons.quizzes.question_types import ordering
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from tests.quizzes.question_types.examples import chance
from tests.quizzes.question_types.mistakes import mistake

ITEMS = ["call", "check", "issue", "expire"]
QUESTION = ordering.parse({"items": ITEMS, "shown": [2, 0, 3, 1]})  # issue, call, expire, check


def places(*items: str) -> dict[str, int]:
    return {item: place for place, item in enumerate(items, start=1)}


def form(*values: str) -> dict[str, list[str]]:
    return {f"place-{row}": [value] for row, value in enumerate(values)}


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("items", {}),
        ("items", {"items": "call, check"}),
        ("items", {"items": ["a", "b"]}),
        ("items", {"items": [str(number) for number in range(11)]}),
        ("items", {"items": ["a", "b", "A"]}),
        ("items", {"items": ["a", "b", ""]}),
        ("items", {"items": ["a", "b", "a\0"]}),
        ("items", {"items": ["a", "b", "c" * 201]}),
        ("shown", {"items": ["a", "b", "c"], "shown": [0, 1]}),
        ("shown", {"items": ["a", "b", "c"], "shown": [0, 1, 1]}),
        ("shown", {"items": ["a", "b", "c"], "shown": [0, 1, True]}),
        ("shown", {"items": ["a", "b", "c"], "shown": "012"}),
    ],
)
def test_a_mistake_is_named(key: str, written: dict[str, Any]) -> None:
    assert mistake(ordering, written) == key


@pytest.mark.parametrize(
    ("items", "credit"),
    [
        (("call", "check", "issue", "expire"), 1),
        (("check", "call", "issue", "expire"), 4 / 6),  # 5 of 6 pairs
        (("check", "issue", "call", "expire"), 2 / 6),
        (("check", "issue", "expire", "call"), 0),  # half of the pairs
        (("expire", "call", "check", "issue"), 0),
        (("expire", "issue", "check", "call"), 0),
    ],
)
def test_credit_is_by_pairs_from_half_of_them_on(items: tuple[str, ...], credit: float) -> None:
    assert ordering.grade(QUESTION, places(*items)) == pytest.approx(credit)


def test_only_the_right_order_is_worth_everything() -> None:
    full = [one for one in permutations(ITEMS) if ordering.grade(QUESTION, places(*one)) == 1]
    assert full == [tuple(ITEMS)]


def test_every_order_but_the_right_one_is_drawn_and_each_as_often() -> None:
    drawn = Counter(ordering.draw(QUESTION, chance(seed)).as_shown for seed in range(2_300))
    assert drawn.keys() == {*permutations(ITEMS)} - {tuple(ITEMS)}
    assert max(drawn.values()) < 2 * min(drawn.values())


@pytest.mark.parametrize("count", range(3, 7))
def test_to_leave_what_is_drawn_or_to_turn_it_round_is_worth_about_as_much_as_a_guess(count: int) -> None:
    written = ordering.parse({"items": [f"item {number}" for number in range(count)]})
    guesses = [ordering.grade(written, places(*guess)) for guess in permutations(written.items)]
    drawn = [ordering.draw(written, chance(seed)).as_shown for seed in range(2_000)]
    for given in (drawn, [one[::-1] for one in drawn]):
        reached = [ordering.grade(written, places(*one)) for one in given]
        assert fmean(reached) < fmean(guesses) + 0.08  # of three there are only five others


def test_the_form_is_in_the_order_drawn_and_says_nothing_of_the_right_one() -> None:
    items = ordering.show(QUESTION, None)["items"]
    assert items == [
        {"field": f"place-{row}", "text": text, "place": None}
        for row, text in enumerate(["issue", "call", "expire", "check"])
    ]


def test_the_place_of_each_item_is_read() -> None:
    given = ordering.read(QUESTION, form("3", "1", "4", "2"))
    assert given == places(*ITEMS)
    assert [item["place"] for item in ordering.show(QUESTION, given)["items"]] == [3, 1, 4, 2]


@pytest.mark.parametrize(
    ("sent", "sentence", "kept"),
    [
        ({}, ordering.PLEASE_ORDER, {}),
        (form("3", "1", "4"), ordering.PLEASE_ORDER, {"issue": 3, "call": 1, "expire": 4}),
        (form("3", "1", "4", ""), ordering.PLEASE_ORDER, {"issue": 3, "call": 1, "expire": 4}),
        (form("3", "1", "4", "5"), ordering.PLEASE_ORDER, {"issue": 3, "call": 1, "expire": 4}),
        (form("\u0663", "1", "4", "0"), ordering.PLEASE_ORDER, {"call": 1, "expire": 4}),
        (form("3", "1", "4", "4"), ordering.PLEASE_DIFFER, {"issue": 3, "call": 1, "expire": 4, "check": 4}),
        (form("3", "1", "4") | {"place-3": ["2", "2"]}, ordering.PLEASE_ORDER, None),
    ],
)
def test_places_that_are_missing_or_there_twice_are_no_answer_yet(
    sent: dict[str, list[str]], sentence: str, kept: dict[str, int] | None
) -> None:
    with pytest.raises(NotAnAnswerError) as refused:
        ordering.read(QUESTION, sent)
    assert str(refused.value) == sentence
    assert kept in (None, refused.value.kept)


@pytest.mark.parametrize(
    "given",
    [
        places("call", "check", "issue"),
        places(*ITEMS, "more"),
        {"call": 1, "check": 2, "issue": 3, "expire": 3},
        {"call": 1, "check": 2, "issue": 3, "expire": 5},
        {"call": True, "check": 2, "issue": 3, "expire": 4},
        {"call": 1.0, "check": 2, "issue": 3, "expire": 4},
    ],
)
def test_what_is_never_read_is_never_graded(given: Any) -> None:
    with pytest.raises(NotAnAnswerError):
        ordering.grade(QUESTION, given)


def test_an_answer_is_graded_again_by_a_corrected_order() -> None:
    corrected = ordering.parse({"items": ["check", "call", "issue", "expire"]})
    assert ordering.grade(corrected, places("check", "call", "issue", "expire")) == 1


def test_each_place_is_told() -> None:
    assert ordering.say(QUESTION, places("check", "call", "issue", "expire")) == (
        Line("1", "check", "call", False),
        Line("2", "call", "check", False),
        Line("3", "issue", "issue", True),
        Line("4", "expire", "expire", True),
    )


def test_a_corrected_order_is_shown_as_it_was_and_other_items_are_another_question() -> None:
    today = ordering.parse({"items": ["check", "call", "issue", "expire"]})
    found = ordering.rekey(QUESTION, today)
    assert found
    assert (found.items, found.as_shown) == (today.items, QUESTION.as_shown)
    assert ordering.rekey(QUESTION, ordering.parse({"items": ["check", "call", "issue", "end"]})) is None
