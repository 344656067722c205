"""Reading policy documents."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.aws import Policy, parse
from lessons.aws.policies.policy import Principals
from lessons.aws.policies.policy_json import read_json
from tests.aws.conftest import allow, trust


def test_text_and_object_read_the_same() -> None:
    document = allow("s3:*")
    assert parse(document) == parse(json.dumps(document))


def test_one_statement_needs_no_list() -> None:
    (statement,) = parse({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}).statements
    assert (statement.index, statement.effect, statement.sid) == (0, "Allow", "")


def test_an_account_is_named_by_its_digits_or_its_root() -> None:
    by_digits, by_root = (
        parse(trust({"AWS": name})).statements[0].principals
        for name in ("111122223333", "arn:aws:iam::111122223333:root")
    )
    assert by_digits
    assert by_root
    assert by_digits.names == by_root.names == {"111122223333"}


def test_a_service_is_shown_and_is_nobody() -> None:
    principals = parse(trust({"Service": "ec2.amazonaws.com"})).statements[0].principals
    assert principals
    assert principals.values == ("ec2.amazonaws.com",)
    assert principals.names == frozenset()


NO_POLICIES = ["", "{", "[]", "null", '"s"', "[" * 100_000, 5, None, [1], {"Statement": 5}, {1, 2}, b"x"]


@pytest.mark.parametrize("document", NO_POLICIES, ids=str)
def test_what_is_no_policy_says_nothing(document: Any) -> None:
    assert parse(document) == Policy(())


def test_a_document_that_contains_itself_says_nothing() -> None:
    document: dict[str, Any] = {}
    document["Statement"] = document
    assert parse(document) == Policy(())


UNREADABLE = [
    ("actions", {"Action": ["s3:*", {}]}),
    ("actions", {"Action": []}),
    ("actions", {"Action": "s3:*", "NotAction": "iam:*"}),
    ("actions", {}),
    ("resources", {"Resource": {"a": "b"}}),
    ("resources", {"Resource": None}),
    ("resources", {"Resource": "*", "NotResource": "*"}),
]


@pytest.mark.parametrize(("part", "statement"), UNREADABLE)
def test_an_element_that_cannot_be_read_is_kept_as_such(part: str, statement: dict[str, Any]) -> None:
    (read,) = parse({"Statement": statement}).statements
    assert getattr(read, part).patterns is None


@pytest.mark.parametrize("principal", [{}, [], None, 5, {"AWS": []}, {"AWS": {}}, "alice", {"AWS": [None]}])
def test_a_principal_that_cannot_be_read_is_kept_as_such(principal: Any) -> None:
    principals = parse(trust(principal)).statements[0].principals
    assert principals == Principals("Principal", (), None)


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ([], "Condition Condition"),
        ("x", "Condition Condition"),
        ({"Bool": "x"}, "Condition Bool"),
        ({"Bool": {}}, "Condition Bool"),
        ({"Bool": {"k": []}}, "Condition Bool k"),
        ({"Bool": {"k": {}}}, "Condition Bool k"),
    ],
)
def test_a_condition_that_cannot_be_read_is_kept_as_such(block: Any, name: str) -> None:
    (statement,) = parse(allow("*", Condition=block)).statements
    assert [(item.name, item.values, item.expected) for item in statement.conditions] == [(name, (), None)]


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert isinstance(parse(text), Policy)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\\ud800", "\ufffd"),
        ("\\udc00a", "\ufffda"),
        ("\\ud83d\\ude00", "\U0001f600"),
        ("\\\\ud800", "\\ud800"),
    ],
)
def test_half_a_character_is_read_as_a_sign_that_stands_for_it(written: str, read: str) -> None:
    text = f'{{"Statement": {{"Sid": "{written}", "Effect": "Allow"}}}}'
    assert parse(text).statements[0].sid == read


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
def test_a_value_may_lie_32_levels_deep_and_no_deeper(begin: str, end: str) -> None:
    value = read_json(begin * 32 + "1" + end * 32)
    for _ in range(32):
        (value,) = value.values() if isinstance(value, dict) else value
    assert value == 1
    with pytest.raises(RecursionError, match=r"^nested deeper than 32 levels$"):
        read_json(begin * 33 + "1" + end * 33)
