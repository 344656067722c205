"""Every operator, as IAM's documentation has it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.aws.policies.conditions import OPERATORS, condition, holds

# operator, values in the policy, values of the request (None: no such key), does it hold
CASES = [
    ("StringEquals", ["a"], ["a"], True),
    ("StringEquals", ["a"], ["A"], False),
    ("StringEquals", ["a", "b"], ["b"], True),
    ("StringEquals", ["a*"], ["ab"], False),
    ("StringEquals", ["a"], None, False),
    ("StringNotEquals", ["a"], ["b"], True),
    ("StringNotEquals", ["a", "b"], ["b"], False),
    ("StringNotEquals", ["a"], None, True),
    ("StringEqualsIgnoreCase", ["Team"], ["TEAM"], True),
    ("StringNotEqualsIgnoreCase", ["Team"], ["TEAM"], False),
    ("StringLike", ["a*"], ["ab"], True),
    ("StringLike", ["a?"], ["abc"], False),
    ("StringNotLike", ["a*"], ["ab"], False),
    ("StringNotLike", ["a*"], ["b"], True),
    ("StringEqualsIfExists", ["a"], None, True),
    ("StringEqualsIfExists", ["a"], ["b"], False),
    ("StringNotEqualsIfExists", ["a"], None, True),
    ("NumericEquals", ["10"], ["10.0"], True),
    ("NumericNotEquals", ["10"], ["11"], True),
    ("NumericLessThan", ["10"], ["9"], True),
    ("NumericLessThan", ["10"], ["10"], False),
    ("NumericLessThanEquals", ["10"], ["10"], True),
    ("NumericGreaterThan", ["10"], ["9"], False),
    ("NumericGreaterThanEquals", ["10"], ["10"], True),
    ("NumericLessThan", ["10"], ["many"], False),
    ("NumericLessThan", ["10"], None, False),
    ("DateEquals", ["2025-01-01T00:00:00Z"], ["1735689600"], True),
    ("DateNotEquals", ["2025-01-01"], ["2025-01-02T00:00:00Z"], True),
    ("DateLessThan", ["2025-01-02T00:00:00Z"], ["2025-01-01T23:59:59Z"], True),
    ("DateLessThan", ["2025-01-02T00:00:00Z"], ["2025-01-02T00:00:00Z"], False),
    ("DateLessThanEquals", ["2025-01-02T00:00:00Z"], ["2025-01-02T00:00:00Z"], True),
    ("DateGreaterThan", ["1735689600"], ["2025-01-01T00:00:01Z"], True),
    ("DateGreaterThanEquals", ["2025-01-01T01:00:00+01:00"], ["2025-01-01T00:00:00Z"], True),
    ("Bool", ["true"], ["true"], True),
    ("Bool", ["true"], ["false"], False),
    ("Bool", ["False"], ["false"], True),
    ("Bool", ["true"], None, False),
    ("BoolIfExists", ["true"], None, True),
    ("BinaryEquals", ["QmluYXJ5"], ["QmluYXJ5"], True),
    ("BinaryEquals", ["QmluYXJ5"], ["QmluYXJ6"], False),
    ("IpAddress", ["203.0.113.0/24"], ["203.0.113.9"], True),
    ("IpAddress", ["203.0.113.0/24"], ["203.0.114.9"], False),
    ("IpAddress", ["203.0.113.9"], ["203.0.113.9"], True),
    ("IpAddress", ["2001:db8::/32"], ["2001:db8::1"], True),
    ("IpAddress", ["2001:db8::/32"], ["203.0.113.9"], False),
    ("NotIpAddress", ["203.0.113.0/24"], ["203.0.114.9"], True),
    ("NotIpAddress", ["203.0.113.0/24"], None, True),
    ("ArnEquals", ["arn:aws:iam::*:role/demo"], ["arn:aws:iam::111122223333:role/demo"], True),
    ("ArnLike", ["arn:aws:iam::*:role/*"], ["arn:aws:iam::111122223333:role/a/b"], True),
    ("ArnLike", ["arn:aws:*:role/demo"], ["arn:aws:iam::111122223333:role/demo"], None),
    ("ArnLike", ["arn:*:*:*:*:demo"], ["arn:aws:iam::1:role:demo"], False),
    ("ArnNotEquals", ["arn:aws:iam::*:role/demo"], ["arn:aws:iam::1:role/demo"], False),
    ("ArnNotLike", ["arn:aws:iam::*:role/demo"], None, True),
    ("ArnLike", ["arn:aws:iam::*:role/demo"], ["no arn"], False),
    ("ArnLike", ["*"], ["arn:aws:iam::111122223333:role/demo"], True),
    ("ArnLike", ["arn:aws:logs:*:*:log-group:*"], ["arn:aws:logs:eu-west-1:1:log-group:a:b:c"], True),
    ("ArnEquals", ["arn:aws:logs:*:*:log-group:a:b:c"], ["arn:aws:logs:eu-west-1:1:log-group:a:b:c"], True),
    ("ArnEquals", ["arn:aws:logs:*:*:log-group:a:b"], ["arn:aws:logs:eu-west-1:1:log-group:a:b:c"], False),
    ("Null", ["true"], None, True),
    ("Null", ["true"], ["x"], False),
    ("Null", ["false"], ["x"], True),
    ("Null", ["false"], None, False),
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "b", "a"], True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
    ("ForAllValues:StringEquals", ["a"], None, True),
    ("ForAllValues:StringEquals", ["a"], [], True),
    ("ForAllValues:StringEquals", ["a"], [""], True),
    ("ForAllValues:StringNotEquals", ["a"], ["b", "c"], True),
    ("ForAllValues:StringNotEquals", ["a"], ["b", "a"], False),
    ("ForAnyValue:StringEquals", ["a"], ["b", "a"], True),
    ("ForAnyValue:StringEquals", ["a"], ["b"], False),
    ("ForAnyValue:StringEquals", ["a"], None, False),
    ("ForAnyValue:StringEquals", [""], [""], False),
    ("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True),
    ("ForAnyValue:StringNotEquals", ["a"], ["a"], False),
    ("ForAnyValue:StringNotEquals", ["a"], None, False),
    ("StringMatches", ["a"], ["a"], None),
    ("stringequals", ["a"], ["a"], None),
    ("ForSomeValues:StringEquals", ["a"], ["a"], None),
    (":StringEquals", ["a"], ["a"], None),
    ("NullIfExists", ["true"], None, None),
    ("NumericEquals", ["many"], ["1"], None),
    ("NumericEquals", ["NaN"], ["NaN"], None),
    ("DateLessThan", ["tomorrow"], ["2025-01-01"], None),
    ("Bool", ["yes"], ["true"], None),
    ("IpAddress", ["203.0.113.0/99"], ["203.0.113.9"], None),
    ("BinaryEquals", ["ü"], ["ü"], None),
    ("BinaryEquals", ["QmluYXJ5!"], ["QmluYXJ5"], None),
]


@pytest.mark.parametrize(("operator", "values", "actual", "expected"), CASES)
def test_a_condition_holds_when_aws_says_so(
    operator: str, values: list[str], actual: list[str] | None, expected: bool | None
) -> None:
    context = {} if actual is None else {"aws:key": tuple(actual)}
    assert holds(condition(operator, "aws:Key", tuple(values), True), context) is expected


def test_every_operator_has_a_case() -> None:
    tested = {operator.rpartition(":")[2].removesuffix("IfExists") for operator, *_ in CASES}
    assert tested >= OPERATORS.keys()


# operator, values in the policy with a variable, values of the request, does it hold for the team "a"
VARIABLES = [
    ("StringEquals", "${aws:PrincipalTag/team}", ["a"], True),
    ("StringNotEquals", "${aws:PrincipalTag/team}", ["a"], False),
    ("StringEqualsIgnoreCase", "${aws:PrincipalTag/team}", ["A"], True),
    ("StringEqualsIgnoreCase", "${aws:PrincipalTag/none}", ["A"], False),
    ("StringNotEqualsIgnoreCase", "${aws:PrincipalTag/none}", ["A"], True),
    ("StringLike", "${aws:PrincipalTag/team}-*", ["a-1"], True),
    ("StringLike", "${aws:PrincipalTag/team}-*", ["b-1"], False),
    ("ForAllValues:StringLike", "${aws:PrincipalTag/team}-*", ["a-1", "a-2"], True),
    ("ForAllValues:StringEquals", "${aws:PrincipalTag/team}", ["a", "b"], False),
    ("ForAnyValue:StringEquals", "${aws:PrincipalTag/team}", ["b", "a"], True),
]


@pytest.mark.parametrize(("operator", "value", "actual", "expected"), VARIABLES)
def test_every_string_operator_takes_variables(
    operator: str, value: str, actual: list[str], expected: bool
) -> None:
    context = {"aws:key": tuple(actual), "aws:principaltag/team": ("a",)}
    assert holds(condition(operator, "aws:Key", (value,), True), context) is expected
    assert holds(condition(operator, "aws:Key", (value,), False), context) is ("Not" in operator)


def test_a_value_may_be_a_variable() -> None:
    same_team = condition("StringEquals", "aws:ResourceTag/team", ("${aws:PrincipalTag/team}",), True)
    assert holds(same_team, {"aws:resourcetag/team": ("a",), "aws:principaltag/team": ("a",)})
    assert not holds(same_team, {"aws:resourcetag/team": ("a",), "aws:principaltag/team": ("b",)})
    assert not holds(same_team, {"aws:resourcetag/team": ("a",)})


@pytest.mark.parametrize("operator", ["ArnLike", "ArnEquals"])
def test_a_variable_may_stand_in_any_part_of_an_arn(operator: str) -> None:
    mine = condition(operator, "aws:PrincipalArn", ("arn:aws:iam::${aws:PrincipalAccount}:user/*",), True)
    alice = {"aws:principalarn": ("arn:aws:iam::111122223333:user/alice",)}
    assert holds(mine, alice | {"aws:principalaccount": ("111122223333",)})
    assert not holds(mine, alice | {"aws:principalaccount": ("444455556666",)})


def test_the_older_version_has_no_variables_in_an_arn() -> None:
    mine = condition("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::${aws:PrincipalAccount}:user/*",), False)
    context = {"aws:principalarn": ("arn:aws:iam::1:user/alice",), "aws:principalaccount": ("1",)}
    assert not holds(mine, context)


def test_a_time_without_a_zone_is_utc_wherever_the_server_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        at_noon = condition("DateEquals", "aws:CurrentTime", ("2025-06-01T12:00:00",), True)
        assert holds(at_noon, {"aws:currenttime": ("2025-06-01T12:00:00Z",)})
        assert holds(at_noon, {"aws:currenttime": ("2025-06-01T14:00:00+02:00",)})
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_brace_that_is_never_closed_is_no_variable() -> None:
    odd = condition("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::${aws:x:user/*",), True)
    assert holds(odd, {"aws:principalarn": ("arn:aws:iam::1:user/alice",)}) is False


@given(
    st.sampled_from(sorted(OPERATORS)) | st.text(max_size=20),
    st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
    st.lists(st.text(max_size=20), min_size=1, max_size=3),
    st.none() | st.lists(st.text(max_size=20), max_size=3),
)
def test_no_value_makes_it_fail(
    operator: str, qualifier: str, values: list[str], actual: list[str] | None
) -> None:
    context = {} if actual is None else {"k": tuple(actual)}
    assert holds(condition(qualifier + operator, "k", tuple(values), True), context) in (True, False, None)
