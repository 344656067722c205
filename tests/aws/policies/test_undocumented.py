"""What AWS's documentation leaves open, as the sandbox chose and the page of differences says."""

from typing import Any

import pytest

from lessons.aws import Answer
from tests.aws.policies.questions import (
    ALICE,
    ALLOWED,
    DENIED,
    FEDERATED,
    HERE,
    OBJECT,
    SESSION,
    SILENT,
    YES,
    all_but,
    by,
    decide,
    statement,
)

# An operator, what a policy wants, what the request has, and whether the condition holds.
CONDITIONS: list[tuple[str, Any, tuple[str, ...], bool]] = [
    ("NumericEquals", "5", ("many",), False),
    ("NumericNotEquals", "5", ("many",), True),
    ("NumericLessThan", "5", ("many",), False),
    ("DateEquals", "2026-01-01T00:00:00Z", ("soon",), False),
    ("DateNotEquals", "2026-01-01T00:00:00Z", ("soon",), True),
    ("IpAddress", "10.0.0.0/8", ("here",), False),
    ("NotIpAddress", "10.0.0.0/8", ("here",), True),
    ("BinaryEquals", "YQ==", ("?",), False),
    ("Bool", "false", ("perhaps",), False),
    ("StringEquals", "a", ("a", "b"), True),
    ("StringEquals", "c", ("a", "b"), False),
    ("StringNotEquals", "a", ("a", "b"), False),
    ("StringNotEquals", "c", ("a", "b"), True),
]


@pytest.mark.parametrize(("operator", "wanted", "given", "holds"), CONDITIONS)
def test_a_value_that_cannot_be_read_equals_none_and_of_several_any_may(
    operator: str, wanted: Any, given: tuple[str, ...], holds: bool
) -> None:
    condition = {"Condition": {operator: {"aws:PrincipalTag/x": wanted}}}
    context = {"aws:PrincipalTag/x": given}
    assert decide(statement(**condition), context=context).allowed is holds
    assert decide(YES, statement("Deny", **condition), context=context).allowed is not holds


TAG = "${aws:PrincipalTag/x}"


@pytest.mark.parametrize(
    ("element", "holds"),
    [
        ({"resource": TAG}, False),
        ({"resource": [TAG, OBJECT]}, True),
        ({"Condition": {"StringEquals": {"aws:RequestedRegion": TAG}}}, False),
        ({"Condition": {"StringEquals": {"aws:RequestedRegion": [TAG, "us-east-1"]}}}, True),
        ({"Condition": {"StringNotEquals": {"aws:RequestedRegion": TAG}}}, True),
        ({"Condition": {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::*:user/{TAG}"}}}, True),
    ],
)
def test_a_variable_without_a_value_fits_nothing(element: Any, holds: bool) -> None:
    context = {"aws:RequestedRegion": ("us-east-1",), "aws:PrincipalArn": (ALICE.arn,)}
    assert decide(statement(**element), context=context).allowed is holds
    assert decide(YES, statement("Deny", **element), context=context).allowed is not holds


def test_not_resource_holds_where_a_variable_has_no_value() -> None:
    assert decide({"Effect": "Allow", "Action": "*", "NotResource": TAG}).allowed


@pytest.mark.parametrize("operator", ["ForAllValues:Null", "ForAnyValue:Null", "NullIfExists"])
@pytest.mark.parametrize("wanted", ["true", "false"])
@pytest.mark.parametrize("context", [{}, {"aws:x": ("1",)}])
def test_null_takes_neither_a_qualifier_nor_if_exists(
    operator: str, wanted: str, context: dict[str, tuple[str, ...]]
) -> None:
    condition = {"Condition": {operator: {"aws:x": wanted}}}
    assert decide(statement(**condition), context=context).outcome is SILENT
    assert decide(YES, statement("Deny", **condition), context=context).outcome is DENIED


@pytest.mark.parametrize("everybody", ["*", {"AWS": "*"}])
def test_a_silent_session_policy_does_not_take_back_what_everybody_may(everybody: Any) -> None:
    assert decide(principal=SESSION, on=(by(everybody),), session=()).outcome is ALLOWED
    assert decide(principal=SESSION, on=(by({"AWS": HERE}),), session=()).outcome is SILENT


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("*",), DENIED),
        ((FEDERATED.arn, ALICE.arn, HERE), ALLOWED),
        ((FEDERATED.arn, HERE), DENIED),
        ((ALICE.arn, HERE), DENIED),
    ],
)
def test_whom_not_principal_spares(names: tuple[str, ...], expected: Answer) -> None:
    assert decide(YES, principal=FEDERATED, on=all_but(*names)).outcome is expected


@pytest.mark.parametrize(("kind", "expected"), [("boundary", ALLOWED), ("session", SILENT), ("scp", SILENT)])
def test_where_an_arn_is_completed(kind: str, expected: Answer) -> None:
    given: dict[str, Any] = {kind: (statement(resource="arn:aws:s3"),)}
    assert decide(YES, **given).outcome is expected


@pytest.mark.parametrize(("action", "expected"), [("*:*", ALLOWED), ("*:Get*", SILENT)])
def test_the_action_that_is_every_action(action: str, expected: Answer) -> None:
    assert decide(statement(action=action)).outcome is expected


@pytest.mark.parametrize("pattern", ["arn:aws:s3:::reports/*q.csv", "arn:aws:s3:::reports/2026?1/q.csv"])
def test_a_wildcard_goes_on_beyond_a_colon(pattern: str) -> None:
    stored = "arn:aws:s3:::reports/2026:1/q.csv"
    assert decide(statement(resource=pattern), resource=stored).allowed
