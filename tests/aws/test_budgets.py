"""What is over a budget is refused in the words of AWS, whichever way it comes, and nothing of it is kept."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lessons.aws import Request, budgets, claimed_account
from lessons.aws.moto import cloud
from tests.aws.conftest import Sandbox, allow, refused

MADE = ("put_object", "create_multipart_upload")


@pytest.fixture
def s3(sandbox: Sandbox) -> Any:
    return sandbox.client("s3", "carol")


@pytest.mark.parametrize("operation", MADE)
@pytest.mark.parametrize(
    "largest",
    [{"a": "x" * 2_047}, {f"n{number:02}": "x" * 29 for number in range(64)}, {"a": "Zürich"[:1] * 2_047}],
)
def test_an_object_has_two_kilobytes_of_user_metadata(
    sandbox: Sandbox, s3: Any, operation: str, largest: dict[str, str]
) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "k"}
    getattr(s3, operation)(**place, Metadata=largest)
    before = sandbox.document
    over = largest | {"b": ""}
    assert refused(getattr(s3, operation), **place, Metadata=over) == (
        400,
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size",
    )
    assert sandbox.document == before
    assert "2048 bytes at most, and these have 2049" in sandbox.last.explanation


def test_a_copy_has_no_more_metadata_than_its_original_could_have(sandbox: Sandbox, s3: Any) -> None:
    source = f"{sandbox.bucket}/q1.csv"
    given = {"Bucket": sandbox.bucket, "Key": "copy", "CopySource": source, "MetadataDirective": "REPLACE"}
    assert refused(s3.copy_object, **given, Metadata={"a": "x" * 2_048})[1] == "MetadataTooLarge"


@pytest.mark.parametrize("longest", ["k" * 1_024, "ü" * 512])
def test_a_key_has_1024_bytes(sandbox: Sandbox, s3: Any, longest: str) -> None:
    s3.put_object(Bucket=sandbox.bucket, Key=longest)
    before = sandbox.document
    for operation in ("put_object", "get_object", "delete_object", "create_multipart_upload"):
        over = {"Bucket": sandbox.bucket, "Key": f"{longest}k"}
        assert refused(getattr(s3, operation), **over) == (400, "KeyTooLongError", "Your key is too long")
    assert sandbox.document == before


def test_a_call_to_sts_or_iam_has_64_kilobytes(sandbox: Sandbox) -> None:
    sts, iam = sandbox.client("sts", "alice"), sandbox.client("iam", "carol")
    asked = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "s1"}
    assert refused(sts.assume_role, **asked, Policy="{}" * 450_000)[:2] == (413, "RequestEntityTooLarge")
    assert sandbox.last.parameters == {}
    text = "{" + " " * 70_000 + "}"
    assert refused(iam.create_policy, PolicyName="large", PolicyDocument=text)[0] == 413
    assert "64 kB of one to STS or IAM" in sandbox.last.explanation


def test_only_a_call_to_sts_is_read_for_the_role_that_it_names() -> None:
    """An upload that nobody has signed is no form."""
    form = b"RoleArn=arn:aws:iam::123456789012:role/demo&x="
    url = "https://sts.us-east-1.amazonaws.com/"
    assert claimed_account(Request("POST", url, {}, form)) == "123456789012"
    assert claimed_account(Request("POST", url, {}, form + b"%" * 70_000)) == ""


def fill(sandbox: Sandbox, s3: Any) -> tuple[int, str, str]:
    """Store objects of 30 kB until one is refused: how."""
    for number in range(10):
        try:
            s3.put_object(Bucket=sandbox.bucket, Key=f"k{number}", Body=b"x" * 30_000)
        except s3.exceptions.ClientError:
            return refused(s3.put_object, Bucket=sandbox.bucket, Key=f"k{number}", Body=b"x" * 30_000)
    raise AssertionError("it takes everything")


def test_a_world_has_128_kilobytes(sandbox: Sandbox, s3: Any) -> None:
    assert fill(sandbox, s3)[:2] == (400, "EntityTooLarge")
    assert 90_000 < len(json.dumps(sandbox.document)) <= 128 * 1024
    assert "The sandbox is full" in sandbox.last.explanation
    listed = s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"]  # also as moto has it
    assert len(listed) == sum(account_objects(sandbox))
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=sandbox.bucket, Key=f"k{len(listed) - 1}")
    s3.delete_object(Bucket=sandbox.bucket, Key="k0")
    s3.put_object(Bucket=sandbox.bucket, Key="k9", Body=b"x" * 30_000)


def account_objects(sandbox: Sandbox) -> list[int]:
    buckets = sandbox.document["accounts"][sandbox.account()]["buckets"].values()
    return [len(bucket["objects"]) for bucket in buckets]


def test_a_full_world_takes_no_policy_either(sandbox: Sandbox, s3: Any) -> None:
    fill(sandbox, s3)
    iam, refusals = sandbox.client("iam", "carol"), []
    for number in range(9):
        text = json.dumps(allow("s3:GetObject", [f"arn:aws:s3:::b{n}/*" for n in range(200)]))
        try:
            iam.create_policy(PolicyName=f"p{number}", PolicyDocument=text)
        except iam.exceptions.ClientError as error:
            refusals.append(error.response["Error"])
    assert {error["Code"] for error in refusals} == {"LimitExceeded"}
    assert {error["Message"] for error in refusals} == {"Cannot exceed quota for BytesPerSandbox: 131072"}


def test_what_is_larger_than_a_world_may_be_can_be_read_and_made_smaller(
    sandbox: Sandbox, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a sandbox of an earlier release may be."""
    s3.put_object(Bucket=sandbox.bucket, Key="old", Body=b"x" * 20_000)
    monkeypatch.setattr(budgets, "WORLD", 10_000)
    assert s3.get_object(Bucket=sandbox.bucket, Key="old")["Body"].read() == b"x" * 20_000
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="new", Body=b"y" * 2_000)[1] == "EntityTooLarge"
    s3.put_object(Bucket=sandbox.bucket, Key="old", Body=b"x" * 15_000)
    s3.delete_object(Bucket=sandbox.bucket, Key="old")


def test_moto_keeps_no_more_than_so_many_bytes(
    new_sandbox: Callable[[], Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.evict(list(cloud._built))
    sandboxes = [new_sandbox() for _ in range(3)]
    monkeypatch.setattr(budgets, "IN_MOTO", 100_000)
    for sandbox in sandboxes:
        sandbox.client("s3", "carol").put_object(Bucket=sandbox.bucket, Key="k", Body=b"x" * 40_000)
    assert [sandbox.account() in cloud._built for sandbox in sandboxes] == [False, True, True]
    assert sum(cloud._sizes.values()) <= 100_000
    kept = sandboxes[0].client("s3", "carol").get_object(Bucket=sandboxes[0].bucket, Key="k")
    assert kept["Body"].read() == b"x" * 40_000
