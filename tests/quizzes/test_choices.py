"""Choices as an author writes them: one a line, the right one starred."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.choices import Option, mistakes, parse, write

A, B = Option("Credentials", is_right=True), Option("An error")
LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda text: not text.startswith("*")
)

MISTAKES = [
    ("nothing", [], "Offer 2 to 6 choices; there are 0."),
    ("one choice", [A], "Offer 2 to 6 choices; there are 1."),
    ("seven choices", [A, *(Option(str(n)) for n in range(6))], "Offer 2 to 6 choices; there are 7."),
    ("none right", [B, Option("A call")], "Mark exactly one choice as right with *; 0 are marked."),
    ("two right", [A, Option("A", is_right=True)], "Mark exactly one choice as right with *; 2 are marked."),
    ("the same twice", [A, B, Option("an ERROR")], "“an ERROR” is there twice."),
    ("an empty one", [A, Option("")], "A choice is empty."),
    ("a long one", [A, Option("x" * 201)], f"“{'x' * 40}…” is longer than 200 characters."),
    ("a star of its own", [A, Option("*")], "“*” begins with a star itself: put it in backticks, `*`."),
]


@pytest.mark.parametrize(("options", "said"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_said_in_words(options: list[Option], said: str) -> None:
    assert said in mistakes(options)


def test_nothing_is_said_about_good_choices() -> None:
    assert mistakes([A, B, Option("A call to STS")]) == []


def test_the_star_marks_the_right_one_and_empty_lines_do_not_count() -> None:
    assert parse("*Credentials\r\n\n   An error  \n") == (A, B)


def test_a_space_may_follow_the_star() -> None:
    assert parse("* Credentials\nAn error") == (A, B)


@given(st.lists(LINES, min_size=2, max_size=6), st.data())
def test_what_is_written_reads_the_same(texts: list[str], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(texts) - 1))
    options = tuple(Option(text, index == right) for index, text in enumerate(texts))
    assert parse(write(options)) == options


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    mistakes(parse(text))
