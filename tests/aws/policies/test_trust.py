"""Trust policies: who may take on a role, case by case, as IAM documents it."""

from typing import Any

import pytest

from tests.aws.policies.questions import (
    ACCOUNT_ARN,
    ALICE,
    ALLOWED,
    DENIED,
    HERE,
    NO,
    ROLE,
    ROLE_ARN,
    SESSION,
    SESSION_ARN,
    SILENT,
    THERE,
    USER_ARN,
    YES,
    by,
    decide,
)

ANOTHER = f"arn:aws:iam::{THERE}:role/target"

# Trust policies: nobody gets in without one.
TRUST = [
    ("nobody gets in without a trust policy", ALICE, ROLE, (YES,), (), SILENT),
    ("named: enough in the same account", ALICE, ROLE, (), (by(USER_ARN),), ALLOWED),
    ("the account: the identity must allow too", ALICE, ROLE, (), (by(ACCOUNT_ARN),), SILENT),
    ("the account: the identity must allow too", ALICE, ROLE, (YES,), (by(ACCOUNT_ARN),), ALLOWED),
    ("everyone: enough in the same account", ALICE, ROLE, (), (by("*"),), ALLOWED),
    ("a session, by its role", SESSION, ROLE, (), (by(ROLE_ARN),), ALLOWED),
    ("a session, by its own name", SESSION, ROLE, (), (by(SESSION_ARN),), ALLOWED),
    ("another account: both sides", ALICE, ANOTHER, (), (by(USER_ARN),), SILENT),
    ("another account: both sides", ALICE, ANOTHER, (YES,), (), SILENT),
    ("another account: both sides", ALICE, ANOTHER, (YES,), (by(USER_ARN),), ALLOWED),
    ("a deny in the trust policy wins", ALICE, ROLE, (YES,), (by("*"), by(USER_ARN, "Deny")), DENIED),
    ("a deny in the identity's policy wins", ALICE, ROLE, (NO,), (by(USER_ARN),), DENIED),
    ("another action of STS is not meant", ALICE, ROLE, (), (by(USER_ARN, action="sts:TagSession"),), SILENT),
    (
        "an external id that is missing",
        ALICE,
        ROLE,
        (),
        (by(USER_ARN, Condition={"StringEquals": {"sts:ExternalId": "x"}}),),
        SILENT,
    ),
]


@pytest.mark.parametrize("case", TRUST, ids=[case[0] for case in TRUST])
def test_trust_policies(case: tuple[Any, ...]) -> None:
    _, principal, role, identity, on, expected = case
    account = role.split(":")[4]
    decision = decide(
        *identity, principal=principal, action="sts:AssumeRole", resource=role, account=account, on=on
    )
    assert decision.outcome is expected


@pytest.mark.parametrize(
    ("action", "resource"),
    [("iam:GetRole", ROLE), ("sts:GetFederationToken", f"arn:aws:sts::{HERE}:federated-user/visitor")],
)
def test_only_who_asks_sts_for_a_role_needs_its_trust_policy(action: str, resource: str) -> None:
    decision = decide(YES, action=action, resource=resource)
    assert decision.outcome is ALLOWED
    assert decision.consulted[0].policy_type == "resource-based policy"
