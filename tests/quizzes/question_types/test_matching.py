"""Match the pairs: the share of them that are right."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.quizzes.question_types import matching
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from tests.quizzes.question_types.examples import chance
from tests.quizzes.question_types.mistakes import mistake

PAIRS = [
    {"left": "who may assume it", "right": "trust policy"},
    {"left": "what it may do", "right": "permissions policy"},
    {"left": "what this session may do", "right": "session policy"},
    {"left": "what somebody else allows", "right": "trust policy"},
]
RIGHTS = ("trust policy", "permissions policy", "session policy", "bucket policy")
QUESTION = matching.parse({"pairs": PAIRS, "rights": ["bucket policy"], "shown": [3, 2, 1, 0]})
KEY = matching.key(QUESTION)


def form(*values: str) -> dict[str, list[str]]:
    return {f"match-{row}": [value] for row, value in enumerate(values)}


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("pairs", {}),
        ("pairs", {"pairs": {"a": "b"}}),
        ("pairs", {"pairs": ["a", "b"]}),
        ("pairs", {"pairs": PAIRS[:1]}),
        ("pairs", {"pairs": [{"left": str(one), "right": str(one)} for one in range(9)]}),
        ("pairs", {"pairs": [{"left": "a"}, PAIRS[0]]}),
        ("pairs", {"pairs": [{"left": "", "right": "b"}, PAIRS[0]]}),
        ("pairs", {"pairs": [{"left": "a", "right": "b", "wrong": "c"}, PAIRS[0]]}),
        ("pairs", {"pairs": [{"left": "a", "right": "b"}, {"left": "A", "right": "c"}]}),
        ("pairs", {"pairs": [{"left": "a", "right": "x"}, {"left": "b", "right": "X"}]}),
        ("pairs", {"pairs": [{"left": "a", "right": "b" * 201}, PAIRS[0]]}),
        ("rights", {"pairs": [{"left": "a", "right": "x"}, {"left": "b", "right": "x"}]}),
        ("rights", {"pairs": PAIRS, "rights": "bucket policy"}),
        ("rights", {"pairs": PAIRS, "rights": ["Trust policy"]}),
        ("rights", {"pairs": PAIRS, "rights": ["b" * 201]}),
        ("rights", {"pairs": PAIRS, "rights": [str(number) for number in range(10)]}),
        ("shown", {"pairs": PAIRS, "shown": [0, 1]}),
    ],
)
def test_a_mistake_is_named(key: str, written: dict[str, Any]) -> None:
    assert mistake(matching, written) == key


def test_a_right_side_is_offered_once_though_it_is_right_twice() -> None:
    assert QUESTION.rights == RIGHTS
    offered = [one["text"] for one in matching.show(QUESTION, None)["rows"][0]["rights"]]
    assert offered == list(reversed(RIGHTS))


def test_the_right_sides_are_drawn_in_any_order() -> None:
    drawn = {matching.draw(QUESTION, chance(seed)).as_shown for seed in range(400)}
    assert len(drawn) == 24  # those of four


@pytest.mark.parametrize("wrong", range(5))
def test_credit_is_the_share_of_the_pairs(wrong: int) -> None:
    given = KEY | dict.fromkeys(list(KEY)[:wrong], "bucket policy")
    assert matching.grade(QUESTION, given) == (4 - wrong) / 4


def test_what_was_chosen_is_read_by_its_text() -> None:
    given = matching.read(QUESTION, form("3", "2", "1", "0"))
    assert given == KEY | {"what somebody else allows": "bucket policy"}


@pytest.mark.parametrize(
    "sent",
    [
        form("3", "2", "1"),
        form("3", "2", "1", ""),
        form("3", "2", "1", "4"),
        form("3", "2", "1", "-1"),
        form("3", "2", "1", "\u0966"),
        form("3", "2", "1") | {"match-3": ["0", "1"]},
    ],
)
def test_a_pair_without_a_choice_is_no_answer_yet_and_the_others_are_kept(sent: dict[str, list[str]]) -> None:
    with pytest.raises(NotAnAnswerError, match=matching.PLEASE_MATCH) as refused:
        matching.read(QUESTION, sent)
    chosen = dict(list(KEY.items())[:3])
    assert refused.value.kept == chosen
    rows = matching.show(QUESTION, refused.value.kept)["rows"]
    assert [[one["text"] for one in row["rights"] if one["is_taken"]] for row in rows] == [
        ["trust policy"],
        ["permissions policy"],
        ["session policy"],
        [],
    ]


@pytest.mark.parametrize(
    "given",
    [{}, dict(list(KEY.items())[:3]), KEY | {"more": "trust policy"}, KEY | {"what it may do": "none"}],
)
def test_what_is_never_read_is_never_graded(given: Any) -> None:
    with pytest.raises(NotAnAnswerError):
        matching.grade(QUESTION, given)


def test_an_answer_is_graded_again_by_a_corrected_pair() -> None:
    swapped = [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]
    corrected = [{"left": "a", "right": "2"}, {"left": "b", "right": "1"}]
    given = matching.key(matching.parse({"pairs": swapped}))
    assert matching.grade(matching.parse({"pairs": corrected}), given) == 0


def test_each_pair_is_told() -> None:
    given = KEY | {"what it may do": "bucket policy"}
    assert matching.say(QUESTION, given)[:2] == (
        Line("who may assume it", "trust policy", "trust policy", True),
        Line("what it may do", "bucket policy", "permissions policy", False),
    )


def test_corrected_pairs_are_shown_as_they_were_and_other_sides_are_another_question() -> None:
    corrected = [*PAIRS[:3], {**PAIRS[3], "right": "bucket policy"}]
    found = matching.rekey(QUESTION, matching.parse({"pairs": list(reversed(corrected))}))
    assert found
    assert dict(found.pairs)["what somebody else allows"] == "bucket policy"
    assert [left for left, _ in found.pairs] == [left for left, _ in QUESTION.pairs]
    assert found.as_shown == QUESTION.as_shown
    assert matching.rekey(QUESTION, matching.parse({"pairs": PAIRS})) is None
    assert matching.rekey(QUESTION, matching.parse({"pairs": PAIRS[:3], "rights": ["bucket policy"]})) is None
