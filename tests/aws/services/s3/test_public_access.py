"""S3's Block Public Access: what is refused while it is on, and what a public policy does when it is off.

Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.aws import build, evict, parse
from lessons.aws.errors import AwsError
from lessons.aws.policies.public import is_public
from lessons.aws.services.s3 import xml
from tests.aws.conftest import SCENARIO, Sandbox, allow, refused

SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ALL_ON = dict.fromkeys(SETTINGS, True)
NEW = "a-new-bucket"


def policy(bucket: str, **more: Any) -> str:
    """A bucket policy of one statement for everybody."""
    return json.dumps(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*", **({"Principal": "*"} | more)))


def block(s3: Any, bucket: str, **settings: bool) -> None:
    """Set the four settings, off where they are not named."""
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=settings)


def blocked(s3: Any, bucket: str) -> dict[str, bool]:
    """The four settings as S3 shows them."""
    shown: dict[str, bool] = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    return shown


def test_a_new_bucket_has_all_four_settings_on(sandbox: Sandbox, s3: Any) -> None:
    """So since April 2023."""
    s3.create_bucket(Bucket=NEW)
    evict([sandbox.account()])
    assert blocked(s3, NEW) == blocked(s3, sandbox.bucket) == ALL_ON


def test_while_it_is_on_no_public_policy_is_stored(sandbox: Sandbox, s3: Any) -> None:
    """The words: "Troubleshoot access denied (403 Forbidden) errors in Amazon S3"."""
    before = sandbox.document
    told = (
        f"User: arn:aws:iam::{sandbox.account()}:user/carol is not authorized to perform: "
        f's3:PutBucketPolicy on resource: "arn:aws:s3:::{sandbox.bucket}" '
        "because public policies are prevented by the "
        "BlockPublicPolicy setting in S3 Block Public Access."
    )
    given = {"Bucket": sandbox.bucket, "Policy": policy(sandbox.bucket)}
    assert refused(s3.put_bucket_policy, **given) == (403, "AccessDenied", told)
    assert sandbox.last.explanation
    assert sandbox.document == before


def test_once_it_is_off_a_public_policy_lets_everybody_in(sandbox: Sandbox, s3: Any) -> None:
    mallory = sandbox.client("s3", "mallory")
    block(s3, sandbox.bucket, BlockPublicAcls=True)
    assert blocked(s3, sandbox.bucket) == dict.fromkeys(SETTINGS, False) | {"BlockPublicAcls": True}
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket))
    assert mallory.get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_with_public_buckets_restricted_a_public_policy_lets_no_outsider_in(
    sandbox: Sandbox, s3: Any
) -> None:
    mallory, bob = sandbox.client("s3", "mallory"), sandbox.client("s3", "bob")
    block(s3, sandbox.bucket)
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket))
    block(s3, sandbox.bucket, RestrictPublicBuckets=True)
    assert refused(mallory.get_object, Bucket=sandbox.bucket, Key="q1.csv")[1] == "AccessDenied"
    assert "RestrictPublicBuckets" in sandbox.last.explanation
    assert bob.get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_with_public_buckets_restricted_a_policy_for_one_account_lets_it_in(
    sandbox: Sandbox, s3: Any
) -> None:
    other = {"AWS": f"arn:aws:iam::{sandbox.account('other')}:root"}
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, Principal=other))
    assert sandbox.client("s3", "mallory").get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_without_any_settings_s3_says_so(sandbox: Sandbox, s3: Any) -> None:
    s3.delete_public_access_block(Bucket=sandbox.bucket)
    assert refused(s3.get_public_access_block, Bucket=sandbox.bucket) == (
        404,
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
    )
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket))


@pytest.mark.parametrize("wrong", ["maybe", "", "<x/>"])
def test_a_setting_is_true_or_false(wrong: str) -> None:
    root = "PublicAccessBlockConfiguration"
    with pytest.raises(AwsError, match="MalformedXML"):
        xml.public_access_block(f"<{root}><BlockPublicAcls>{wrong}</BlockPublicAcls></{root}>".encode())
    with pytest.raises(AwsError, match="MalformedXML"):
        xml.public_access_block(b"<Other/>")


def test_who_may_not_is_told_which_permission_is_missing(sandbox: Sandbox) -> None:
    """Service Authorization Reference: deleting takes the permission to put."""
    bob = sandbox.client("s3", "bob")
    for call, action in (
        (bob.get_public_access_block, "s3:GetBucketPublicAccessBlock"),
        (bob.delete_public_access_block, "s3:PutBucketPublicAccessBlock"),
        (bob.get_bucket_policy_status, "s3:GetBucketPolicyStatus"),
    ):
        assert f"to perform: {action}" in refused(call, Bucket=sandbox.bucket)[2]


def test_the_status_of_a_policy_says_whether_it_is_public(sandbox: Sandbox, s3: Any) -> None:
    assert refused(s3.get_bucket_policy_status, Bucket=sandbox.bucket)[:2] == (404, "NoSuchBucketPolicy")
    block(s3, sandbox.bucket)
    for effect, public in (("Allow", True), ("Deny", False)):
        s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, Effect=effect))
        status = s3.get_bucket_policy_status(Bucket=sandbox.bucket)["PolicyStatus"]
        assert status == {"IsPublic": public}


ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
PUBLIC: list[dict[str, Any]] = [
    {},
    {"Principal": {"AWS": "*"}},
    {"Condition": {"StringLike": {"aws:SourceVpc": "vpc-*"}}},
    {"Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-91237329", "${aws:SourceVpc}"]}}},
    {"Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-91237329"}}},
    {"Condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-91237329"}}},
    {"Condition": {"ForAllValues:StringEquals": {"aws:SourceVpc": "vpc-91237329"}}},
    {"Condition": {"StringEquals": {"aws:Referer": "https://example.com"}}},
    {"Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/1"]}}},
    {"Condition": {"IpAddress": {"aws:SourceIp": "2001::/16"}}},
    {"Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
    {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
]
NOT_PUBLIC: list[dict[str, Any]] = [
    {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
    {"Principal": {"Service": "cloudtrail.amazonaws.com"}},
    {"Condition": ORGANIZATION},
    {"Condition": {"StringEquals": {"AWS:SourceVpc": "vpc-91237329"}}},
    {"Condition": {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12/"}}},
    {"Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}},
    {"Condition": ORGANIZATION | {"Bool": {"aws:SecureTransport": "true"}}},
]


@pytest.mark.parametrize(
    ("more", "public"), [(row, True) for row in PUBLIC] + [(row, False) for row in NOT_PUBLIC]
)
def test_what_public_means(more: dict[str, Any], public: bool) -> None:
    """The same page, "The meaning of public"."""
    assert is_public(parse(policy("b", **more))) is public
    assert not is_public(parse(policy("b", **(more | {"Effect": "Deny"}))))
    nobody = json.loads(policy("b", **more))
    del nobody["Statement"][0]["Principal"]
    assert not is_public(parse(nobody))


@given(st.lists(st.sampled_from([*PUBLIC, *NOT_PUBLIC]), min_size=1, max_size=4))
def test_one_public_statement_makes_a_policy_public(rows: list[dict[str, Any]]) -> None:
    statements = [json.loads(policy("b", **row))["Statement"][0] for row in rows]
    assert is_public(parse({"Version": "2012-10-17", "Statement": statements})) is any(
        row in PUBLIC for row in rows
    )


def test_what_cannot_be_read_opens_nothing() -> None:
    assert not is_public(parse(policy("b", Principal="alice")))
    assert is_public(parse(policy("b", Condition={"IpAddress": {"aws:SourceIp": "x"}})))


# Where buckets come from.


def scenario(**account: Any) -> Sandbox:
    """A sandbox whose training account has more."""
    training = SCENARIO["accounts"]["training"] | account
    return Sandbox(build({"accounts": SCENARIO["accounts"] | {"training": training}}, "scenario"))


def test_a_scenario_can_say_what_is_blocked() -> None:
    sandbox = scenario(public_access_blocks={"reports-{training}": {"IgnorePublicAcls": True}})
    shown = blocked(sandbox.client("s3", "carol"), sandbox.bucket)
    assert shown == dict.fromkeys(SETTINGS, False) | {"IgnorePublicAcls": True}


def test_a_scenario_that_opens_a_bucket_has_nothing_blocked_there() -> None:
    """At AWS a public policy could not have been saved otherwise, and would let nobody in."""
    sandbox = scenario(bucket_policies={"reports-{training}": json.loads(policy("reports-{training}"))})
    assert sandbox.client("s3", "mallory").get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_a_world_of_before_blocks_nothing(new_sandbox: Callable[[], Sandbox]) -> None:
    """Its buckets have the policies that they were given when nothing was blocked."""
    sandbox = new_sandbox()
    del sandbox.document["accounts"][sandbox.account()]["buckets"][sandbox.bucket]["public_access_block"]
    s3 = sandbox.client("s3", "carol")
    assert refused(s3.get_public_access_block, Bucket=sandbox.bucket)[0] == 404
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket))
    assert sandbox.client("s3", "mallory").get_object(Bucket=sandbox.bucket, Key="q1.csv")
