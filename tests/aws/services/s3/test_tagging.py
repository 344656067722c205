"""Tags of buckets and objects: set, told, copied, limited, and asked about by policies."""

import json
from typing import Any

import pytest

from lessons.aws import evict
from tests.aws.conftest import Sandbox, allow, refused

RED = [{"Key": "color", "Value": "red"}]


@pytest.fixture
def place(sandbox: Sandbox) -> dict[str, str]:
    return {"Bucket": sandbox.bucket, "Key": "q1.csv"}


def may(sandbox: Sandbox, *actions: str, **more: Any) -> Any:
    """A client of bob's, who may do this and list."""
    account = sandbox.document["accounts"][sandbox.account()]
    account["users"]["bob"]["policies"] = {
        "p": json.dumps(allow(list(actions), **more)),
        "list": json.dumps(allow("s3:ListBucket")),
    }
    return sandbox.client("s3", "bob")


def test_a_bucket_has_the_tags_that_it_was_given(sandbox: Sandbox, s3: Any) -> None:
    bucket = {"Bucket": sandbox.bucket}
    assert refused(s3.get_bucket_tagging, **bucket) == (404, "NoSuchTagSet", "The TagSet does not exist")
    answer = s3.put_bucket_tagging(**bucket, Tagging={"TagSet": RED})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    evict([sandbox.account()])
    assert s3.get_bucket_tagging(**bucket)["TagSet"] == RED
    s3.put_object(**bucket, Key="k", Body=b"")
    assert s3.get_bucket_tagging(**bucket)["TagSet"] == RED
    assert s3.delete_bucket_tagging(**bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert refused(s3.get_bucket_tagging, **bucket)[1] == "NoSuchTagSet"


def test_an_object_has_the_tags_that_it_was_given(sandbox: Sandbox, s3: Any, place: dict[str, str]) -> None:
    assert s3.get_object_tagging(**place)["TagSet"] == []
    s3.put_object_tagging(**place, Tagging={"TagSet": RED})
    evict([sandbox.account()])
    assert s3.get_object_tagging(**place)["TagSet"] == RED
    assert s3.get_object(**place)["TagCount"] == 1
    assert s3.delete_object_tagging(**place)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert s3.get_object_tagging(**place)["TagSet"] == []
    assert "TagCount" not in s3.get_object(**place)
    assert refused(s3.put_object_tagging, **{**place, "Key": "no"}, Tagging={"TagSet": RED})[1] == "NoSuchKey"


def test_an_upload_brings_its_tags_and_loses_those_before(s3: Any, place: dict[str, str]) -> None:
    s3.put_object(**place, Body=b"1", Tagging="color=red&empty=&a%20b=c%2Bd")
    told = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(**place)["TagSet"]}
    assert told == {"color": "red", "empty": "", "a b": "c+d"}
    s3.put_object(**place, Body=b"2")
    assert s3.get_object_tagging(**place)["TagSet"] == []


def test_a_copy_has_the_tags_of_what_is_copied_or_others(s3: Any, place: dict[str, str]) -> None:
    s3.put_object_tagging(**place, Tagging={"TagSet": RED})
    copy = {"Bucket": place["Bucket"], "Key": "copy", "CopySource": place}
    s3.copy_object(**copy)
    assert s3.get_object_tagging(Bucket=place["Bucket"], Key="copy")["TagSet"] == RED
    s3.copy_object(**copy, TaggingDirective="REPLACE", Tagging="size=small")
    assert s3.get_object_tagging(Bucket=place["Bucket"], Key="copy")["TagSet"] == [
        {"Key": "size", "Value": "small"}
    ]


TOO_MANY = [{"Key": f"k{number}", "Value": ""} for number in range(51)]
WRONG = [
    (TOO_MANY[:11], "BadRequest", "Object tags cannot be greater than 10"),
    (RED * 2, "InvalidTag", "Cannot provide multiple Tags with the same key"),
    ([{"Key": "aws:x", "Value": ""}], "InvalidTag", "Your TagKey cannot be prefixed with aws:"),
    ([{"Key": "x" * 129, "Value": ""}], "InvalidTag", "The TagKey you have provided is invalid"),
    ([{"Key": "", "Value": ""}], "InvalidTag", "The TagKey you have provided is invalid"),
    ([{"Key": "k", "Value": "x" * 257}], "InvalidTag", "The TagValue you have provided is invalid"),
    ([{"Key": "k", "Value": "<"}], "InvalidTag", "The TagValue you have provided is invalid"),
]


@pytest.mark.parametrize(("tags", "code", "message"), WRONG)
def test_what_cannot_be_a_tag_is_refused(
    s3: Any, place: dict[str, str], tags: list[dict[str, str]], code: str, message: str
) -> None:
    assert refused(s3.put_object_tagging, **place, Tagging={"TagSet": tags}) == (400, code, message)


def test_a_bucket_has_fifty_tags_at_most(sandbox: Sandbox, s3: Any) -> None:
    message = refused(s3.put_bucket_tagging, Bucket=sandbox.bucket, Tagging={"TagSet": TOO_MANY})[2]
    assert message == "Bucket tag count cannot be greater than 50"
    system = {"TagSet": [{"Key": "aws:x", "Value": ""}]}
    told = refused(s3.put_bucket_tagging, Bucket=sandbox.bucket, Tagging=system)
    assert told == (400, "InvalidTag", "System tags cannot be added/updated by requester")


@pytest.mark.parametrize("tags", ["a=1&a=2", "=1", "a=%3C", f"{'x' * 129}=1"])
def test_a_header_holds_tags_and_each_once(s3: Any, place: dict[str, str], tags: str) -> None:
    status, code, message = refused(s3.put_object, **place, Body=b"", Tagging=tags)
    assert (status, code) == (400, "InvalidArgument")
    assert message.startswith("The header 'x-amz-tagging' shall be encoded as UTF-8")


def test_no_tag_of_an_upload_is_one_of_awss(s3: Any, place: dict[str, str]) -> None:
    told = refused(s3.put_object, **place, Body=b"", Tagging="aws:x=1")
    assert told == (400, "InvalidTag", "Your TagKey cannot be prefixed with aws:")


# Policies.


def test_who_uploads_with_tags_sets_tags(sandbox: Sandbox, place: dict[str, str]) -> None:
    bob = may(sandbox, "s3:PutObject")
    bob.put_object(**place, Body=b"")
    assert "s3:PutObjectTagging" in refused(bob.put_object, **place, Body=b"", Tagging="a=1")[2]


def test_who_copies_tags_reads_and_sets_them(sandbox: Sandbox, s3: Any, place: dict[str, str]) -> None:
    s3.put_object_tagging(**place, Tagging={"TagSet": RED})
    copy = {"Bucket": place["Bucket"], "Key": "copy", "CopySource": place}
    without = may(sandbox, "s3:PutObject", "s3:GetObject", "s3:PutObjectTagging")
    assert "s3:GetObjectTagging" in refused(without.copy_object, **copy)[2]
    may(sandbox, "s3:PutObject", "s3:GetObject", "s3:PutObjectTagging", "s3:GetObjectTagging").copy_object(
        **copy
    )


def test_a_policy_asks_for_the_tags_of_an_object(sandbox: Sandbox, s3: Any, place: dict[str, str]) -> None:
    """Amazon S3 User Guide, "Tagging and access control policies"."""
    bob = may(sandbox, "s3:GetObject", Condition={"StringEquals": {"s3:ExistingObjectTag/color": "red"}})
    assert refused(bob.get_object, **place)[1] == "AccessDenied"
    s3.put_object_tagging(**place, Tagging={"TagSet": RED})
    bob = may(sandbox, "s3:GetObject", Condition={"StringEquals": {"s3:ExistingObjectTag/color": "red"}})
    assert "TagCount" not in bob.get_object(**place)  # who may not read the tags is not told of them


def test_a_policy_asks_for_the_tags_of_what_is_copied(
    sandbox: Sandbox, s3: Any, place: dict[str, str]
) -> None:
    """Who copies an object reads it, so that what may not be read may not be copied either."""
    bob = may(sandbox, "s3:GetObject", Condition={"StringEquals": {"s3:ExistingObjectTag/color": "red"}})
    write = {"UserName": "bob", "PolicyName": "write", "PolicyDocument": json.dumps(allow("s3:PutObject"))}
    sandbox.client("iam", "carol").put_user_policy(**write)
    copy = {"Bucket": place["Bucket"], "Key": "copy", "CopySource": place, "TaggingDirective": "REPLACE"}
    assert "s3:GetObject" in refused(bob.copy_object, **copy)[2]
    s3.put_object_tagging(**place, Tagging={"TagSet": RED})
    bob.copy_object(**copy)


@pytest.mark.parametrize(
    ("tags", "code"), [("color=red", ""), ("color=blue", "AccessDenied"), ("", "AccessDenied")]
)
def test_a_policy_asks_for_the_tags_of_an_upload(
    sandbox: Sandbox, place: dict[str, str], tags: str, code: str
) -> None:
    asks = {
        "StringEquals": {"s3:RequestObjectTag/color": "red"},
        "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["color"]},
    }
    bob = may(sandbox, "s3:PutObject", "s3:PutObjectTagging", Condition=asks)
    given = {"Tagging": tags} if tags else {}
    if code:
        assert refused(bob.put_object, **place, Body=b"", **given)[1] == code
    else:
        bob.put_object(**place, Body=b"", **given)


def test_a_policy_asks_how_an_upload_is_encrypted(sandbox: Sandbox, place: dict[str, str]) -> None:
    bob = may(
        sandbox, "s3:PutObject", Condition={"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}
    )
    assert refused(bob.put_object, **place, Body=b"")[1] == "AccessDenied"
    assert (
        bob.put_object(**place, Body=b"", ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"
    )
