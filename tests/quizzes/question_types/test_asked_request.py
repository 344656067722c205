"""A request as an author writes it: who it is by, and the condition keys that AWS has of them."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.aws import Principal
from lessons.quizzes.question_types.asked_request import parse_request
from lessons.quizzes.question_types.given_policies import apply, parse_policies
from lessons.quizzes.question_types.interface import QuestionMistakeError
from tests.quizzes.question_types.policy_values import (
    ALICE,
    HERE,
    MALLORY,
    SESSION,
    THERE,
    allow,
    get,
    policy,
)

TEAM_ROLE = f"arn:aws:iam::{HERE}:role/teams/demo"
VISITOR = f"arn:aws:sts::{HERE}:federated-user/visitor"
PROVIDER = f"arn:aws:iam::{HERE}:oidc-provider/login.example"
EVERYBODY = {
    "aws:SecureTransport": ("true",),
    "aws:ViaAWSService": ("false",),
    "aws:ResourceAccount": (HERE,),
}

# IAM User Guide, "AWS global condition context keys" and "Principal key values".
WHO: list[tuple[dict[str, Any], Principal, dict[str, str]]] = [
    (
        get(),
        Principal(ALICE, HERE, "alice"),
        {"aws:PrincipalArn": ALICE, "aws:PrincipalType": "User", "aws:username": "alice"},
    ),
    (
        get(f"arn:aws:iam::{HERE}:user/staff/alice"),
        Principal(f"arn:aws:iam::{HERE}:user/staff/alice", HERE, "alice"),
        {
            "aws:PrincipalArn": f"arn:aws:iam::{HERE}:user/staff/alice",
            "aws:PrincipalType": "User",
            "aws:username": "alice",
        },
    ),
    (
        get(SESSION),
        Principal(SESSION, HERE, "demo/session1", f"arn:aws:iam::{HERE}:role/demo"),
        {
            "aws:PrincipalArn": f"arn:aws:iam::{HERE}:role/demo",
            "aws:PrincipalType": "AssumedRole",
            "aws:MultiFactorAuthPresent": "false",
        },
    ),
    (
        get(SESSION, issuer=TEAM_ROLE),
        Principal(SESSION, HERE, "demo/session1", TEAM_ROLE),
        {
            "aws:PrincipalArn": TEAM_ROLE,
            "aws:PrincipalType": "AssumedRole",
            "aws:MultiFactorAuthPresent": "false",
        },
    ),
    (
        get(VISITOR, issuer=ALICE),
        Principal(VISITOR, HERE, "visitor", ALICE),
        {
            "aws:PrincipalArn": VISITOR,
            "aws:PrincipalType": "FederatedUser",
            "aws:MultiFactorAuthPresent": "false",
        },
    ),
]


@pytest.mark.parametrize(("values", "who", "keys"), WHO)
def test_who_asks_and_what_follows_from_it(
    values: dict[str, Any], who: Principal, keys: dict[str, str]
) -> None:
    asked = parse_request(values).asked
    of_callers = {"aws:PrincipalAccount": HERE, "aws:PrincipalIsAWSService": "false", **keys}
    assert asked.principal == who
    assert asked.context == EVERYBODY | {key: (value,) for key, value in of_callers.items()}


def test_a_web_identity_is_whom_its_provider_names() -> None:
    role = f"arn:aws:iam::{HERE}:role/students"
    values = {"principal": PROVIDER, "action": "sts:AssumeRoleWithWebIdentity", "resource": role}
    claims = {"login.example:sub": "student-7", "login.example:aud": ["training-app"]}
    asked = parse_request(values | {"context": claims}).asked
    assert asked.principal == Principal(PROVIDER, HERE, "student-7", provider=True)
    assert asked.context == EVERYBODY | {
        "login.example:sub": ("student-7",),
        "login.example:aud": ("training-app",),
    }
    assert parse_request(values).asked.principal.name == "somebody"


@pytest.mark.parametrize(
    ("values", "owner"),
    [
        (get(MALLORY), THERE),
        (get(MALLORY, account=HERE), HERE),
        ({**get(MALLORY), "action": "iam:GetUser", "resource": ALICE}, HERE),
        ({**get(MALLORY), "action": "s3:ListAllMyBuckets", "resource": "*"}, THERE),
    ],
)
def test_whose_the_resource_is(values: dict[str, Any], owner: str) -> None:
    assert parse_request(values).asked.resource_account == owner


def test_the_context_may_say_that_there_was_mfa_and_no_tls() -> None:
    written = {
        "aws:MultiFactorAuthPresent": True,
        "aws:SecureTransport": "false",
        "aws:MultiFactorAuthAge": 60,
    }
    context = parse_request(get(SESSION, context=written)).asked.context
    assert [context[key] for key in written] == [("true",), ("false",), ("60",)]


@pytest.mark.parametrize(("values", "who", "keys"), WHO)
def test_what_was_written_comes_back(values: dict[str, Any], who: Principal, keys: dict[str, str]) -> None:
    request = parse_request(values)
    assert parse_request(request.dump()) == request


def test_a_federated_user_without_a_session_policy_may_nothing() -> None:
    asked = parse_request(get(VISITOR, issuer=ALICE)).asked
    policies = parse_policies({"policies": [policy("identity", allow())]})
    assert apply(policies, asked).session == ()
    assert apply(policies, parse_request(get(SESSION)).asked).session is None


@pytest.mark.parametrize(
    "values",
    [
        get(SESSION, issuer=ALICE),
        get(SESSION, issuer=f"arn:aws:iam::{HERE}:role/other"),
        get(VISITOR, issuer=TEAM_ROLE),
        get(ALICE, issuer=ALICE),
        get(PROVIDER, issuer=ALICE),
        {**get(VISITOR, issuer=ALICE), "action": "iam:ListUsers", "resource": "*"},
    ],
)
def test_an_issuer_that_cannot_be_is_a_mistake(values: dict[str, Any]) -> None:
    with pytest.raises(QuestionMistakeError):
        parse_request(values)
