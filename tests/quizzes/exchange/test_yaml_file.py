"""The course's own YAML, and what of it is named by line."""

from __future__ import annotations

import pytest

from lessons.quizzes.exchange.results import Imported
from lessons.quizzes.exchange.yaml_file import read


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in imported.problems]


def test_a_question_as_the_course_has_had_them() -> None:
    found = read(
        "questions:\n"
        "  - prompt: Who is refused?\n"
        "    choices: [alice, bob]\n"
        "    right: bob\n"
        "    hint: Row 1 tells.\n"
        "    step: bob-calls\n"
        "    column: input\n"
        "    explanation: >-\n"
        "      Nothing allows\n"
        "      it.\n"
    )
    assert told(found) == []
    question = found.questions[0].question
    assert found.questions[0].line == 2
    assert (question.type, question.content) == ("choice", {"choices": ["alice", "bob"], "right": "bob"})
    assert (question.hints, question.step, question.column) == (("Row 1 tells.",), "bob-calls", "input")
    assert question.explanation == "Nothing allows it."


ASKED = "questions:\n- prompt: Who?\n  explanation: He is.\n  choices: [a, b]\n  right: a\n"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "There is nothing in here."),
        ("- a\n- b", 1, "Here must be a mapping: lines such as “key: value”."),
        ("questions: none", 1, "Here must be a list: lines that begin with “- ”."),
        ("questions: []\nquiz: 1", 2, "Unknown key “quiz”: known are questions."),
        ("questions:\n- a", 2, "Here must be a mapping: lines such as “key: value”."),
        ("questions:\n- choices: [a, b]\n  right: a", 2, "“prompt” is missing."),
        (ASKED + "  points: many", 6, "Here must be a whole number, not 'many'."),
        (ASKED + "  prompt: Who?", 6, "“prompt” stands here twice."),
        (ASKED + "  pionts: 1", 6, "Unknown key “pionts”: did you mean “points”?"),
        (ASKED + "  type: riddle", 6, "There is no type “riddle”; there are "),
        (ASKED + "  difficulty: none", 6, "A question is easy, medium, hard, not “none”."),
        (ASKED + "  ? [a]\n  : b", 6, "A key is a word, not a list or a mapping."),
        (ASKED.replace("right: a", "right: c"), 5, "“c” is none of the choices."),
        (
            ASKED.replace("[a, b]", "&a [a, b]") + "  hints: *a",
            4,
            "A * refers to this: write it there once more.",
        ),
        (ASKED.replace("[a, b]", "&a [*a]"), 4, "A * refers to this: write it there once more."),
        (ASKED.replace("[a, b]", "[a]" + "\n  hints:\n" + "  - a\n" * 101), 6, "The list has 101 entries; "),
        ("questions:\n- 'a\u2028b'", 2, "Here is U+2028, with which lines end in YAML and nowhere else."),
        ("questions:\n- 'a", 2, "This is not YAML: found unexpected end of stream."),
        ("questions:\n- " + "[" * 50_000, 2, "Here begins level 51: too deep to be read."),
    ],
)
def test_what_cannot_be_read_is_named_by_line(text: str, line: int, sentence: str) -> None:
    found = read(text)
    assert found.questions == ()
    ((told_line, told_sentence),) = told(found)
    assert told_line == line
    assert told_sentence.startswith(sentence)


def test_after_a_mistake_it_goes_on_with_the_next_question() -> None:
    found = read(ASKED.replace("- prompt", "- riddle\n- prompt"))
    assert [one.line for one in found.questions] == [3]
    assert told(found) == [(2, "Here must be a mapping: lines such as “key: value”.")]
