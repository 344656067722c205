"""Which lines of a policy document a statement, an element or a value takes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws.policies.json_positions import Position, places, statement_positions

DOCUMENT = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read{it}",
      "Effect": "Allow",
      "Action": ["s3:GetObject",
                 "s3:ListBucket"],
      "Condition": {"StringEquals": {
        "aws:username": "al\\"ice"
      }}
    }, {"Effect": "Deny", "Action": "*"}
  ]
}
"""

LINES = {
    (): range(1, 15),
    ("Version",): range(2, 3),
    ("Statement",): range(3, 14),
    ("Statement", 0): range(4, 13),
    ("Statement", 0, "Sid"): range(5, 6),
    ("Statement", 0, "Action"): range(7, 9),
    ("Statement", 0, "Action", 1): range(8, 9),
    ("Statement", 0, "Condition", "StringEquals", "aws:username"): range(10, 11),
    ("Statement", 1): range(12, 13),
    ("Statement", 1, "Action"): range(12, 13),
}


@pytest.mark.parametrize(("path", "lines"), LINES.items(), ids=map(str, LINES))
def test_every_part_has_its_lines(path: tuple[str | int, ...], lines: range) -> None:
    assert places(DOCUMENT)[path] == lines


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"Statement": }', "no policy"])
def test_what_is_no_json_has_no_places(text: str) -> None:
    assert places(text) == {}


# AWS CLI Command Reference, simulate-custom-policy: a statement alone begins after its brace.
ALONE = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}}'
# The same, simulate-principal-policy: in a list the first one begins right after the bracket.
LISTED = """{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow"
        },
        {"Effect": "Deny"}
    ]
}"""


def test_a_statement_alone_begins_after_its_brace() -> None:
    assert statement_positions(ALONE) == {0: (Position(1, 38), Position(1, len(ALONE)))}
    apart = ALONE.replace(":{", ": \n {")
    assert statement_positions(apart)[0][0] == Position(2, 3)


def test_a_statement_in_a_list_begins_after_what_is_before_it() -> None:
    first, second = statement_positions(LISTED).values()
    assert first == (Position(3, 19), Position(6, 10))
    assert second == (Position(6, 10), Position(7, 27))


def test_of_a_key_that_is_there_twice_the_last_one_counts() -> None:
    """As for whoever reads JSON; the simulator is given policies that nobody has looked at."""
    listed, alone = '"Statement": [{"Sid": "a"}, {"Sid": "b"}]', '"Statement": {"Sid": "c"}'
    for text, ends in ((f"{{{listed}, {alone}}}", ['"c"}']), (f"{{{alone}, {listed}}}", ['"a"}', '"b"}'])):
        expected = [Position(1, text.index(end) + len(end) + 1) for end in ends]
        assert [end for _, end in statement_positions(text).values()] == expected


TEXT = st.text('{}[]",:\\\na', max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=6,
)


@settings(deadline=None)
@given(JSON, st.sampled_from([None, 2]))
def test_every_value_of_any_json_has_a_place(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    found = places(text)
    assert set(found) == set(_paths(value))
    assert all(0 < lines.start < lines.stop <= text.count("\n") + 2 for lines in found.values())


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, item in items for inner in _paths(item, (*path, key)))]
