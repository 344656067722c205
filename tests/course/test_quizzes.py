"""Each lesson's quiz asks enough, in several ways, and every question is complete."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.question_types import choice, computed, point_at_step
from tests.course.files import FOLDERS, read

FEWEST, TYPES, COMPUTED = 10, 5, 2  # questions in a lesson, of so many types, computed ones among them
MOST_HINTS = 3
TOPICS = {
    "Keys and credentials",
    "AssumeRole",
    "Trust and permissions",
    "Cross-account access",
    "Confused deputy",
    "Conditions and MFA",
    "Lifetimes",
    "Session policies",
    "Revoking",
    "Choosing an STS call",
    "Web identity",
    "Audit and identity",
}

every_lesson = pytest.mark.parametrize("folder", FOLDERS)


def questions_of(folder: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(folder, "quiz.yaml")["questions"]
    return found


def type_of(question: dict[str, Any]) -> str:
    return str(question.get("type", choice.NAME))


def hints_of(question: dict[str, Any]) -> list[str]:
    return question.get("hints") or [question["hint"]]


@every_lesson
def test_a_quiz_asks_ten_questions_of_five_types_none_of_which_is_over_half(folder: str) -> None:
    asked = Counter(map(type_of, questions_of(folder)))
    assert asked.total() >= FEWEST
    assert len(asked) >= TYPES
    assert max(asked.values()) * 2 <= asked.total(), asked
    assert asked[computed.NAME] >= COMPUTED


@every_lesson
def test_no_two_computed_questions_of_a_quiz_have_one_generator(folder: str) -> None:
    used = [question["generator"] for question in questions_of(folder) if "generator" in question]
    assert len(set(used)) == len(used)
    assert set(used) <= GENERATORS.keys()


@every_lesson
def test_every_question_has_its_topic_its_hints_and_its_explanation(folder: str) -> None:
    for question in questions_of(folder):
        assert question["topic"] in TOPICS, question["key"]
        assert 1 <= len(set(hints_of(question))) == len(hints_of(question)) <= MOST_HINTS, question["key"]
        assert question["explanation"], question["key"]


@every_lesson
def test_no_two_questions_of_a_quiz_ask_the_same(folder: str) -> None:
    for name in ("key", "prompt"):
        found = [question[name] for question in questions_of(folder)]
        assert len(set(found)) == len(found)


@every_lesson
def test_the_rows_to_point_at_are_those_of_the_process_table(folder: str) -> None:
    steps = {step["key"]: step for step in read(folder, "trace.yaml")["steps"]}
    for question in questions_of(folder):
        if type_of(question) == point_at_step.NAME:
            rows = question["rows"]
            assert [row["key"] for row in rows] == list(steps)
            for row in rows:
                assert row == {name: " ".join(steps[row["key"]][name].split()) for name in row}
