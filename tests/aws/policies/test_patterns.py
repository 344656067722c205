"""Wildcards and policy variables."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.aws.policies.patterns import pattern
from tests.linear.growth import MOST, Shape, growth

MATCHES = [
    ("s3:*", "s3:GetObject", True),
    ("s3:Get*", "s3:PutObject", False),
    ("*", "", True),
    ("*", "anything:at/all", True),
    ("**", "x", True),
    ("?", "", False),
    ("?", "x", True),
    ("a?c", "abc", True),
    ("a?c", "ac", False),
    ("a*b*c", "aXbYc", True),
    ("a*b*c", "acb", False),
    ("a*b*c", "aXc", False),
    ("a*b", "ab", True),
    ("a*b", "aX", False),
    ("a*b", "Xb", False),
    ("ab*b*c", "abc", False),  # no character is read twice
    ("a*bc*c", "abc", False),
    ("a*b*b*c", "aXXbc", False),
    ("*a*b*", "aba", True),
    ("*", "a:b", True),
    ("*?*", "", False),
    ("a*?", "a", False),
    ("?b*a", "aba", True),
    ("??b*", "abb", True),
    ("*ab?", "abab-", True),
    ("a?*b?", "aXb", False),
    ("x*a?b*", "xaabXab", True),
    ("ab*ba", "aba", False),
    ("arn:aws:s3:::logs-?/*", "arn:aws:s3:::logs-1/a/b", True),
    ("arn:aws:s3:::logs", "arn:aws:s3:::logs/x", False),
    ("[a-z]+", "abc", False),
    ("a.c", "abc", False),
    ("new\nline*", "new\nline\n", True),
    ("${*}", "*", True),
    ("${*}", "x", False),
    ("a${?}b", "a?b", True),
    ("${$}", "$", True),
    ("$x", "$x", True),
]


@pytest.mark.parametrize(("text", "value", "expected"), MATCHES)
def test_wildcards_match_as_aws_documents(text: str, value: str, expected: bool) -> None:
    assert pattern(text).matches(value, {}) is expected


def test_a_variable_is_replaced_by_its_value() -> None:
    home = pattern("arn:aws:s3:::home/${aws:UserName}/*")
    assert home.matches("arn:aws:s3:::home/alice/x", {"aws:username": ("alice",)})
    assert not home.matches("arn:aws:s3:::home/bob/x", {"aws:username": ("alice",)})


AROUND = [
    ("home/${aws:username}/*", "home/alice/x", True),
    ("home/${aws:username}/*", "nome/alice/x", False),
    ("home/${aws:username}/*", "home/alice", False),
    ("home/${aws:username}/?.csv", "home/alice/1.csv", True),
    ("home/${aws:username}/?.csv", "home/alice/12.csv", False),
    ("home/${aws:username}/?.csv", "home/alice/.csv", False),
    ("*/${aws:username}", "a/b/alice", True),
    ("*/${aws:username}", "alice", False),
    ("${aws:username}${aws:username}", "alicealice", True),
    ("${aws:username}${aws:username}", "alice", False),
    ("${ AWS:UserName }", "alice", True),
    ("${aws:username}-${*}-?", "alice-*-x", True),
    ("${aws:username}-${*}-?", "alice-y-x", False),
    ("$${aws:username}", "$alice", True),
    ("$${aws:username}", "alice", False),
    ("${aws:username, 'nobody'}", "alice", True),
    ("${aws:username, 'nobody'}", "nobody", False),
    ("${aws:other, 'nobody'}", "nobody", True),
    ("${aws:other, 'nobody'}", "alice", False),
]


@pytest.mark.parametrize(("text", "value", "expected"), AROUND)
def test_what_stands_around_a_variable_matches_as_without_it(text: str, value: str, expected: bool) -> None:
    assert pattern(text).matches(value, {"aws:username": ("alice",)}) is expected


def test_a_wildcard_in_a_value_is_no_wildcard() -> None:
    home = pattern("home/${aws:username}")
    assert not home.matches("home/bob", {"aws:username": ("*",)})
    assert home.matches("home/*", {"aws:username": ("*",)})


def test_a_variable_without_a_value_matches_nothing_unless_it_has_a_default() -> None:
    assert not pattern("home/${aws:username}").matches("home/", {})
    assert pattern("team/${aws:PrincipalTag/team, 'none'}").matches("team/none", {})
    assert pattern("team/${aws:PrincipalTag/team, 'none'}").matches(
        "team/a", {"aws:principaltag/team": ("a",)}
    )


def test_a_key_of_many_values_is_no_variable() -> None:
    assert not pattern("${aws:TagKeys}").matches("a", {"aws:tagkeys": ("a", "b")})


def test_the_older_version_has_no_variables() -> None:
    assert pattern("${aws:username}", variables=False).matches("${aws:username}", {"aws:username": ("x",)})


def test_a_literal_keeps_its_wildcards() -> None:
    assert pattern("a*${aws:username}").literal({"aws:username": ("b",)}) == "a*b"
    assert pattern("${aws:username}").literal({}) is None


def by_regex(text: str, value: str) -> bool:
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in text)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_it_agrees_with_a_regex_that_tries_everything(text: str, value: str) -> None:
    assert pattern(text).matches(value, {}) is by_regex(text, value)


# Patterns of any length, and texts of any length for a long one.
LONG_PATTERNS = [
    Shape("", "*a"),
    Shape("", "*?a"),
    Shape("", "*a?b"),
    Shape("*", "a?", tail="b"),
    Shape("", "a*", tail="b"),
    Shape("", "${*}?"),
]


@pytest.mark.parametrize("shape", LONG_PATTERNS)
def test_matching_grows_no_faster_than_the_pattern(shape: Shape) -> None:
    def run(text: str) -> bool:
        return pattern.__wrapped__(text).matches("a" * 4096, {})

    assert growth(run, shape) <= MOST


@pytest.mark.parametrize("text", [shape.text(500) for shape in LONG_PATTERNS])
def test_matching_grows_no_faster_than_the_text(text: str) -> None:
    found = pattern(text)
    assert growth(lambda value: found.matches(value, {}), Shape("", "a", tail="c")) <= MOST


SPACES = " "


@pytest.mark.parametrize(
    "shape",
    [
        Shape("arn:aws:s3:::${", SPACES, tail=",x}"),
        Shape("${a", SPACES, ",'", SPACES, "x}"),
        Shape("", "${"),
        Shape("", "${a", tail="}"),
    ],
    ids=["blanks before a comma", "blanks around a default", "variables that do not end", "one that ends"],
)
def test_reading_a_variable_grows_no_faster_than_its_text(shape: Shape) -> None:
    assert growth(pattern.__wrapped__, shape) <= MOST


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${ a , 'x, y' }", "x, y"),
        ("${a,''}", ""),
        ("${A}", "b"),
        ("${a, x}", None),
        ("${a, 'x''}", None),
        ("${a,'}", None),
        ("${a,}", None),
    ],
)
def test_a_default_stands_in_quotes_after_the_first_comma(text: str, value: str | None) -> None:
    assert pattern(text).literal({"a": ("b",)} if text == "${A}" else {}) == value
