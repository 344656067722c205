"""Lists as authors type them: what is written comes back, whatever bars and stars are in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.authoring.lines import cells, entries, joined, marked, starred

# As the types keep a text: on one line, with single spaces.
TEXTS = st.text(st.sampled_from("a* |\\"), max_size=8).map(lambda text: " ".join(text.split()))
SAID = TEXTS.filter(bool)


@given(st.lists(TEXTS, min_size=1, max_size=4).filter(any))
def test_parts_come_back_from_their_line(parts: list[str]) -> None:
    assert cells(joined(parts)) == parts


@given(SAID, st.booleans())
def test_a_mark_comes_back_from_its_line(text: str, is_right: bool) -> None:
    assert marked(starred(text, is_right=is_right)) == (is_right, text)


@given(st.lists(st.tuples(st.booleans(), SAID, SAID), max_size=4))
def test_a_text_box_of_them_comes_back(rows: list[tuple[bool, str, str]]) -> None:
    box = "\r\n".join(starred(joined([text, said]), is_right=right) for right, text, said in rows)
    assert [(right, *cells(line)) for right, line in map(marked, entries(box))] == rows


def test_the_star_marks_the_right_one_and_empty_lines_do_not_count() -> None:
    lines = entries("*Credentials\r\n\n   An error  \n* A call")
    assert [marked(line) for line in lines] == [(True, "Credentials"), (False, "An error"), (True, "A call")]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("1 hour | The default.", ["1 hour", "The default."]),
        ("`a|b` and a||b", ["`a|b` and a||b"]),
        (r"`aws sts x \| jq .` | A pipe.", ["`aws sts x | jq .`", "A pipe."]),
        ("list | ", ["list", ""]),
    ],
)
def test_a_bar_counts_that_stands_alone(line: str, parts: list[str]) -> None:
    assert cells(line) == parts
