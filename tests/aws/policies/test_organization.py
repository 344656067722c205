"""Control policies of an organization, through the gateway: the line around a member account."""

from typing import Any

import pytest

from lessons.aws import build
from lessons.aws.organization import control_policy_arn
from tests.aws.conftest import ALICE, VERSION, Sandbox, allow, refused, trust

FULL = allow("*")


def deny(action: Any, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Deny", "Action": action, "Resource": "*", **more}
    return {"Version": VERSION, "Statement": [statement]}


def world(organization: dict[str, Any] | None) -> dict[str, Any]:
    """One account with alice, who may do all in S3, and a bucket whose policy lets in another account too."""
    account: dict[str, Any] = {
        "users": {"alice": {"policies": {"all": allow("s3:*")}}},
        "roles": {"demo": {"trust": trust(ALICE), "policies": {"all": allow("s3:*")}}},
        "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        "bucket_policies": {
            "reports-{training}": allow(
                "s3:ListBucket", "arn:aws:s3:::reports-{training}", Principal={"AWS": "{other}"}
            )
        },
    }
    if organization is not None:
        account["organization"] = organization
    other = {"users": {"dave": {"policies": {"all": allow("s3:*")}}}}
    return {"accounts": {"training": account, "other": other}}


def sandbox_with(organization: dict[str, Any] | None, seed: str) -> Sandbox:
    return Sandbox(build(world(organization), seed))


SERVICE_LINE = {"scps": {"FullAWSAccess": FULL, "no-listing": deny("s3:ListBucket")}}
ONLY_READING = {"scps": {"only-reading": allow("s3:GetObject")}}
NOT_OURS = {"StringNotEquals": {"aws:PrincipalAccount": "{training}"}}
ONLY_MEMBERS = {"rcps": {"only-us": deny("s3:*", Principal="*", Condition=NOT_OURS)}}

FULL_LEVEL = {"scps": {"FullAWSAccess": FULL}}
ROOT, MEMBER = {"name": "Root", **FULL_LEVEL}, {"name": "training", **FULL_LEVEL}


def levels(**unit: Any) -> dict[str, Any]:
    """An organization with a unit between its root and the account."""
    return {"levels": [ROOT, {"name": "Workloads", **unit}, MEMBER]}


# The organization, who lists, and the end of AWS's message ("" when it is allowed).
CASES = [
    (None, "alice", ""),
    ({"scps": {"FullAWSAccess": FULL}}, "alice", ""),
    (SERVICE_LINE, "alice", "with an explicit deny in a service control policy: {service_control_policy}"),
    (ONLY_READING, "alice", "because no service control policy allows the s3:ListBucket action"),
    (SERVICE_LINE, "dave", ""),  # it is the account of the caller that counts
    (SERVICE_LINE | ONLY_MEMBERS, "dave", "Access Denied"),
    ({**ONLY_MEMBERS, "scps": {"FullAWSAccess": FULL}}, "alice", ""),
    (levels(**FULL_LEVEL), "alice", ""),
    (
        levels(**SERVICE_LINE),
        "alice",
        "with an explicit deny in a service control policy: {service_control_policy}",
    ),
    (levels(**ONLY_READING), "alice", "because no service control policy allows the s3:ListBucket action"),
    (levels(), "alice", "because no service control policy allows the s3:ListBucket action"),
    (levels(**FULL_LEVEL, **ONLY_MEMBERS), "dave", "Access Denied"),
    (levels(**FULL_LEVEL, **ONLY_MEMBERS), "alice", ""),
]


@pytest.mark.parametrize(("organization", "who", "message"), CASES)
def test_control_policies_are_asked_too(organization: Any, who: str, message: str) -> None:
    sandbox = sandbox_with(organization, f"{organization} {who}")
    call = sandbox.client("s3", who).list_objects_v2
    if not message:
        assert call(Bucket=sandbox.bucket)["KeyCount"] == 1
        return
    status, code, said = refused(call, Bucket=sandbox.bucket)
    assert (status, code) == (403, "AccessDenied")
    arn = control_policy_arn([sandbox.account()], "scps", "no-listing")
    assert said.endswith(message.format(service_control_policy=arn))


def test_a_session_of_a_role_is_inside_the_line() -> None:
    organization = {"scps": {"FullAWSAccess": FULL, "no-listing": deny("s3:ListBucket")}}
    sandbox = sandbox_with(organization, "session")
    s3 = sandbox.client("s3", sandbox.assume())
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
    assert "no-listing" in sandbox.last.explanation


def test_no_trust_policy_gets_past_the_line() -> None:
    sandbox = sandbox_with({"scps": {"FullAWSAccess": FULL, "no-roles": deny("sts:AssumeRole")}}, "trust")
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    arn = f"arn:aws:iam::{sandbox.account()}:user/alice"
    assert refused(sandbox.client("sts", "alice").assume_role, **given) == (
        403,
        "AccessDenied",
        f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {sandbox.role('demo')}",
    )
    assert sandbox.last.decision
    assert sandbox.last.decision.refused_by == "service control policy"


def test_the_ladder_begins_with_the_organization() -> None:
    sandbox = sandbox_with({"scps": {"FullAWSAccess": FULL}}, "ladder")
    sandbox.client("s3", "alice").list_objects_v2(Bucket=sandbox.bucket)
    assert sandbox.last.decision
    told = [(item.policy_type, item.policies, item.answer) for item in sandbox.last.decision.consulted]
    assert told[:2] == [
        ("resource control policy", ("RCPFullAWSAccess",), "allows"),
        ("service control policy", ("FullAWSAccess",), "allows"),
    ]


def test_the_level_that_refused_is_told() -> None:
    sandbox = sandbox_with(levels(**ONLY_READING), "level")
    assert refused(sandbox.client("s3", "alice").list_objects_v2, Bucket=sandbox.bucket)[0] == 403
    assert sandbox.last.decision
    assert "at Workloads none allows s3:ListBucket" in sandbox.last.decision.reason
    names = [item.policies for item in sandbox.last.decision.consulted if item.policy_type.startswith("serv")]
    assert names == [("FullAWSAccess at Root", "only-reading at Workloads", "FullAWSAccess at training")]


def test_a_policy_that_denies_is_told_with_its_level() -> None:
    sandbox = sandbox_with(levels(**SERVICE_LINE), "deny")
    assert refused(sandbox.client("s3", "alice").list_objects_v2, Bucket=sandbox.bucket)[0] == 403
    assert "“no-listing at Workloads”" in sandbox.last.explanation
