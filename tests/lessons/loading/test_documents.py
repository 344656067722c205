"""Content files that no loader can read are named by line, whatever is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.loading import ContentError
from lessons.loading.documents import DEEPEST, parse_document

FILE = Path("trace.yaml")


@pytest.mark.parametrize("text", ["[", "{a: ", "- ", "? "])
def test_what_lies_too_deep_is_named_and_does_not_end_the_process(text: str) -> None:
    with pytest.raises(ContentError) as raised:
        parse_document(FILE, "a:\n  " + text * 100_000)
    assert raised.value.line == 2
    assert raised.value.message == "Here begins level 51: too deep to be read."


def test_a_file_may_be_as_deep_as_it_says() -> None:
    parse_document(FILE, "[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ContentError):
        parse_document(FILE, "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


@pytest.mark.parametrize("key", ["[a]", "{a: b}"])
def test_a_key_that_is_no_word_is_named(key: str) -> None:
    document = parse_document(FILE, f"a: 1\n? {key}\n: c\n")
    with pytest.raises(ContentError) as raised:
        document.root.entries()
    assert (raised.value.line, raised.value.message) == (2, "A key is a word, not a list or a mapping.")


def test_a_mistake_at_the_end_is_on_the_last_line() -> None:
    with pytest.raises(ContentError) as raised:
        parse_document(FILE, "a: 1\nb")
    assert raised.value.line == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("900", 900),
        ("-0.5", -0.5),
        ("0", 0),
        ("true", True),
        ("null", None),
        ("'900'", "900"),
        ("no", "no"),
        ("012", "012"),  # which YAML 1.1 takes for ten
        ("12:30", "12:30"),  # and this for 750
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
    ],
)
def test_a_value_is_what_its_author_sees(written: str, value: object) -> None:
    node = parse_document(FILE, f"a: {written}").root.need("a")
    assert (node.plain(), type(node.plain())) == (value, type(value))
