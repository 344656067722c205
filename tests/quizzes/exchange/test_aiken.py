"""Aiken as people write it, and what of it is named by line."""

from __future__ import annotations

import pytest

from lessons.quizzes.exchange.aiken import read
from lessons.quizzes.exchange.results import Imported


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in imported.problems]


def test_questions_with_brackets_and_with_points() -> None:
    found = read(
        "Which call is for a role?\nA) AssumeRole\nB) GetSessionToken\nANSWER: A\n\n\n"
        "Who has access keys?\n\nA. A role\n  B.  A   user\nC. Nobody\nANSWER:B\n"
    )
    assert told(found) == []
    assert [(one.line, one.question.prompt, one.question.content) for one in found.questions] == [
        (
            1,
            "Which call is for a role?",
            {"choices": ["AssumeRole", "GetSessionToken"], "right": "AssumeRole"},
        ),
        (7, "Who has access keys?", {"choices": ["A role", "A user", "Nobody"], "right": "A user"}),
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("Who?\nA) a\nB) b\nANSWER: C", 4, "“C” is the letter of none of the choices."),
        ("Who?\nA) a\nB) b\nANSWER: AB", 4, "“AB” is the letter of none of the choices."),
        ("Who?\nA) a\nB) b\nANSWER:", 4, "“” is the letter of none of the choices."),
        ("Who?\nANSWER: A", 2, "“A” is the letter of none of the choices."),
        ("A) a\nB) b\nANSWER: A", 1, "The question has no text."),
        ("Who?\nA) a\nC) b\nANSWER: A", 3, "“C” is not the letter that comes next."),
        ("Who?\nA) a\nB) b\nWhat?\nA) a", 4, "Before this line one that begins with “ANSWER:” is missing."),
        ("\nWho?\nA) a\nB) b", 2, "The question has no end: a line that begins with “ANSWER:” is missing."),
    ],
)
def test_what_cannot_be_read_is_named_by_line(text: str, line: int, sentence: str) -> None:
    found = read(text)
    assert found.questions == ()
    assert told(found) == [(line, sentence)]


def test_after_a_mistake_it_goes_on_with_the_next_question() -> None:
    found = read("Who?\nB) b\nA) a\nANSWER: A\nWhat?\nA) a\nB) b\nANSWER: B\n")
    assert [one.line for one in found.questions] == [5]
    assert told(found) == [(2, "“B” is not the letter that comes next.")]
