"""Point at the step: one row, or one of those that are accepted."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from lessons.quizzes.question_types import point_at_step
from lessons.quizzes.question_types.interface import NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.point_at_step import parse
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.policy_values import POINT_AT_STEP
from tests.quizzes.question_types.test_read_policy import JSON

CONTENT = parse(POINT_AT_STEP)
NODES = {
    "rows": [
        {"key": "caller", "text": "Alice"},
        {"key": "sts", "text": "AWS STS"},
        {"key": "s3", "text": "S3"},
    ],
    "right": ["sts", "s3"],
}


def test_it_is_a_type() -> None:
    assert TYPES["point_at_step"] is point_at_step


@pytest.mark.parametrize("values", [POINT_AT_STEP, NODES])
def test_what_was_written_comes_back(values: dict[str, Any]) -> None:
    content = parse(values)
    assert point_at_step.dump(content) == values
    assert parse(point_at_step.dump(content)) == content
    assert point_at_step.draw(content, Random(1)) == content  # noqa: S311 -- no secret


def test_the_right_row_is_worth_everything_and_any_other_nothing() -> None:
    assert [point_at_step.grade(CONTENT, key) for key in ("ask", "list", "late")] == [0, 0, 1]
    assert point_at_step.grade(CONTENT, point_at_step.key(CONTENT)) == 1


def test_any_of_several_right_rows_is_right() -> None:
    content = parse(NODES)
    assert [point_at_step.grade(content, key) for key in ("caller", "sts", "s3")] == [0, 1, 1]
    assert point_at_step.grade(content, point_at_step.key(content)) == 1
    assert point_at_step.say(content, "caller")[0].right == "2: AWS STS; or 3: S3"


def test_a_row_has_a_cell_in_each_column_that_is_used() -> None:
    shown = point_at_step.show(CONTENT, "late")
    assert shown["columns"] == ("action", "input", "output", "result")
    assert [len(row["cells"]) for row in shown["rows"]] == [4, 4, 4]
    assert [row["is_taken"] for row in shown["rows"]] == [False, False, True]
    assert point_at_step.show(parse(NODES), None)["columns"] == ("text",)


def test_the_answer_says_which_row() -> None:
    line = point_at_step.say(CONTENT, "ask")[0]
    assert (line.given, line.right) == ("1: Alice calls `AssumeRole`", "3: She lists it an hour later")
    assert not line.is_right


def test_the_form_names_a_row() -> None:
    assert point_at_step.read(CONTENT, {"row": ["late"]}) == "late"


@pytest.mark.parametrize("sent", [[], [""], ["4"], ["late", "ask"], ["LATE"]])
def test_what_names_none_is_no_answer(sent: list[str]) -> None:
    with pytest.raises(NotAnAnswerError):
        point_at_step.read(CONTENT, {"row": sent})


@given(JSON)
@settings(max_examples=50)
def test_any_answer_has_a_grade_or_is_none(answer: Any) -> None:
    with suppress(NotAnAnswerError):
        assert 0 <= point_at_step.grade(CONTENT, answer) <= 1


TWO = POINT_AT_STEP["rows"][:2]
MISTAKES = [
    ({"right": "ask"}, "rows", "“rows” is missing"),
    ({"rows": TWO}, "right", "“right” is missing"),
    ({"rows": TWO[:1], "right": "ask"}, "rows", "2 to 40"),
    ({"rows": TWO, "right": "late"}, "right", "the key of no row"),
    ({"rows": TWO, "right": ["ask", "list"]}, "right", "Offer 1 to 1"),
    ({"rows": TWO, "right": []}, "right", "Offer 1 to 1"),
    ({"rows": [*TWO, TWO[0]], "right": "ask"}, "rows", "there twice"),
    ({"rows": [{"key": "a"}, *TWO], "right": "ask"}, "rows", "has a “text”"),
    ({"rows": [{"key": "a", "output": "x"}, *TWO], "right": "ask"}, "rows", "has a “text”"),
    ({"rows": [{"key": "a", "text": "x", "input": "y"}, *TWO], "right": "ask"}, "rows", "has a “text”"),
    ({"rows": [{"text": "x"}, *TWO], "right": "ask"}, "rows", "“key” is missing"),
    ({"rows": [{"key": "a", "text": "x" * 241}, *TWO], "right": "ask"}, "rows", "longer than 240"),
    ({"rows": [{"key": "a", "cell": "x"}, *TWO], "right": "ask"}, "rows", "“cell” in “rows”"),
]


@pytest.mark.parametrize(("values", "key", "sentence"), MISTAKES)
def test_a_mistake_is_named(values: dict[str, Any], key: str, sentence: str) -> None:
    with pytest.raises(QuestionMistakeError, match=sentence) as caught:
        parse(values)
    assert caught.value.key == key


def test_another_right_row_is_a_correction_and_another_row_another_question() -> None:
    turned = parse({"rows": POINT_AT_STEP["rows"][::-1], "right": "list"})
    corrected = point_at_step.rekey(CONTENT, turned)
    assert corrected is not None
    assert corrected.rows == CONTENT.rows
    assert point_at_step.key(corrected) == "list"
    assert point_at_step.rekey(CONTENT, parse({"rows": TWO, "right": "list"})) is None
