"""Answers of every type become texts that can be counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lessons.quizzes.analysis.answer_texts import LONGEST, MOST_WORKED_OUT, ONE_OF_MANY, UNKNOWN, AnswerTexts
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.policy_values import POINT_AT_STEP, READ_POLICY, WRITE_IDENTITY

CHOICES = {"choices": ["a", "b", "c"], "right": ["a", "b"]}


@pytest.mark.parametrize(
    ("name", "content", "least"),
    [
        ("choice", CHOICES, 2),
        ("point_at_step", POINT_AT_STEP, 1),
        ("read_policy", READ_POLICY, 1),
        ("write_policy", WRITE_IDENTITY, 8),
    ],
)
def test_a_right_answer_is_right_line_by_line(name: str, content: dict[str, Any], least: int) -> None:
    texts, module = AnswerTexts(), TYPES[name]
    given = module.key(module.parse(content))
    found = texts.of({"type": name, "content": content}, json.dumps(given))
    assert len(found) >= least
    assert texts.right >= set(found)
    assert all(0 < len(text) <= LONGEST for text in found)


def test_choices_have_those_that_nobody_took() -> None:
    texts = AnswerTexts()
    assert texts.of({"type": "choice", "content": CHOICES}, "[2, 0]") == ("a", "c")
    assert (texts.choices, texts.right) == (("a", "b", "c"), {"a", "b"})


def test_a_corrected_key_is_that_of_the_attempts_read_last() -> None:
    texts = AnswerTexts()
    for right in ("a", "b"):
        texts.of({"type": "choice", "content": {"choices": ["a", "b"], "right": right}}, "0")
    assert texts.right == {"b"}


@pytest.mark.parametrize("asked", [{"type": "gone", "content": {}}, {"type": "choice", "content": {}}])
def test_what_is_no_longer_understood_is_counted_all_the_same(asked: dict[str, Any]) -> None:
    assert AnswerTexts().of(asked, "0") == UNKNOWN


def test_of_very_many_different_policies_only_some_are_worked_out() -> None:
    texts, asked = AnswerTexts(), {"type": "write_policy", "content": WRITE_IDENTITY}
    written = [json.dumps(json.dumps({"Statement": [], "Id": str(n)})) for n in range(MOST_WORKED_OUT + 1)]
    found = [texts.of(asked, one) for one in written]
    assert ONE_OF_MANY not in found[:-1]
    assert found[-1] == ONE_OF_MANY
    assert texts.of(asked, written[0]) == found[0]
