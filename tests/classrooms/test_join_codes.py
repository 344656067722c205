"""Join codes are hard to misread and easy to type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.accounts.codes import ALPHABET, show_code
from lessons.classrooms.join_codes import LENGTH, new_code, read_code

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_new_code_is_eight_characters_of_the_alphabet() -> None:
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in (new_code() for _ in range(50)))


def test_the_alphabet_has_nothing_that_looks_like_something_else() -> None:
    assert not set(ALPHABET) & set("0O1IL2568AEU")
    assert len(set(ALPHABET)) == len(ALPHABET)


@given(codes)
def test_a_code_is_read_as_it_is_shown(code: str) -> None:
    assert read_code(show_code(code)) == code


@given(codes)
def test_case_and_spaces_do_not_matter(code: str) -> None:
    assert read_code(f"  {code.lower()[:2]} {code[2:]}\n") == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bcdf-ghjk", "BCDFGHJK"),
        ("BCDF–GHJK", "BCDFGHJK"),  # noqa: RUF001 -- the dash a phone's keyboard makes of a hyphen
        ("BCDF\u2014GHJK", "BCDFGHJK"),
        ("b c d f g h j k", "BCDFGHJK"),
        ("2568-GHJK", "ZSGBGHJK"),
        ("\uff22\uff23\uff24\uff26GHJK", "BCDFGHJK"),
    ],
)
def test_what_was_meant_is_read(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "BCDF", "BCDF-GHJKM", "ABCD-EFGH", "BCDF-GHJ!", "BCDF\x00GHJ", "éééééééé"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text())
def test_any_text_is_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))
