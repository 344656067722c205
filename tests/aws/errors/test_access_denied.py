"""A refusal in AWS's words of 2026: which policy denies, what IAM calls a thing, where more is told."""

import json
import re
from typing import Any

import pytest

from lessons.aws import Credentials, build
from tests.aws.conftest import ALICE, AUTHORIZATION, BUCKET, VERSION, Sandbox, allow, refused, trust

DENY = {"Version": VERSION, "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
FOR_ALL = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
DENY_ALL = {"Version": VERSION, "Statement": [{**FOR_ALL, "Resource": [BUCKET, f"{BUCKET}/*"]}]}
DENY_OUTSIDE = {"Version": VERSION, "Statement": [{**FOR_ALL, "Resource": "*"}]}
NO_ROLES = {"Version": VERSION, "Statement": [{"Effect": "Deny", "Action": "sts:*", "Resource": "*"}]}
MANAGED = "arn:aws:iam::{training}:policy/stop"
OTHER = "arn:aws:iam::{training}:policy/stop-too"
EVERYTHING = {"everything": allow("*")}
ORGANIZATION = r": arn:aws:organizations::[0-9]{12}:policy/o-[0-9a-z]{10}/"


def world(user: dict[str, Any], **account: Any) -> dict[str, Any]:
    """Alice, who may do everything but for what is given, and bob of another account, who may do so too."""
    training = {
        "users": {"alice": {"policies": EVERYTHING, **user}},
        "roles": {"demo": {"trust": trust(ALICE), "policies": EVERYTHING}},
        "policies": {"stop": DENY, "stop-too": DENY},
        "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        **account,
    }
    other: dict[str, Any] = {"users": {"bob": {"policies": EVERYTHING}}}
    if "organization" in account:
        other["organization"] = {"scps": {"FullAWSAccess": allow("*")}}
    return {"accounts": {"training": training, "other": other}}


def member(kind: str, document: Any) -> dict[str, Any]:
    """An organization with one control policy that denies."""
    return {"organization": {"scps": {"FullAWSAccess": allow("*")}} | {kind: {"stop": document}}}


# AWS Security Blog, "Enhanced access denied error messages with policy ARNs", January 2026: the types that
# have an ARN to tell. What is inline, passed as JSON or a bucket's has none.
DENIALS = [
    ("managed", world({"attached": [MANAGED]}), f"an identity-based policy: {MANAGED}"),
    ("inline", world({"policies": EVERYTHING | {"stop": DENY}}), "an identity-based policy"),
    (
        "two, of which the first is told",
        world({"attached": [MANAGED, OTHER]}),
        f"an identity-based policy: {MANAGED}",
    ),
    ("boundary", world({"boundary": MANAGED}), f"a permissions boundary: {MANAGED}"),
    ("bucket", world({}, bucket_policies={"reports-{training}": DENY_ALL}), "a resource-based policy"),
    (
        "a managed policy of a group",
        world({}, groups={"team": {"members": ["alice"], "attached": [MANAGED]}}),
        f"an identity-based policy: {MANAGED}",
    ),
]


@pytest.mark.parametrize(("scenario", "end"), [row[1:] for row in DENIALS], ids=[row[0] for row in DENIALS])
def test_an_explicit_deny_ends_with_the_arn_of_its_policy(scenario: Any, end: str, request: Any) -> None:
    sandbox = Sandbox(build(scenario, request.node.name))
    message = refused(sandbox.client("s3", "alice").list_objects_v2, Bucket=sandbox.bucket)[2]
    assert message.endswith(f"with an explicit deny in {end}".replace("{training}", sandbox.account()))


@pytest.mark.parametrize(
    ("kind", "document", "end"),
    [
        ("scps", DENY, rf"a service control policy{ORGANIZATION}service_control_policy/p-[0-9a-z]{{8}}"),
        (
            "rcps",
            DENY_OUTSIDE,
            rf"a resource control policy{ORGANIZATION}resource_control_policy/p-[0-9a-z]{{8}}",
        ),
    ],
)
def test_a_policy_of_the_organization_has_an_arn_that_stays_the_same(
    kind: str, document: Any, end: str
) -> None:
    sandbox = Sandbox(build(world({}, **member(kind, document)), kind))
    s3 = sandbox.client("s3", "alice")
    message = refused(s3.list_objects_v2, Bucket=sandbox.bucket)[2]
    assert re.search(rf" with an explicit deny in {end}$", message)
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[2] == message


def session(sandbox: Sandbox, **parameters: Any) -> Any:
    """A client of S3 with a session of the role demo."""
    return sandbox.client("s3", sandbox.assume(**parameters))


def test_a_session_policy_is_named_where_it_was_passed_by_its_arn() -> None:
    sandbox = Sandbox(build(world({}), "session"))
    arn = MANAGED.replace("{training}", sandbox.account())
    denied = "with an explicit deny in a session policy"
    by_arn = session(sandbox, PolicyArns=[{"arn": arn}])
    assert refused(by_arn.list_objects_v2, Bucket=sandbox.bucket)[2].endswith(f"{denied}: {arn}")
    as_json = session(sandbox, Policy=json.dumps(DENY))
    assert refused(as_json.list_objects_v2, Bucket=sandbox.bucket)[2].endswith(denied)


def test_what_nobody_allows_is_told_without_an_arn() -> None:
    limit = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    sandbox = Sandbox(build(world({"boundary": limit}), "silent"))
    message = refused(sandbox.client("s3", "alice").list_objects_v2, Bucket=sandbox.bucket)[2]
    assert message.endswith("because no permissions boundary allows the s3:ListBucket action")


def test_the_trust_policy_of_a_role_has_no_arn_and_gives_no_reason() -> None:
    shut = {"demo": {"trust": {**trust(ALICE), "Statement": [{**FOR_ALL, "Action": "sts:AssumeRole"}]}}}
    for number, scenario in enumerate([world({}, roles=shut), world({}, **member("scps", NO_ROLES))]):
        sandbox = Sandbox(build(scenario, f"trust {number}"))
        role, arn = sandbox.role("demo"), f"arn:aws:iam::{sandbox.account()}:user/alice"
        assert refused(
            sandbox.client("sts", "alice").assume_role, RoleArn=role, RoleSessionName="session1"
        ) == (
            403,
            "AccessDenied",
            f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {role}",
        )


# Amazon S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors": reasons in an organization only.
ACROSS = [
    ({}, "Access Denied"),
    (
        {"organization": {"scps": {"FullAWSAccess": allow("*")}}},
        "because no resource-based policy allows the s3:ListBucket action",
    ),
    (
        member("rcps", DENY_OUTSIDE) | {"bucket_policies": {"reports-{training}": DENY_ALL}},
        r"with an explicit deny in a resource control policy"
        rf"{ORGANIZATION}resource_control_policy/p-[0-9a-z]{{8}}",
    ),
]


@pytest.mark.parametrize(("account", "end"), ACROSS)
def test_s3_gives_reasons_across_accounts_of_one_organization_only(account: Any, end: str) -> None:
    sandbox = Sandbox(build(world({}, **account), end))
    bob: Credentials = sandbox.user("bob")
    message = refused(sandbox.client("s3", bob).list_objects_v2, Bucket=sandbox.bucket)[2]
    assert re.search(f"{end}$", message)


def test_iam_ends_a_refusal_with_an_id_of_its_own(sandbox: Sandbox) -> None:
    iam = sandbox.client("iam", "bob")
    first, second = (refused(iam.list_users)[2] for _ in range(2))
    ids = [found[1] for found in map(AUTHORIZATION.search, (first, second)) if found]
    assert len(set(ids)) == 2
    before = AUTHORIZATION.sub("", first)
    assert before.endswith("because no identity-based policy allows the iam:ListUsers action")
    assert sandbox.last.error_message == second


def test_iam_names_the_policy_and_then_the_id() -> None:
    deny = {"Version": VERSION, "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}
    sandbox = Sandbox(build(world({"attached": [MANAGED]}, policies={"stop": deny}), "iam"))
    message = refused(sandbox.client("iam", "alice").put_role_policy, **PUT)[2]
    arn = MANAGED.replace("{training}", sandbox.account())
    assert AUTHORIZATION.sub("", message) == (
        f"User: arn:aws:iam::{sandbox.account()}:user/alice is not authorized to perform: iam:PutRolePolicy "
        f"on resource: role demo with an explicit deny in an identity-based policy: {arn}"
    )
    assert AUTHORIZATION.search(message)


PUT = {"RoleName": "demo", "PolicyName": "p", "PolicyDocument": json.dumps(allow("s3:*"))}


def test_sts_and_s3_give_no_such_id(sandbox: Sandbox) -> None:
    assert not AUTHORIZATION.search(refused(sandbox.client("sts", "bob").get_federation_token, Name="x1")[2])
    assert not AUTHORIZATION.search(
        refused(sandbox.client("s3", "bob").list_objects_v2, Bucket=sandbox.bucket)[2]
    )
