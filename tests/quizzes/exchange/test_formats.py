"""A file in any format: which one it is, and what is checked of each question before it is taken."""

from __future__ import annotations

import pytest

from lessons.quizzes.exchange.formats import FORMATS, LARGEST, READABLE, format_of, read_file
from lessons.quizzes.exchange.results import Imported


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in imported.problems]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.xml", b"", "moodle_xml"),
        ("a.YAML", b"", "yaml"),
        ("a.yml", b"", "yaml"),
        ("a.gift", b"", "gift"),
        ("a.txt", b"Who?{T}\n", "gift"),
        ("a.txt", b"Who?\nA) a\nB) b\n ANSWER: A\n", "aiken"),
        ("a", b"", "gift"),
    ],
)
def test_the_format_of_a_file(name: str, data: bytes, found: str) -> None:
    assert format_of(name, data) == found


def test_qti_is_written_only() -> None:
    assert READABLE.keys() == FORMATS.keys() - {"qti"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_end_in_any_way(end: bytes) -> None:
    data = b"\xef\xbb\xbf" + end.join([b"", b"Who?", b"A) a", b"B) b", b"ANSWER: B"])
    found = read_file(data, "aiken")
    assert told(found) == []
    assert found.questions[0].line == 2
    assert found.questions[0].question.prompt == "Who?"


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize(
    ("data", "line", "sentence"),
    [
        (b"a\nb\xff", 2, "This is not UTF-8 text: save the file in that encoding."),
        ("a".encode("utf-16"), 1, "This is not UTF-8 text: save the file in that encoding."),
        (b"a\n\nb\0c", 3, "Here is a character, U+0000, that is no text."),
        (b"x" * (LARGEST + 1), 1, "The file has 5,000,001 bytes; at most 5,000,000 are read at once."),
    ],
)
def test_what_is_no_text_is_named(name: str, data: bytes, line: int, sentence: str) -> None:
    found = read_file(data, name)
    assert found.questions == ()
    assert told(found) == [(line, sentence)]


def test_what_the_type_cannot_read_is_named() -> None:
    found = read_file(b"\nWho?\nA) a\nB) A\nANSWER: A\n", "aiken")
    assert found.questions == ()
    assert told(found) == [(2, "“A” is there twice.")]


def test_points_that_nobody_can_reach_are_named() -> None:
    data = b"questions:\n- prompt: Who?\n  explanation: He.\n  points: 0\n  choices: [a, b]\n  right: a\n"
    assert told(read_file(data, "yaml")) == [(2, "A question has at least one point.")]


def test_a_question_without_text_is_named() -> None:
    assert told(read_file(b"{=a ~b}", "gift")) == [(1, "The question has no text.")]


def test_a_key_is_of_one_question() -> None:
    found = read_file(b"::k::Who?{T}\n\n::k::What?{F}\n", "gift")
    assert [one.question.key for one in found.questions] == ["k", ""]
    assert told(found) == [(3, "The key “k” is there already: it is not kept.")]
