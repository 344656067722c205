"""What S3 answers with, member by member and header by header: absent is not empty.

Each row names its source. "Recording" is an answer of AWS in LocalStack's public tests
(`tests/aws/services/s3/*.snapshot.json`), and a transcript is one that somebody has published.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lessons.aws.services.s3.operations import S3
from tests.aws.conftest import Sandbox

Call = Callable[[Any, str], Any]

# What every answer has, and what the size of a body and the way it is sent make of it.
ALWAYS = {"x-amz-request-id", "x-amz-id-2", "content-length"}
XML = {"content-type"}
SSE = {"x-amz-server-side-encryption"}
ENCRYPTED = {"ServerSideEncryption"}
OWN_SUM = {"x-amz-checksum-crc64nvme", "x-amz-checksum-type"}
TOLD_SUM = {"ChecksumCRC64NVME", "ChecksumType"}
OWNER = {"ID": ""}
TAGS = {"TagSet": [{"Key": "", "Value": ""}]}
TAGGING = {"TagSet": [{"Key": "team", "Value": "red"}]}
ACL = {"Owner": OWNER, "Grants": [{"Grantee": {"ID": "", "Type": ""}, "Permission": ""}]}
CONTENT = dict.fromkeys(("Key", "LastModified", "ETag", "ChecksumType", "Size", "StorageClass"), "")
LISTED = {**CONTENT, "ChecksumAlgorithm": [""]}
LIST = dict.fromkeys(("Name", "Prefix", "MaxKeys", "EncodingType", "IsTruncated"), "")
OBJECT = {"AcceptRanges", "ContentLength", "ContentType", "ETag", "LastModified", "Metadata"} | ENCRYPTED
OBJECT_HEADERS = {"accept-ranges", "content-type", "etag", "last-modified"} | SSE
RULE = {
    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": ""},
    "BlockedEncryptionTypes": {"EncryptionType": [""]},
    "BucketKeyEnabled": "",
}
BLOCK = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), ""
)


def flat(*names: set[str]) -> dict[str, str]:
    """Members that hold neither a list nor others."""
    return dict.fromkeys(set().union(*names), "")


def policy(bucket: str) -> str:
    """A policy that a bucket can have."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{bucket.removeprefix('reports-')}:root"},
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{bucket}",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def with_policy(s3: Any, bucket: str) -> dict[str, str]:
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    return {"Bucket": bucket}


def stored(bucket: str) -> dict[str, str]:
    return {"Bucket": bucket, "Key": "q1.csv"}


def uploading(s3: Any, bucket: str, **given: Any) -> dict[str, Any]:
    """An upload that has begun, with one part."""
    begun = s3.create_multipart_upload(Bucket=bucket, Key="parts", **given)
    upload = {"Bucket": bucket, "Key": "parts", "UploadId": begun["UploadId"]}
    s3.upload_part(**upload, PartNumber=1, Body=b"part")
    return upload


def complete(s3: Any, upload: dict[str, Any]) -> Any:
    parts = [
        {"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in s3.list_parts(**upload)["Parts"]
    ]
    return s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})


def tagged(s3: Any, bucket: str, name: str = "bucket") -> dict[str, str]:
    given = {"Bucket": bucket} if name == "bucket" else stored(bucket)
    getattr(s3, f"put_{name}_tagging")(**given, Tagging=TAGGING)
    return given


# Operation, status, source, the call, its members and its headers.
ROWS: list[tuple[str, int, str, Call, dict[str, Any], set[str]]] = [
    (
        "ListBuckets",
        200,
        "transcripts of June 2026: BucketArn; API changes of November 2025: no DisplayName",
        lambda s3, _: s3.list_buckets(),
        {"Owner": OWNER, "Buckets": [{"Name": "", "CreationDate": "", "BucketArn": ""}]},
        XML,
    ),
    (
        "CreateBucket",
        200,
        "transcripts of 2026: BucketArn; API Reference: Location",
        lambda s3, _: s3.create_bucket(Bucket="a-new-bucket"),
        flat({"Location", "BucketArn"}),
        {"location", "x-amz-bucket-arn"},
    ),
    (
        "HeadBucket",
        200,
        "transcripts since December 2025, headers included",
        lambda s3, bucket: s3.head_bucket(Bucket=bucket),
        flat({"BucketArn", "BucketRegion", "AccessPointAlias"}),
        {"x-amz-bucket-arn", "x-amz-bucket-region", "x-amz-access-point-alias"} | XML,
    ),
    ("DeleteBucket", 204, "recording", lambda s3, _: delete_bucket(s3), {}, set()),
    (
        "GetBucketLocation",
        200,
        "API Reference: us-east-1 is told as null",
        lambda s3, bucket: s3.get_bucket_location(Bucket=bucket),
        {"LocationConstraint": None},
        XML,
    ),
    (
        "PutBucketPolicy",
        204,
        "recording",
        lambda s3, bucket: s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket)),
        {},
        set(),
    ),
    (
        "GetBucketPolicy",
        200,
        "recording",
        lambda s3, bucket: s3.get_bucket_policy(**with_policy(s3, bucket)),
        flat({"Policy"}),
        XML,
    ),
    (
        "GetBucketPolicyStatus",
        200,
        "API Reference",
        lambda s3, bucket: s3.get_bucket_policy_status(**with_policy(s3, bucket)),
        {"PolicyStatus": flat({"IsPublic"})},
        XML,
    ),
    (
        "DeleteBucketPolicy",
        204,
        "API Reference",
        lambda s3, bucket: s3.delete_bucket_policy(**with_policy(s3, bucket)),
        {},
        set(),
    ),
    (
        "GetPublicAccessBlock",
        200,
        "recording",
        lambda s3, bucket: s3.get_public_access_block(Bucket=bucket),
        {"PublicAccessBlockConfiguration": BLOCK},
        XML,
    ),
    (
        "PutPublicAccessBlock",
        200,
        "recording",
        lambda s3, bucket: s3.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True}
        ),
        {},
        set(),
    ),
    (
        "DeletePublicAccessBlock",
        204,
        "recording",
        lambda s3, bucket: s3.delete_public_access_block(Bucket=bucket),
        {},
        set(),
    ),
    (
        "GetBucketAcl",
        200,
        "recording; API changes of November 2025: no DisplayName",
        lambda s3, bucket: s3.get_bucket_acl(Bucket=bucket),
        ACL,
        XML,
    ),
    (
        "GetObjectAcl",
        200,
        "recording; API changes of November 2025: no DisplayName",
        lambda s3, bucket: s3.get_object_acl(**stored(bucket)),
        ACL,
        XML,
    ),
    (
        "GetBucketEncryption",
        200,
        "transcripts of 2026: BlockedEncryptionTypes, for buckets made since April",
        lambda s3, bucket: s3.get_bucket_encryption(Bucket=bucket),
        {"ServerSideEncryptionConfiguration": {"Rules": [RULE]}},
        XML,
    ),
    (
        "GetBucketVersioning",
        200,
        "API Reference: nothing where it was never set",
        lambda s3, bucket: s3.get_bucket_versioning(Bucket=bucket),
        {},
        XML,
    ),
    (
        "PutBucketTagging",
        204,
        "recording",
        lambda s3, bucket: s3.put_bucket_tagging(Bucket=bucket, Tagging=TAGGING),
        {},
        set(),
    ),
    (
        "GetBucketTagging",
        200,
        "recording",
        lambda s3, bucket: s3.get_bucket_tagging(**tagged(s3, bucket)),
        TAGS,
        XML,
    ),
    (
        "DeleteBucketTagging",
        204,
        "recording",
        lambda s3, bucket: s3.delete_bucket_tagging(**tagged(s3, bucket)),
        {},
        set(),
    ),
    (
        "PutObjectTagging",
        200,
        "recording: no VersionId without versions",
        lambda s3, bucket: s3.put_object_tagging(**stored(bucket), Tagging=TAGGING),
        {},
        set(),
    ),
    (
        "GetObjectTagging",
        200,
        "recording",
        lambda s3, bucket: s3.get_object_tagging(**tagged(s3, bucket, "object")),
        TAGS,
        XML,
    ),
    (
        "DeleteObjectTagging",
        204,
        "recording",
        lambda s3, bucket: s3.delete_object_tagging(**tagged(s3, bucket, "object")),
        {},
        set(),
    ),
    (
        "ListObjects",
        200,
        "recording; transcripts since 2025: ChecksumAlgorithm and ChecksumType of every object",
        lambda s3, bucket: s3.list_objects(Bucket=bucket),
        {**LIST, "Marker": "", "Contents": [{**LISTED, "Owner": OWNER}]},
        XML,
    ),
    (
        "ListObjectsV2",
        200,
        "recording; transcripts since 2025",
        lambda s3, bucket: s3.list_objects_v2(Bucket=bucket),
        {**LIST, "KeyCount": "", "Contents": [LISTED]},
        XML,
    ),
    (
        "PutObject",
        200,
        "recording; API Reference: CRC64NVME where none came",
        lambda s3, bucket: s3.put_object(**stored(bucket), Body=b"x"),
        flat({"ETag"}, TOLD_SUM, ENCRYPTED),
        {"etag"} | OWN_SUM | SSE,
    ),
    (
        "PutObject",
        200,
        "recording with a checksum",
        lambda s3, bucket: s3.put_object(**stored(bucket), Body=b"x", ChecksumAlgorithm="CRC32"),
        flat({"ETag", "ChecksumCRC32", "ChecksumType"}, ENCRYPTED),
        {"etag", "x-amz-checksum-crc32", "x-amz-checksum-type"} | SSE,
    ),
    (
        "GetObject",
        200,
        "recording",
        lambda s3, bucket: s3.get_object(**stored(bucket)),
        {**flat(OBJECT, {"Body"}), "Metadata": {}},
        OBJECT_HEADERS,
    ),
    (
        "GetObject",
        200,
        "recording with a checksum",
        lambda s3, bucket: s3.get_object(**stored(bucket), ChecksumMode="ENABLED"),
        {**flat(OBJECT, {"Body"}, TOLD_SUM), "Metadata": {}},
        OBJECT_HEADERS | OWN_SUM,
    ),
    (
        "GetObject",
        206,
        "API Reference: ContentRange; recording of a range, without a checksum",
        lambda s3, bucket: s3.get_object(**stored(bucket), Range="bytes=0-1", ChecksumMode="ENABLED"),
        {**flat(OBJECT, {"Body", "ContentRange"}), "Metadata": {}},
        OBJECT_HEADERS | {"content-range"},
    ),
    (
        "HeadObject",
        200,
        "recording",
        lambda s3, bucket: s3.head_object(**stored(bucket)),
        {**flat(OBJECT), "Metadata": {}},
        OBJECT_HEADERS,
    ),
    (
        "HeadObject",
        200,
        "recording with a checksum",
        lambda s3, bucket: s3.head_object(**stored(bucket), ChecksumMode="ENABLED"),
        {**flat(OBJECT, TOLD_SUM), "Metadata": {}},
        OBJECT_HEADERS | OWN_SUM,
    ),
    (
        "CopyObject",
        200,
        "recording; API Reference: the checksum of what is copied",
        lambda s3, bucket: s3.copy_object(Bucket=bucket, Key="copy", CopySource=stored(bucket)),
        {**flat(ENCRYPTED), "CopyObjectResult": flat({"ETag", "LastModified"}, TOLD_SUM)},
        XML | SSE,
    ),
    (
        "DeleteObject",
        204,
        "recording",
        lambda s3, bucket: s3.delete_object(**stored(bucket)),
        {},
        set(),
    ),
    (
        "DeleteObjects",
        200,
        "recording",
        lambda s3, bucket: s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "q1.csv"}]}),
        {"Deleted": [{"Key": ""}]},
        XML,
    ),
    (
        "CreateMultipartUpload",
        200,
        "recording",
        lambda s3, bucket: s3.create_multipart_upload(Bucket=bucket, Key="parts"),
        flat({"Bucket", "Key", "UploadId"}, ENCRYPTED),
        XML | SSE,
    ),
    (
        "CreateMultipartUpload",
        200,
        "recording with an algorithm",
        lambda s3, bucket: s3.create_multipart_upload(Bucket=bucket, Key="parts", ChecksumAlgorithm="SHA256"),
        flat({"Bucket", "Key", "UploadId", "ChecksumAlgorithm", "ChecksumType"}, ENCRYPTED),
        XML | SSE | {"x-amz-checksum-algorithm", "x-amz-checksum-type"},
    ),
    (
        "UploadPart",
        200,
        "recording; API Reference: a checksum only where one came",
        lambda s3, bucket: s3.upload_part(**uploading(s3, bucket), PartNumber=2, Body=b"x"),
        flat({"ETag"}, ENCRYPTED),
        {"etag"} | SSE,
    ),
    (
        "ListParts",
        200,
        "recording; API Reference: the ARN of the user who began; November 2025: no DisplayName",
        lambda s3, bucket: s3.list_parts(**uploading(s3, bucket)),
        {
            **flat({"Bucket", "Key", "UploadId", "PartNumberMarker", "NextPartNumberMarker"}),
            **flat({"MaxParts", "IsTruncated", "StorageClass"}),
            "Initiator": OWNER,
            "Owner": OWNER,
            "Parts": [flat({"PartNumber", "LastModified", "ETag", "Size"})],
        },
        XML,
    ),
    (
        "CompleteMultipartUpload",
        200,
        "recording, and a transcript of August 2026 (noobaa/noobaa-core#9982)",
        lambda s3, bucket: complete(s3, uploading(s3, bucket)),
        flat({"Location", "Bucket", "Key", "ETag"}, TOLD_SUM, ENCRYPTED),
        XML | SSE,
    ),
    (
        "AbortMultipartUpload",
        204,
        "API Reference",
        lambda s3, bucket: s3.abort_multipart_upload(**uploading(s3, bucket)),
        {},
        set(),
    ),
]
# Nobody can call these with success: lists are not written.
REFUSED = {"PutBucketAcl", "PutObjectAcl"}


def delete_bucket(s3: Any) -> Any:
    s3.create_bucket(Bucket="a-new-bucket")
    return s3.delete_bucket(Bucket="a-new-bucket")


def shape(value: Any) -> Any:
    """The members of an answer, without what they hold: of a list those of its first item."""
    if isinstance(value, dict):
        return {name: shape(held) for name, held in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None if value is None else ""


def test_every_operation_has_a_row() -> None:
    assert {row[0] for row in ROWS} | REFUSED == {route.operation.name for route in S3}


@pytest.mark.parametrize(
    ("operation", "status", "source", "call", "members", "headers"),
    ROWS,
    ids=[f"{row[0]}-{row[2]}" for row in ROWS],
)
def test_an_answer_has_what_aws_answers_with_and_nothing_else(
    sandbox: Sandbox,
    s3: Any,
    operation: str,
    status: int,
    source: str,
    call: Call,
    members: dict[str, Any],
    headers: set[str],
) -> None:
    answer = call(s3, sandbox.bucket)
    response = sandbox.outcomes[-1].response
    assert sandbox.last.operation == operation
    assert response.status == status
    assert shape({name: value for name, value in answer.items() if name != "ResponseMetadata"}) == members, (
        source
    )
    assert {name.lower() for name in response.headers} - ALWAYS == headers, source


def test_what_is_empty_has_no_type_and_what_is_nothing_no_length(sandbox: Sandbox, s3: Any) -> None:
    """RFC 9110, section 8.6: a 204 has no Content-Length."""
    s3.delete_object(**stored(sandbox.bucket))
    assert "Content-Length" not in sandbox.outcomes[-1].response.headers
    s3.put_object(**stored(sandbox.bucket), Body=b"x")
    assert sandbox.outcomes[-1].response.headers["Content-Length"] == "0"


# What the members hold, where that is known.


def test_a_bucket_is_told_with_its_arn(sandbox: Sandbox, s3: Any) -> None:
    arn = f"arn:aws:s3:::{sandbox.bucket}"
    head = s3.head_bucket(Bucket=sandbox.bucket)
    assert (head["BucketArn"], head["BucketRegion"], head["AccessPointAlias"]) == (arn, "us-east-1", False)
    assert s3.list_buckets()["Buckets"][0]["BucketArn"] == arn
    for made in (s3.create_bucket(Bucket="a-new-bucket"), s3.create_bucket(Bucket="a-new-bucket")):
        assert (made["BucketArn"], made["Location"]) == ("arn:aws:s3:::a-new-bucket", "/a-new-bucket")


def test_a_new_bucket_takes_no_keys_of_customers(sandbox: Sandbox, s3: Any) -> None:
    (rule,) = s3.get_bucket_encryption(Bucket=sandbox.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["BlockedEncryptionTypes"] == {"EncryptionType": ["SSE-C"]}
