"""The rules of evaluation: case by case, as IAM documents them."""

import json
from typing import Any

import pytest

from lessons.aws import AccessRequest, Answer, Policies, evaluate
from tests.aws.policies.questions import (
    ACCOUNT_ARN,
    ALICE,
    ALLOWED,
    DEMO,
    DENIED,
    FEDERATED,
    HERE,
    HERE_AND_ALICE,
    NO,
    NOTHING,
    OBJECT,
    ROLE,
    ROLE_ARN,
    SAME_BUT_PUT,
    SESSION,
    SESSION_ARN,
    SILENT,
    THERE,
    USER_ARN,
    WEB,
    YES,
    all_but,
    by,
    decide,
    policy,
    statement,
)

# The identity's own policies.
IDENTITY = [
    ("what nobody allows is refused", NOTHING, SILENT),
    ("an allow allows", (YES,), ALLOWED),
    ("a deny wins, first or last", (NO, YES), DENIED),
    ("a deny wins, first or last", (YES, NO), DENIED),
    ("another action is not meant", (statement(action="s3:PutObject"),), SILENT),
    ("actions ignore case", (statement(action="S3:getobject"),), ALLOWED),
    ("actions take wildcards", (statement(action=["iam:*", "s3:Get*"]),), ALLOWED),
    ("another resource is not meant", (statement(resource="arn:aws:s3:::other/*"),), SILENT),
    ("resources keep their case", (statement(resource="arn:aws:s3:::Reports/*"),), SILENT),
    ("a bucket is not what is in it", (statement(resource="arn:aws:s3:::reports"),), SILENT),
    ("resources take wildcards", (statement(resource="arn:aws:s3:::rep*/q?.csv"),), ALLOWED),
    ("NotAction: all but these", ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},), ALLOWED),
    ("NotAction: not these", ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},), SILENT),
    ("NotResource: all but these", ({"Effect": "Allow", "Action": "*", "NotResource": OBJECT},), SILENT),
    ("NotResource: not these", ({"Effect": "Deny", "Action": "*", "NotResource": OBJECT}, YES), ALLOWED),
    ("a condition that holds", (statement(Condition={"Bool": {"aws:SecureTransport": "true"}}),), ALLOWED),
    ("a condition that does not", (statement(Condition={"Bool": {"aws:SecureTransport": "false"}}),), SILENT),
    ("JSON's own true", (statement(Condition={"Bool": {"aws:securetransport": True}}),), ALLOWED),
    ("... is the text", (statement(Condition={"StringEquals": {"aws:SecureTransport": True}}),), ALLOWED),
    (
        "all conditions must hold",
        (
            statement(
                Condition={
                    "Bool": {"aws:SecureTransport": "true"},
                    "StringEquals": {"aws:username": "bob"},
                }
            ),
        ),
        SILENT,
    ),
    (
        "a variable stands for its value",
        (statement(resource="arn:aws:s3:::reports/${aws:PrincipalTag/file}"),),
        ALLOWED,
    ),
    (
        "... in a condition too",
        (statement(Condition={"StringLike": {"aws:PrincipalTag/file": "${aws:PrincipalTag/file}"}}),),
        ALLOWED,
    ),
    ("an action takes no variables", (statement(action="s3:${aws:PrincipalTag/verb}*"),), SILENT),
    ("an identity's policy has no Principal", (statement(Principal="*"),), SILENT),
    ("an unknown effect does nothing", (statement("allow"),), SILENT),
    ("an Allow that cannot be read lets nobody in", (statement(action=17 * [None]),), SILENT),
    ("a Deny that cannot be read keeps everybody out", (YES, statement("Deny", action={})), DENIED),
    ("an unknown operator lets nobody in", (statement(Condition={"Like": {"a": "b"}}),), SILENT),
    ("an unknown operator denies", (YES, statement("Deny", Condition={"Like": {"a": "b"}})), DENIED),
    ("no Resource, no Allow", ({"Effect": "Allow", "Action": "*"},), SILENT),
    # MalformedPolicyDocument: "Action vendors … must not contain wildcards" (boogy/iam-policy-validator#172)
    ("an action of any service lets nobody in", (statement(action="*:GetObject"),), SILENT),
    ("... beside another neither", (statement(action=["s3:GetObject", "*:GetObject"]),), SILENT),
    ("... and denies", (YES, statement("Deny", action="*:GetUser")), DENIED),
    ("an action of part of a service lets nobody in", (statement(action="s?:GetObject"),), SILENT),
    ("an action of no service lets nobody in", (statement(action="s3*"),), SILENT),
    ("... and denies", (YES, statement("Deny", action="sts")), DENIED),
    ("every action of every service", (statement(action="*:*"),), ALLOWED),
    ("NotAction: of any service", ({"Effect": "Allow", "NotAction": "*:GetUser", "Resource": "*"},), SILENT),
]


# AWS completes an ARN of less than six parts by `*`, in policies of identities (IAM User Guide, "Identify AWS
# resources with Amazon Resource Names (ARNs)"). What is written, and whether it covers the object.
INCOMPLETE = [
    ("arn:aws:s3", True),
    ("arn:aws:s3:", True),
    ("arn:aws:s3::", True),
    ("arn:aws:s3:::", False),  # this has all six
    ("arn:aws", True),
    ("arn:aws:s3:us-east-1", False),
    ("arn:aws:sts", False),
    ("arn:aws:S3", False),
    ("arn:aws:${aws:PrincipalTag/service}", True),
    ("s3", False),
]


@pytest.mark.parametrize(("resource", "covered"), INCOMPLETE)
@pytest.mark.parametrize("given", [{}, {"boundary": (YES,)}])
def test_an_incomplete_arn_is_completed_for_an_identity(
    resource: str, covered: bool, given: dict[str, Any]
) -> None:
    tag = {"context": {"aws:PrincipalTag/service": ("s3",)}}
    allowed = decide(statement(resource=resource), **given, **tag)
    assert allowed.outcome is (ALLOWED if covered else SILENT)
    assert allowed.statements[0].elements[1].expected == (resource,)  # as it was written
    denied = decide(YES, statement("Deny", resource=resource), **given, **tag)
    assert denied.outcome is (DENIED if covered else ALLOWED)
    others = decide({"Effect": "Allow", "Action": "*", "NotResource": resource}, **given, **tag)
    assert others.outcome is (SILENT if covered else ALLOWED)


@pytest.mark.parametrize("kind", ["session", "scp"])
def test_no_other_policy_has_its_arns_completed(kind: str) -> None:
    assert decide(YES, **{kind: (statement(resource="arn:aws:s3"),)}).outcome is SILENT
    assert decide(YES, **{kind: (YES, statement("Deny", resource="arn:aws:s3"))}).outcome is ALLOWED


def test_no_policy_of_a_resource_has_its_arns_completed() -> None:
    assert decide(YES, on=(by("*", "Deny", Resource="arn:aws:s3"),)).outcome is ALLOWED


@pytest.mark.parametrize(("why", "statements", "expected"), IDENTITY)
def test_the_policies_of_an_identity(why: str, statements: tuple[Any, ...], expected: Answer) -> None:
    context = {
        "aws:SecureTransport": ("true",),
        "aws:PrincipalTag/file": ("q1.csv",),
        "aws:PrincipalTag/verb": ("get",),
    }
    decision = decide(*statements, context=context)
    assert decision.outcome is expected, why
    assert decision.allowed is (expected is ALLOWED)


def test_the_older_version_takes_variables_as_text() -> None:
    old = policy(statement(resource="arn:aws:s3:::reports/${aws:username}"), version="2008-10-17")
    request = AccessRequest(
        ALICE, "s3:GetObject", "arn:aws:s3:::reports/alice", HERE, {"aws:username": ("alice",)}
    )
    assert evaluate(request, Policies((("old", old),))).outcome is SILENT


# Who asks, the account of the resource, then: identity, resource, boundary, session, and the outcome.
TYPES = [
    (
        "the resource alone is enough for the user it names",
        ALICE,
        HERE,
        (),
        (by(USER_ARN),),
        None,
        None,
        ALLOWED,
    ),
    ("... and a silent boundary does not take it back", ALICE, HERE, (), (by(USER_ARN),), (), None, ALLOWED),
    ("... but a boundary's deny does", ALICE, HERE, (), (by(USER_ARN),), (NO,), None, DENIED),
    ("... and an identity's deny does", ALICE, HERE, (NO,), (by(USER_ARN),), None, None, DENIED),
    ("everyone is let in", ALICE, HERE, (), (by("*"),), None, None, ALLOWED),
    ("everyone is let in, by AWS *", ALICE, HERE, (), (by({"AWS": "*"}),), None, None, ALLOWED),
    ("naming the account only delegates", ALICE, HERE, (), (by(ACCOUNT_ARN),), None, None, SILENT),
    ("naming the account by its digits too", ALICE, HERE, (), (by({"AWS": HERE}),), None, None, SILENT),
    ("... and the identity may then allow", ALICE, HERE, (YES,), (by({"AWS": HERE}),), None, None, ALLOWED),
    ("the strongest way to be named counts", ALICE, HERE, (), (by(HERE_AND_ALICE),), None, None, ALLOWED),
    ("... in whichever statement", ALICE, HERE, (), (by(ACCOUNT_ARN), by(USER_ARN)), (), None, ALLOWED),
    ("... of those that allow", ALICE, HERE, (), (by(ACCOUNT_ARN), SAME_BUT_PUT), None, None, SILENT),
    ("another user is not meant", ALICE, HERE, (), (by({"AWS": ALICE.arn + "2"}),), None, None, SILENT),
    ("a prefix is not the name", ALICE, HERE, (), (by({"AWS": ALICE.arn[:-1]}),), None, None, SILENT),
    (
        "no wildcard inside an ARN",
        ALICE,
        HERE,
        (),
        (by({"AWS": f"arn:aws:iam::{HERE}:user/*"}),),
        None,
        None,
        SILENT,
    ),
    ("a service is no user", ALICE, HERE, (), (by({"Service": "ec2.amazonaws.com"}),), None, None, SILENT),
    ("a resource's deny wins", ALICE, HERE, (YES,), (by(USER_ARN, "Deny"),), None, None, DENIED),
    (
        "a deny for the account is for all in it",
        ALICE,
        HERE,
        (YES,),
        (by(ACCOUNT_ARN, "Deny"),),
        None,
        None,
        DENIED,
    ),
    ("a deny for another is not", ALICE, HERE, (YES,), (by({"AWS": THERE}, "Deny"),), None, None, ALLOWED),
    ("a boundary must allow too", ALICE, HERE, (YES,), (), (), None, SILENT),
    ("a boundary alone allows nothing", ALICE, HERE, (), (), (YES,), None, SILENT),
    ("identity and boundary together", ALICE, HERE, (YES,), (), (YES,), None, ALLOWED),
    ("a session policy must allow too", SESSION, HERE, (YES,), (), None, (), SILENT),
    ("a session policy alone allows nothing", SESSION, HERE, (), (), None, (YES,), SILENT),
    ("identity and session policy together", SESSION, HERE, (YES,), (), None, (YES,), ALLOWED),
    ("the role is named", SESSION, HERE, (), (by(ROLE_ARN),), None, None, ALLOWED),
    ("... but the session policy still limits", SESSION, HERE, (), (by(ROLE_ARN),), None, (), SILENT),
    ("... and so does the boundary", SESSION, HERE, (), (by(ROLE_ARN),), (), None, SILENT),
    ("the session itself is limited by neither", SESSION, HERE, (), (by(SESSION_ARN),), (), (), ALLOWED),
    ("... but a deny wins", SESSION, HERE, (), (by(SESSION_ARN),), None, (NO,), DENIED),
    ("everyone is let in: limited by neither", SESSION, HERE, (), (by("*"),), (), (), ALLOWED),
    (
        "the account delegates: the session policy too",
        SESSION,
        HERE,
        (YES,),
        (by(ACCOUNT_ARN),),
        None,
        (),
        SILENT,
    ),
    ("the account delegates: the boundary too", ALICE, HERE, (YES,), (by(ACCOUNT_ARN),), (), None, SILENT),
    ("across accounts: the resource alone", ALICE, THERE, (), (by(USER_ARN),), None, None, SILENT),
    ("across accounts: the identity alone", ALICE, THERE, (YES,), (), None, None, SILENT),
    ("across accounts: both", ALICE, THERE, (YES,), (by(USER_ARN),), None, None, ALLOWED),
    ("across accounts: both, by the account", ALICE, THERE, (YES,), (by(ACCOUNT_ARN),), None, None, ALLOWED),
    ("across accounts: the boundary too", ALICE, THERE, (YES,), (by(USER_ARN),), (), None, SILENT),
    ("across accounts: the session policy too", SESSION, THERE, (YES,), (by(SESSION_ARN),), None, (), SILENT),
    (
        "Principal and NotPrincipal in one statement cannot be read",
        ALICE,
        HERE,
        (),
        (by(USER_ARN, NotPrincipal={"AWS": THERE}),),
        None,
        None,
        SILENT,
    ),
    (
        "a Deny whose Principal cannot be read keeps everybody out",
        ALICE,
        HERE,
        (YES,),
        (by({}, "Deny"),),
        None,
        None,
        DENIED,
    ),
    ("a resource's policy without a Principal", ALICE, HERE, (), (YES,), None, None, SILENT),
]


@pytest.mark.parametrize("case", TYPES, ids=[case[0] for case in TYPES])
def test_the_types_of_policies_together(case: tuple[Any, ...]) -> None:
    _, principal, account, identity, on, boundary, session, expected = case
    decision = decide(
        *identity, principal=principal, account=account, on=on, boundary=boundary, session=session
    )
    assert decision.outcome is expected


# NotPrincipal, as IAM's User Guide has it ("AWS JSON policy elements: NotPrincipal"): for Deny only, and it
# spares whom it names in full. Who asks, the resource's statements, the boundary, and the outcome.
NOT_PRINCIPAL = [
    ("not for Allow: another is not let in", ALICE, all_but(THERE, effect="Allow"), None, SILENT),
    ("not for Allow: who is named is not", ALICE, all_but(ALICE.arn, effect="Allow"), None, SILENT),
    ("not for Allow: nor in full", ALICE, all_but(ALICE.arn, HERE, effect="Allow"), None, SILENT),
    ("not for Allow: nor by the account", ALICE, all_but(HERE, effect="Allow"), None, SILENT),
    ("not for a web identity either", WEB, all_but(THERE, effect="Allow"), None, SILENT),
    ("a user and the account", ALICE, all_but(ALICE.arn, HERE), None, ALLOWED),
    ("... by its ARN", ALICE, all_but(ALICE.arn, f"arn:aws:iam::{HERE}:root"), None, ALLOWED),
    ("a user without the account", ALICE, all_but(ALICE.arn), None, DENIED),
    ("a user with another account", ALICE, all_but(ALICE.arn, THERE), None, DENIED),
    ("the account without the user", ALICE, all_but(HERE), None, DENIED),
    ("another user and the account", ALICE, all_but(f"{ALICE.arn}2", HERE), None, DENIED),
    ("somebody else altogether", ALICE, all_but(THERE), None, DENIED),
    ("no wildcard inside an ARN", ALICE, all_but(f"arn:aws:iam::{HERE}:user/*", HERE), None, DENIED),
    ("no wildcard at all", ALICE, all_but("*"), None, DENIED),
    ("a session, its role and the account", SESSION, all_but(SESSION.arn, DEMO, HERE), None, ALLOWED),
    ("a role spares none of its sessions", SESSION, all_but(DEMO, HERE), None, DENIED),
    ("another session of the role", SESSION, all_but(f"{SESSION.arn}2", DEMO, HERE), None, DENIED),
    ("a session without its role", SESSION, all_but(SESSION.arn, HERE), None, DENIED),
    ("a session without the account", SESSION, all_but(SESSION.arn, DEMO), None, DENIED),
    ("who federated, and the account", FEDERATED, all_but(ALICE.arn, HERE), None, DENIED),
    ("a federated user too", FEDERATED, all_but(FEDERATED.arn, ALICE.arn, HERE), None, ALLOWED),
    ("a provider", WEB, all_but(WEB.arn, kind="Federated"), None, ALLOWED),
    ("another provider", WEB, all_but(f"{WEB.arn}2", kind="Federated"), None, DENIED),
    ("a boundary: a user is never spared", ALICE, all_but(ALICE.arn, HERE), (YES,), DENIED),
    ("a boundary: nor a session", SESSION, all_but(SESSION.arn, DEMO, HERE), (YES,), DENIED),
]


@pytest.mark.parametrize("case", NOT_PRINCIPAL, ids=[case[0] for case in NOT_PRINCIPAL])
@pytest.mark.parametrize("account", [HERE, THERE])
def test_not_principal_spares_whom_it_names_in_full(case: tuple[Any, ...], account: str) -> None:
    _, principal, on, boundary, expected = case
    if expected is ALLOWED:
        on += (by({"AWS": principal.arn} if not principal.provider else {"Federated": principal.arn}),)
    identity = (YES,) if expected is not SILENT else ()
    decision = decide(*identity, principal=principal, account=account, on=on, boundary=boundary)
    assert decision.outcome is expected


ALL_YES = by("*", action="*", Resource="*")
ALL_NO = {**ALL_YES, "Effect": "Deny"}
LISTING = statement(action="s3:ListBucket")

# What an organization says, whatever else is allowed: identity, resource, SCP, RCP, and the outcome.
ORGANIZATION = [
    ("an SCP that allows gives nothing", (), (), (YES,), None, SILENT),
    ("an SCP that allows takes nothing", (YES,), (), (YES,), None, ALLOWED),
    ("an SCP that is silent keeps from it", (YES,), (), (LISTING,), None, SILENT),
    ("an SCP that denies ends it", (YES,), (), (YES, NO), None, DENIED),
    ("no resource's policy gets past an SCP", (), (by(USER_ARN),), (LISTING,), None, SILENT),
    ("an SCP has no Principal", (YES,), (), (ALL_YES,), None, SILENT),
    ("an RCP that allows gives nothing", (), (), None, (ALL_YES,), SILENT),
    ("an RCP that is silent keeps from it", (YES,), (), None, (), SILENT),
    ("an RCP that denies ends it", (YES,), (), None, (ALL_YES, ALL_NO), DENIED),
    ("no resource's policy gets past an RCP", (), (by(USER_ARN),), None, (ALL_YES, ALL_NO), DENIED),
    (
        "an RCP names its principals",
        (YES,),
        (),
        None,
        (ALL_YES, {**ALL_NO, "Principal": ACCOUNT_ARN}),
        DENIED,
    ),
    ("... and means no others", (YES,), (), None, (ALL_YES, by({"AWS": THERE}, "Deny")), ALLOWED),
]


ALL, LISTS, KEEPS_OUT = (YES,), (LISTING,), (YES, NO)

# Every level from the root to the account must allow, and a Deny at any of them ends it (AWS Organizations
# User Guide, "SCP evaluation"). What hangs at the root, at the unit and at the account, and the outcome.
LEVELS = [
    ("all levels allow", (ALL, ALL, ALL), ALLOWED),
    ("the root does not", (LISTS, ALL, ALL), SILENT),
    ("the unit does not", (ALL, LISTS, ALL), SILENT),
    ("the account does not", (ALL, ALL, LISTS), SILENT),
    ("nothing hangs at the unit", (ALL, (), ALL), SILENT),
    ("the root denies", (KEEPS_OUT, ALL, ALL), DENIED),
    ("the unit denies", (ALL, KEEPS_OUT, ALL), DENIED),
    ("the account denies", (ALL, ALL, KEEPS_OUT), DENIED),
    ("a Deny wins over a level that is silent", (LISTS, ALL, KEEPS_OUT), DENIED),
    ("an Allow for each, in parts", ((LISTING, YES), ALL, (YES, LISTING)), ALLOWED),
]


@pytest.mark.parametrize("case", LEVELS, ids=[case[0] for case in LEVELS])
def test_every_level_of_an_organization_has_its_say(case: tuple[Any, ...]) -> None:
    _, given, expected = case
    levels = dict(zip(("Root", "Workloads", "training"), given, strict=True))
    decision = decide(YES, scp=levels)
    assert decision.outcome is expected
    assert decision.refused_by == ("" if expected is ALLOWED else "service control policy")
    everybody = {name: tuple({**item, "Principal": "*"} for item in items) for name, items in levels.items()}
    assert decide(YES, rcp=everybody).outcome is expected
    assert decide(YES, on=(by(USER_ARN),), scp=levels, rcp=everybody).outcome is expected


@pytest.mark.parametrize("case", ORGANIZATION, ids=[case[0] for case in ORGANIZATION])
def test_the_policies_of_an_organization(case: tuple[Any, ...]) -> None:
    _, identity, on, scp, rcp, expected = case
    assert decide(*identity, on=on, scp=scp, rcp=rcp).outcome is expected


def test_the_organization_is_told_first() -> None:
    decision = decide(scp=(), rcp=(ALL_YES,))
    assert [item.policy_type for item in decision.consulted][:2] == [
        "resource control policy",
        "service control policy",
    ]
    assert decision.refused_by == "service control policy"
    assert decide(scp=(), rcp=()).refused_by == "resource control policy"
    asked = decide(scp=(), action="sts:AssumeRole", resource=ROLE)
    assert asked.refused_by == "service control policy"


def test_a_decision_tells_what_was_consulted_and_what_ended_it() -> None:
    decision = decide(YES, boundary=(), on=(by(ACCOUNT_ARN),))
    assert decision.refused_by == "permissions boundary"
    told = [(item.policy_type, item.answer, item.needed) for item in decision.consulted]
    assert told == [
        ("resource-based policy", "allows", True),
        ("identity-based policy", "allows", True),
        ("permissions boundary", "is silent", True),
    ]


def test_a_decision_tells_which_element_did_not_match() -> None:
    read = statement(action="s3:PutObject", Sid="Write")
    (match,) = decide(read).statements
    assert (match.policy_type, match.policy, match.position, match.sid) == (
        "identity-based policy",
        "identity",
        0,
        "Write",
    )
    assert not match.matched
    action, resource = match.elements
    assert (action.element, action.matched, action.expected, action.actual) == (
        "Action",
        False,
        ("s3:PutObject",),
        ("s3:GetObject",),
    )
    assert resource.matched


def test_a_decision_goes_into_json_and_back() -> None:
    decision = decide(YES, NO, on=(by("*", Condition={"Null": {"aws:x": "true"}}),), boundary=(), session=())
    stored = decision.to_json()
    assert json.loads(json.dumps(stored))["outcome"] == "ExplicitlyDenied"
    assert stored["refused_by"] == "identity-based policy"
    assert len(stored["statements"]) == 3
