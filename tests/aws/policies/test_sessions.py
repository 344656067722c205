"""Sessions of federated users and of web identities, and how sessions are revoked."""

from typing import Any

import pytest

from tests.aws.policies.questions import (
    ACCOUNT_ARN,
    ALICE,
    ALLOWED,
    DENIED,
    FEDERATED,
    HERE,
    SESSION,
    SILENT,
    USER_ARN,
    WEB,
    YES,
    by,
    decide,
    statement,
)

PROVIDER_ARN = {"Federated": WEB.arn}
OTHER_PROVIDER = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/other.example"}

# Sessions of other kinds: who, identity, resource, session policy, and the outcome.
KINDS = [
    ("a federated user: the user's policies", FEDERATED, (YES,), (), (YES,), ALLOWED),
    ("... and the session policy", FEDERATED, (YES,), (), (), SILENT),
    ("... which alone allows nothing", FEDERATED, (), (), (YES,), SILENT),
    ("the federated user is named", FEDERATED, (), (by({"AWS": FEDERATED.arn}),), (), ALLOWED),
    ("the user behind it is named: the session policy limits", FEDERATED, (), (by(USER_ARN),), (), SILENT),
    (
        "the user behind it is named, and the session policy allows",
        FEDERATED,
        (),
        (by(USER_ARN),),
        (YES,),
        ALLOWED,
    ),
    ("a web identity, by its provider", WEB, None, (by(PROVIDER_ARN),), None, ALLOWED),
    ("... as AWS is no provider", WEB, None, (by({"AWS": WEB.arn}),), None, SILENT),
    ("... and its account is not it", WEB, None, (by(ACCOUNT_ARN),), None, SILENT),
    (
        "... and a deny for everyone is for it too",
        WEB,
        None,
        (by(PROVIDER_ARN), by("*", "Deny")),
        None,
        DENIED,
    ),
    (
        "... and a deny for all but it leaves it alone",
        WEB,
        None,
        (by(PROVIDER_ARN), {"Effect": "Deny", "NotPrincipal": PROVIDER_ARN, "Action": "*"}),
        None,
        ALLOWED,
    ),
    (
        "... and a deny for all but another is for it",
        WEB,
        None,
        (by(PROVIDER_ARN), {"Effect": "Deny", "NotPrincipal": OTHER_PROVIDER, "Action": "*"}),
        None,
        DENIED,
    ),
    (
        "... and a NotPrincipal takes no wildcard",
        WEB,
        None,
        (by(PROVIDER_ARN), {"Effect": "Deny", "NotPrincipal": "*", "Action": "*"}),
        None,
        DENIED,
    ),
    ("a provider is no user", ALICE, (), (by({"Federated": ALICE.arn}),), None, SILENT),
]


@pytest.mark.parametrize("case", KINDS, ids=[case[0] for case in KINDS])
def test_sessions_of_other_kinds(case: tuple[Any, ...]) -> None:
    _, principal, identity, on, session, expected = case
    outcome = decide(*identity or (), principal=principal, on=on, session=session).outcome
    assert outcome is expected


def test_sessions_are_revoked_by_a_deny_on_the_time_of_issue() -> None:
    revoked = statement("Deny", Condition={"DateLessThan": {"aws:TokenIssueTime": "2025-06-01T12:00:00Z"}})
    for issued, expected in (("2025-06-01T11:59:59Z", DENIED), ("2025-06-01T12:00:00Z", ALLOWED)):
        context = {"aws:TokenIssueTime": (issued,)}
        assert decide(YES, revoked, principal=SESSION, context=context).outcome is expected
    assert decide(YES, revoked).outcome is ALLOWED
