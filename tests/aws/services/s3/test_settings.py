"""What every bucket is like, encryption, conditions on copies and uploads, and many deletions at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused


@pytest.fixture
def place(sandbox: Sandbox) -> dict[str, str]:
    return {"Bucket": sandbox.bucket, "Key": "q1.csv"}


def told(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_bucket_keeps_no_versions_and_never_did(sandbox: Sandbox, s3: Any) -> None:
    assert told(s3.get_bucket_versioning(Bucket=sandbox.bucket)) == {}


def test_a_bucket_encrypts_with_keys_of_s3(sandbox: Sandbox, s3: Any) -> None:
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BucketKeyEnabled": False,
        "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
    }
    answer = s3.get_bucket_encryption(Bucket=sandbox.bucket)
    assert told(answer) == {"ServerSideEncryptionConfiguration": {"Rules": [rule]}}
    refused(sandbox.client("s3", "bob").get_bucket_encryption, Bucket=sandbox.bucket)
    assert sandbox.last.action == "s3:GetEncryptionConfiguration"


def test_buckets_and_objects_are_their_owners(sandbox: Sandbox, s3: Any, place: dict[str, str]) -> None:
    owner = s3.list_buckets()["Owner"]
    grant = {"Grantee": {**owner, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
    for answer in (s3.get_bucket_acl(Bucket=sandbox.bucket), s3.get_object_acl(**place)):
        assert told(answer) == {"Owner": owner, "Grants": [grant]}
    assert refused(s3.get_object_acl, **{**place, "Key": "no"})[1] == "NoSuchKey"


@pytest.mark.parametrize("list_of", ["bucket", "object"])
def test_a_list_is_not_written(sandbox: Sandbox, s3: Any, place: dict[str, str], list_of: str) -> None:
    bucket = {"Bucket": sandbox.bucket}
    call, given = (s3.put_bucket_acl, bucket) if list_of == "bucket" else (s3.put_object_acl, place)
    assert refused(call, **given, ACL="public-read")[1] == "AccessControlListNotSupported"


def test_what_is_stored_is_encrypted(s3: Any, place: dict[str, str]) -> None:
    """AES256 in every answer, as in all recordings since January 2023."""
    for given in ({}, {"ServerSideEncryption": "AES256"}, {"StorageClass": "STANDARD"}):
        assert s3.put_object(**place, Body=b"1", **given)["ServerSideEncryption"] == "AES256"
    for call in (s3.get_object, s3.head_object):
        assert call(**place)["ServerSideEncryption"] == "AES256"
    copied = s3.copy_object(Bucket=place["Bucket"], Key="copy", CopySource=place)
    assert copied["ServerSideEncryption"] == "AES256"
    assert refused(s3.put_object, **place, ServerSideEncryption="aws:kms")[1] == "UnsupportedOperation"


def test_an_answer_without_news_has_no_body(sandbox: Sandbox, s3: Any, place: dict[str, str]) -> None:
    etag = s3.head_object(**place)["ETag"]
    assert refused(s3.get_object, **place, IfNoneMatch=etag)[0] == 304
    assert sandbox.outcomes[-1].response.body == b""
    assert "Content-Length" not in sandbox.outcomes[-1].response.headers


# Conditions. The words are those of LocalStack's recording of copies.

LONG_AGO, FAR_OFF = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=9)
OF_SOURCE = [
    ({"CopySourceIfMatch": "{etag}"}, ""),
    ({"CopySourceIfMatch": "other"}, "x-amz-copy-source-If-Match"),
    ({"CopySourceIfNoneMatch": "other"}, ""),
    ({"CopySourceIfNoneMatch": "{etag}"}, "x-amz-copy-source-If-None-Match"),
    ({"CopySourceIfUnmodifiedSince": LONG_AGO}, "x-amz-copy-source-If-Unmodified-Since"),
    ({"CopySourceIfUnmodifiedSince": LONG_AGO, "CopySourceIfMatch": "{etag}"}, ""),
    ({"CopySourceIfModifiedSince": LONG_AGO}, ""),
    ({"CopySourceIfModifiedSince": FAR_OFF}, ""),
]


@pytest.mark.parametrize(("given", "condition"), OF_SOURCE)
def test_a_copy_is_made_if_its_source_is_as_expected(
    s3: Any, place: dict[str, str], given: dict[str, Any], condition: str
) -> None:
    etag = s3.head_object(**place)["ETag"]
    asked = {
        name: value.format(etag=etag) if isinstance(value, str) else value for name, value in given.items()
    }
    copy = {"Bucket": place["Bucket"], "Key": "copy", "CopySource": place, **asked}
    if not condition:
        s3.copy_object(**copy)
    else:
        with pytest.raises(s3.exceptions.ClientError) as caught:
            s3.copy_object(**copy)
        error = caught.value.response["Error"]
        assert (error["Code"], error["Condition"]) == ("PreconditionFailed", condition)


@pytest.mark.parametrize("call", ["copy_object", "complete_multipart_upload"])
def test_nothing_is_overwritten_that_was_not_expected(s3: Any, place: dict[str, str], call: str) -> None:
    given = {**place, "CopySource": place, "MetadataDirective": "REPLACE"}
    if call == "complete_multipart_upload":
        upload = s3.create_multipart_upload(**place)["UploadId"]
        etag = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
        parts = {"Parts": [{"PartNumber": 1, "ETag": etag}]}
        given = {**place, "UploadId": upload, "MultipartUpload": parts}
    assert refused(getattr(s3, call), **given, IfNoneMatch="*")[:2] == (412, "PreconditionFailed")
    assert refused(getattr(s3, call), **given, IfMatch="other")[:2] == (412, "PreconditionFailed")
    getattr(s3, call)(**given, IfMatch=s3.head_object(**place)["ETag"])


# Deletions.


def test_a_version_that_is_not_there_is_not_deleted(s3: Any, place: dict[str, str]) -> None:
    objects = [{"Key": "q1.csv", "VersionId": "made-up"}, {"Key": "other", "VersionId": "null"}]
    answer = s3.delete_objects(Bucket=place["Bucket"], Delete={"Objects": objects})
    (error,) = answer["Errors"]
    assert (error["Key"], error["Code"], error["VersionId"]) == ("q1.csv", "NoSuchVersion", "made-up")
    assert [item["Key"] for item in answer["Deleted"]] == ["other"]
    assert s3.head_object(**place)


def test_who_wants_it_quiet_hears_of_failures_only(s3: Any, place: dict[str, str]) -> None:
    objects = [{"Key": "q1.csv"}, {"Key": "x", "VersionId": "y"}]
    answer = s3.delete_objects(Bucket=place["Bucket"], Delete={"Objects": objects, "Quiet": True})
    assert "Deleted" not in answer
    assert len(answer["Errors"]) == 1
    assert refused(s3.head_object, **place)[0] == 404
