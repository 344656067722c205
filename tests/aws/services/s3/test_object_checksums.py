"""The checksums of objects: which are kept, told, and refused."""

import base64
import hashlib
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused
from tests.aws.services.s3.test_shapes import complete, stored


@pytest.mark.parametrize(
    ("algorithm", "value"),
    # The check values of "123456789" that the catalogues of these algorithms have.
    [
        ("CRC64NVME", "rosUhgp5mIg="),
        ("CRC32", "y/Q5Jg=="),
        ("SHA256", base64.b64encode(hashlib.sha256(b"123456789").digest()).decode()),
    ],
)
def test_an_object_keeps_the_checksum_that_it_came_with(
    sandbox: Sandbox, s3: Any, algorithm: str, value: str
) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "sum"}
    given = {} if algorithm == "CRC64NVME" else {"ChecksumAlgorithm": algorithm}
    name, mode = f"Checksum{algorithm}", {"ChecksumMode": "ENABLED"}
    assert s3.put_object(**place, Body=b"123456789", **given)[name] == value
    assert s3.head_object(**place, **mode)[name] == s3.get_object(**place, **mode)[name] == value
    assert s3.list_objects_v2(Bucket=sandbox.bucket, Prefix="sum")["Contents"][0]["ChecksumAlgorithm"] == [
        algorithm
    ]
    copied = s3.copy_object(Bucket=sandbox.bucket, Key="copy", CopySource=place)["CopyObjectResult"]
    assert (copied[name], copied["ChecksumType"]) == (value, "FULL_OBJECT")
    assert s3.head_object(Bucket=sandbox.bucket, Key="copy", **mode)[name] == value


def test_a_checksum_that_comes_without_its_algorithm_is_kept_too(sandbox: Sandbox, s3: Any) -> None:
    """As SDKs send it that compute it themselves."""
    place = {"Bucket": sandbox.bucket, "Key": "sum"}
    assert s3.put_object(**place, Body=b"123456789", ChecksumCRC32="y/Q5Jg==")["ChecksumCRC32"] == "y/Q5Jg=="
    assert s3.head_object(**place, ChecksumMode="ENABLED")["ChecksumCRC32"] == "y/Q5Jg=="


def test_a_copy_may_be_given_another_checksum(sandbox: Sandbox, s3: Any) -> None:
    copy = {"Bucket": sandbox.bucket, "Key": "copy"}
    source = stored(sandbox.bucket)
    copied = s3.copy_object(**copy, CopySource=source, ChecksumAlgorithm="SHA1")["CopyObjectResult"]
    assert copied.keys() == {"ETag", "LastModified", "ChecksumSHA1", "ChecksumType"}
    assert s3.head_object(**copy, ChecksumMode="ENABLED")["ChecksumSHA1"] == copied["ChecksumSHA1"]


@pytest.mark.parametrize(
    ("given", "kind", "value"),
    [
        ({}, "FULL_OBJECT", "rosUhgp5mIg="),
        ({"ChecksumAlgorithm": "CRC64NVME"}, "FULL_OBJECT", "rosUhgp5mIg="),
        ({"ChecksumAlgorithm": "CRC32", "ChecksumType": "FULL_OBJECT"}, "FULL_OBJECT", "y/Q5Jg=="),
        ({"ChecksumAlgorithm": "SHA256"}, "COMPOSITE", ""),
    ],
)
def test_the_checksum_of_parts(
    sandbox: Sandbox, s3: Any, given: dict[str, str], kind: str, value: str
) -> None:
    """User Guide, "Checking object integrity": of the whole, or of the checksums of the parts."""
    begun = s3.create_multipart_upload(Bucket=sandbox.bucket, Key="parts", **given)
    upload = {name: begun[name] for name in ("Bucket", "Key", "UploadId")}
    s3.upload_part(**upload, PartNumber=2, Body=b"123456789")
    algorithm = given.get("ChecksumAlgorithm", "CRC64NVME")
    if not value:
        of_parts = hashlib.sha256(hashlib.sha256(b"123456789").digest()).digest()
        value = f"{base64.b64encode(of_parts).decode()}-1"
    listed = s3.list_parts(**upload)
    assert listed.get("ChecksumAlgorithm") == given.get("ChecksumAlgorithm")
    assert (f"Checksum{algorithm}" in listed["Parts"][0]) == bool(given)
    done = complete(s3, upload)
    assert (done[f"Checksum{algorithm}"], done["ChecksumType"]) == (value, kind)
    assert done["Location"] == f"https://{sandbox.bucket}.s3.us-east-1.amazonaws.com/parts"
    head = s3.head_object(Bucket=sandbox.bucket, Key="parts", ChecksumMode="ENABLED")
    assert (head[f"Checksum{algorithm}"], head["ChecksumType"]) == (value, kind)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"ChecksumAlgorithm": "MD4"},
            "unsupported. Please try again with any of the valid types: [CRC32, CRC32C, ",
        ),
        (
            {"ChecksumAlgorithm": "CRC32", "ChecksumType": "WHOLE"},
            "Value for x-amz-checksum-type header is invalid.",
        ),
        (
            {"ChecksumAlgorithm": "SHA256", "ChecksumType": "FULL_OBJECT"},
            "FULL_OBJECT checksum type cannot be used",
        ),
        (
            {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "COMPOSITE"},
            "with the crc64nvme checksum algorithm.",
        ),
    ],
)
def test_a_checksum_that_there_is_not_is_refused(
    sandbox: Sandbox, s3: Any, given: dict[str, str], message: str
) -> None:
    status, code, said = refused(s3.create_multipart_upload, Bucket=sandbox.bucket, Key="parts", **given)
    assert (status, code) == (400, "InvalidRequest")
    assert message in said


def test_an_algorithm_that_is_not_offered_is_named(sandbox: Sandbox, s3: Any) -> None:
    given = {**stored(sandbox.bucket), "Body": b"x", "ChecksumSHA512": "AAAA"}
    assert "x-amz-checksum-sha512" in refused(s3.put_object, **given)[2]
