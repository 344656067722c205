"""Decisions whose outcome AWS documents, in the words of its guides and not of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.quizzes.question_types.policy_values import (
    ALICE,
    BOB,
    DEMO,
    HERE,
    MALLORY,
    OBJECT,
    ROOT_OF_HERE,
    SESSION,
    allow,
    assume,
    by,
    deny,
    get,
    policy,
    trust,
)

ALLOWED, EXPLICIT, IMPLICIT = "Allowed", "ExplicitlyDenied", "ImplicitlyDenied"
IDENTITY, RESOURCE, TRUST = "identity-based policy", "resource-based policy", "trust policy"
BOUNDARY, SESSION_POLICY, SCP = "permissions boundary", "session policy", "service control policy"
RCP = "resource control policy"

NONE: frozenset[str] = frozenset()
NO_MFA = {"aws:MultiFactorAuthPresent": "false"}
CREATE_USER = {
    "principal": ALICE,
    "action": "iam:CreateUser",
    "resource": f"arn:aws:iam::{HERE}:user/eve",
}


@dataclass(frozen=True)
class Documented:
    """A request with its policies; who documents what comes of it, which types say so, which statements."""

    source: str
    request: dict[str, Any]
    policies: list[dict[str, Any]]
    outcome: str
    types: frozenset[str]
    sids: frozenset[str] = NONE

    @property
    def values(self) -> dict[str, Any]:
        """As an author writes it."""
        return {"request": self.request, "policies": self.policies, "accept_any": len(self.sids) > 1}


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


DOCUMENTED = (
    Documented(
        "IAM User Guide, Policy evaluation logic: by default all requests are implicitly denied",
        get(),
        [policy("identity", allow("s3:PutObject", Sid="A"), allow("iam:*", Sid="B"))],
        IMPLICIT,
        _of(IDENTITY, RESOURCE),
    ),
    Documented(
        "IAM User Guide, Policy evaluation logic: an explicit deny overrides any allow",
        get(),
        [policy("identity", allow(Sid="A"), deny("s3:*", Sid="D"))],
        EXPLICIT,
        _of(IDENTITY),
        _of("D"),
    ),
    Documented(
        "IAM User Guide, Policy evaluation for requests within a single account: either of the two is enough",
        get(),
        [policy("identity", allow("iam:*", Sid="A")), policy("resource", by({"AWS": ALICE}, Sid="R"))],
        ALLOWED,
        _of(RESOURCE),
        _of("R"),
    ),
    Documented(
        "The same page: where both allow, each of them is enough",
        get(),
        [policy("identity", allow(Sid="A")), policy("resource", by({"AWS": ALICE}, Sid="R"))],
        ALLOWED,
        _of(IDENTITY, RESOURCE),
        _of("A", "R"),
    ),
    Documented(
        "The same page: an explicit deny in a resource-based policy overrides the identity's allow",
        get(),
        [
            policy("identity", allow(Sid="A")),
            policy("resource", {**by("*", Sid="R"), "Effect": "Deny"}),
        ],
        EXPLICIT,
        _of(RESOURCE),
        _of("R"),
    ),
    Documented(
        "IAM User Guide, Permissions boundaries: Shirley's boundary has S3, her policy iam:CreateUser",
        CREATE_USER,
        [policy("identity", allow("iam:CreateUser", Sid="A")), policy("boundary", allow("s3:*", Sid="B"))],
        IMPLICIT,
        _of(BOUNDARY),
    ),
    Documented(
        "The same page: a boundary does not grant permissions on its own",
        CREATE_USER,
        [policy("identity", allow("s3:*", Sid="A")), policy("boundary", allow(Sid="B"))],
        IMPLICIT,
        _of(IDENTITY),
    ),
    Documented(
        "The same page: a resource-based policy that names the user is not limited by the boundary's silence",
        get(),
        [policy("boundary", allow("iam:*", Sid="B")), policy("resource", by({"AWS": ALICE}, Sid="R"))],
        ALLOWED,
        _of(RESOURCE),
        _of("R"),
    ),
    Documented(
        "IAM User Guide, Session policies: what a session may is the intersection of the two",
        {**get(SESSION), "action": "s3:PutObject"},
        [policy("identity", allow("s3:*", Sid="A")), policy("session", allow("s3:GetObject", Sid="S"))],
        IMPLICIT,
        _of(SESSION_POLICY),
    ),
    Documented(
        "The same page: a resource-based policy that names the session adds to the session policy",
        get(SESSION),
        [
            policy("identity", allow("iam:*", Sid="A")),
            policy("session", allow("iam:*", Sid="S")),
            policy("resource", by({"AWS": SESSION}, Sid="R")),
        ],
        ALLOWED,
        _of(RESOURCE),
        _of("R"),
    ),
    Documented(
        "AWS Organizations User Guide, SCPs: what the SCP does not allow nobody in the account may",
        get(),
        [policy("identity", allow(Sid="A")), policy("scp", allow("ec2:*", Sid="S"))],
        IMPLICIT,
        _of(SCP),
    ),
    Documented(
        "The same page: an SCP grants nothing",
        CREATE_USER,
        [policy("identity", allow("s3:*", Sid="A")), policy("scp", allow(Sid="S"))],
        IMPLICIT,
        _of(IDENTITY),
    ),
    Documented(
        "The same page: a deny in an SCP holds for administrators too, at whichever level",
        get(),
        [
            policy("identity", allow(Sid="A")),
            policy("scp", allow(Sid="S"), name="full access", level="Root"),
            policy("scp", allow(Sid="T"), deny("s3:*", Sid="D"), name="no storage", level="Workloads"),
        ],
        EXPLICIT,
        _of(SCP),
        _of("D"),
    ),
    Documented(
        "AWS Organizations User Guide, SCP evaluation: every level has to allow",
        get(),
        [
            policy("identity", allow(Sid="A")),
            policy("scp", allow(Sid="S"), name="full access", level="Root"),
            policy("scp", allow("ec2:*", Sid="T"), name="machines", level="Workloads"),
        ],
        IMPLICIT,
        _of(SCP),
    ),
    Documented(
        "AWS Organizations User Guide, RCPs: a deny holds for principals of other accounts too",
        get(MALLORY, account=HERE),
        [
            policy("identity", allow(Sid="A")),
            policy("resource", by({"AWS": MALLORY}, Sid="R")),
            policy("rcp", {**deny(Sid="D"), "Principal": "*"}),
        ],
        EXPLICIT,
        _of(RCP),
        _of("D"),
    ),
    Documented(
        "The same guide: RCPFullAWSAccess is attached everywhere, so an RCP need not allow",
        get(),
        [
            policy("identity", allow("s3:GetObject", Sid="A")),
            policy("rcp", {**deny("s3:DeleteObject", Sid="D"), "Principal": "*"}),
        ],
        ALLOWED,
        _of(IDENTITY),
        _of("A"),
    ),
    Documented(
        "IAM User Guide, Cross-account policy evaluation logic: the other account has to allow too",
        get(MALLORY, account=HERE),
        [policy("identity", allow(Sid="A")), policy("resource", by({"AWS": BOB}, Sid="R"))],
        IMPLICIT,
        _of(RESOURCE),
    ),
    Documented(
        "The same page: the own account has to allow too",
        get(MALLORY, account=HERE),
        [policy("identity", allow("iam:*", Sid="A")), policy("resource", by({"AWS": MALLORY}, Sid="R"))],
        IMPLICIT,
        _of(IDENTITY),
    ),
    Documented(
        "The same page: where both allow, it is allowed",
        get(MALLORY, account=HERE),
        [policy("identity", allow(Sid="A")), policy("resource", by({"AWS": MALLORY}, Sid="R"))],
        ALLOWED,
        _of(IDENTITY, RESOURCE),
        _of("A", "R"),
    ),
    Documented(
        "IAM User Guide, AWS JSON policy elements: Principal: an account delegates to its administrators",
        assume(),
        [policy("trust", trust(ROOT_OF_HERE, Sid="T")), policy("identity", allow("s3:*", Sid="A"))],
        IMPLICIT,
        _of(IDENTITY),
    ),
    Documented(
        "The same page: with the account and a policy of the user",
        assume(),
        [
            policy("trust", trust(ROOT_OF_HERE, Sid="T")),
            policy("identity", allow("sts:AssumeRole", DEMO, Sid="A")),
        ],
        ALLOWED,
        _of(TRUST, IDENTITY),
        _of("T", "A"),
    ),
    Documented(
        "STS API Reference, AssumeRole: a trust policy in the same account that names the user is enough",
        assume(),
        [policy("trust", trust({"AWS": ALICE}, Sid="T")), policy("identity", allow("s3:*", Sid="A"))],
        ALLOWED,
        _of(TRUST),
        _of("T"),
    ),
    Documented(
        "The same reference: then the user's own policy decides nothing, whatever it allows",
        assume(),
        [policy("trust", trust({"AWS": ALICE}, Sid="T")), policy("identity", allow(Sid="A"))],
        ALLOWED,
        _of(TRUST),
        _of("T"),
    ),
    Documented(
        "STS API Reference, AssumeRole: nobody gets in whom the trust policy does not name",
        assume(),
        [policy("trust", trust({"AWS": BOB}, Sid="T")), policy("identity", allow(Sid="A"))],
        IMPLICIT,
        _of(TRUST),
    ),
    Documented(
        "IAM User Guide, Access to AWS accounts owned by third parties: without the external id",
        assume(MALLORY),
        [
            policy(
                "trust",
                trust({"AWS": MALLORY}, Sid="T", Condition={"StringEquals": {"sts:ExternalId": "k7"}}),
            ),
            policy("identity", allow(Sid="A")),
        ],
        IMPLICIT,
        _of(TRUST),
    ),
    Documented(
        "IAM User Guide, aws:MultiFactorAuthPresent: BoolIfExists denies long-term credentials",
        get(),
        [policy("identity", allow(Sid="A"), deny(Sid="D", Condition={"BoolIfExists": NO_MFA}))],
        EXPLICIT,
        _of(IDENTITY),
        _of("D"),
    ),
    Documented(
        "The same entry: with Bool the deny does not meet them",
        get(),
        [policy("identity", allow(Sid="A"), deny(Sid="D", Condition={"Bool": NO_MFA}))],
        ALLOWED,
        _of(IDENTITY),
        _of("A"),
    ),
    Documented(
        "The same entry: a session has the key, so with Bool the deny meets one without MFA",
        get(SESSION),
        [policy("identity", allow(Sid="A"), deny(Sid="D", Condition={"Bool": NO_MFA}))],
        EXPLICIT,
        _of(IDENTITY),
        _of("D"),
    ),
    Documented(
        "IAM User Guide, Policy variables: each user has what is named after them",
        {**get(), "resource": "arn:aws:s3:::reports/alice/notes.txt"},
        [
            policy(
                "identity",
                allow("s3:GetObject", "arn:aws:s3:::reports/${aws:username}/*", Sid="Own"),
                allow("s3:GetObject", "arn:aws:s3:::reports/shared/*", Sid="Shared"),
            )
        ],
        ALLOWED,
        _of(IDENTITY),
        _of("Own"),
    ),
    Documented(
        "IAM User Guide, NotAction: a deny with it denies all but what it names",
        get(),
        [
            policy(
                "identity",
                allow(Sid="A"),
                {"Sid": "D", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*"},
            )
        ],
        EXPLICIT,
        _of(IDENTITY),
        _of("D"),
    ),
    Documented(
        "Amazon S3 User Guide, Bucket policies: the account's ARN leaves it to the account's policies",
        get(),
        [
            policy("identity", allow("s3:GetObject", OBJECT, Sid="A")),
            policy("resource", by(ROOT_OF_HERE, Sid="R")),
        ],
        ALLOWED,
        _of(IDENTITY),
        _of("A"),
    ),
)
