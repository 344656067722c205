"""A decision as it is stored, and decided again: pages read it long after the policies have changed."""

import json
from typing import Any

from lessons.aws import AccessRequest, Policies, evaluate
from tests.aws.policies.questions import (
    ALICE,
    FEDERATED,
    HERE,
    OBJECT,
    SESSION,
    WEB,
    YES,
    by,
    decide,
    policy,
)

ASKED = AccessRequest(SESSION, "s3:GetObject", OBJECT, HERE, {"aws:TagKeys": ("a", "b"), "aws:x": ()})
READ = {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
EVERYONE = by("*", Condition={"Null": {"aws:x": "true"}})


def document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_request_is_stored_with_all_that_was_asked() -> None:
    assert ASKED.to_json() == {
        "principal": {
            "arn": f"arn:aws:sts::{HERE}:assumed-role/demo/session1",
            "account_id": HERE,
            "name": "demo/session1",
            "issuer_arn": f"arn:aws:iam::{HERE}:role/demo",
            "provider": False,
        },
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::reports/q1.csv",
        "resource_account": HERE,
        "context": {"aws:TagKeys": ["a", "b"], "aws:x": []},
    }


def test_a_stored_request_is_the_same_request() -> None:
    for principal in (ALICE, SESSION, FEDERATED, WEB):
        asked = AccessRequest(principal, "s3:GetObject", OBJECT, HERE, {"aws:TagKeys": ("a", "b")})
        assert AccessRequest.from_json(json.loads(json.dumps(asked.to_json()))) == asked


def test_a_decision_is_stored_with_the_documents_that_it_was_made_by() -> None:
    decision = decide(READ, on=(EVERYONE,), boundary=())
    assert decision.to_json() == {
        "outcome": "Allowed",
        "refused_by": "",
        "reason": "The resource's own policy lets everyone in, and in the same account that is enough.",
        "consulted": [
            {
                "policy_type": "resource-based policy",
                "answer": "allows",
                "policies": ("resource",),
                "needed": True,
                "documents": [document(EVERYONE)],
            },
            {
                "policy_type": "identity-based policy",
                "answer": "allows",
                "policies": ("identity",),
                "needed": False,
                "documents": [document(READ)],
            },
            {
                "policy_type": "permissions boundary",
                "answer": "is silent",
                "policies": ("boundary",),
                "needed": False,
                "documents": ['{"Version": "2012-10-17", "Statement": []}'],
            },
        ],
        "statements": [
            {
                "policy_type": "resource-based policy",
                "policy": "resource",
                "position": 0,
                "sid": "",
                "effect": "Allow",
                "matched": True,
                "grant": "everyone",
                "elements": [
                    {"element": "Principal", "matched": True, "expected": ("*",), "actual": (ALICE.arn,)},
                    {"element": "Action", "matched": True, "expected": ("*",), "actual": ("s3:GetObject",)},
                    {
                        "element": "Condition Null aws:x",
                        "matched": True,
                        "expected": ("true",),
                        "actual": None,
                    },
                ],
            },
            {
                "policy_type": "identity-based policy",
                "policy": "identity",
                "position": 0,
                "sid": "Read",
                "effect": "Allow",
                "matched": True,
                "grant": "",
                "elements": [
                    {
                        "element": "Action",
                        "matched": True,
                        "expected": ("s3:Get*",),
                        "actual": ("s3:GetObject",),
                    },
                    {"element": "Resource", "matched": True, "expected": ("*",), "actual": (OBJECT,)},
                ],
            },
        ],
        "request": decision.request.to_json(),
    }


def test_a_statement_that_cannot_be_read_is_told_as_such() -> None:
    (unread,) = decide({"Effect": "Allow", "Action": {}, "Principal": "*"}).statements
    assert [(part.element, part.matched, part.expected, part.actual) for part in unread.elements] == [
        ("Principal", None, ("*",), None),  # an identity's policy has none
        ("Action", None, (), ("s3:GetObject",)),
        ("Resource", None, (), (OBJECT,)),
    ]
    assert unread.grant == ""
    (nothing,) = decide({"Effect": "Allow", "Resource": "*"}).statements
    assert [(part.element, part.matched) for part in nothing.elements] == [
        ("Action", None),
        ("Resource", True),
    ]
    (nobody,) = decide(on=({"Effect": "Allow", "Action": "*", "Resource": "*"},)).statements
    assert [(part.element, part.matched, part.actual) for part in nobody.elements] == [
        ("Principal", None, (ALICE.arn,)),  # a resource's policy says whom it is about
        ("Action", True, ("s3:GetObject",)),
        ("Resource", True, (OBJECT,)),
    ]
    assert nobody.grant == ""


def test_policies_of_one_type_are_told_one_by_one() -> None:
    two = (("first", policy()), ("second", policy(YES, YES)))
    decision = evaluate(AccessRequest(ALICE, "s3:GetObject", OBJECT, HERE), Policies(two))
    assert decision.consulted[1].policies == ("first", "second")
    assert [(item.policy, item.position) for item in decision.statements] == [("second", 0), ("second", 1)]
    assert decision.allowed
