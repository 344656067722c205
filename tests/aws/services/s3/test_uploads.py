"""Uploads in parts: who began one, its parts in pages, and what it leaves alone."""

from typing import Any

import pytest

from tests.aws.conftest import Sandbox
from tests.aws.services.s3.test_shapes import stored, uploading


def test_an_upload_says_who_began_it_and_whose_it_is(sandbox: Sandbox, s3: Any) -> None:
    """A session is told by its ARN too."""
    owner = s3.list_buckets()["Owner"]
    upload = uploading(s3, sandbox.bucket)
    s3.upload_part(**upload, PartNumber=3, Body=b"more")
    listed = s3.list_parts(**upload)
    assert (listed["Initiator"]["ID"], listed["Owner"]) == (
        f"arn:aws:iam::{sandbox.account()}:user/carol",
        owner,
    )
    document = sandbox.document["accounts"][sandbox.account()]["buckets"][sandbox.bucket]["uploads"]
    del document[upload["UploadId"]]["initiator"]  # as uploads are that began before it was kept
    assert s3.list_parts(**upload)["Initiator"] == owner


def test_parts_are_listed_in_pages(sandbox: Sandbox, s3: Any) -> None:
    """LocalStack's recordings of ListParts."""
    upload = uploading(s3, sandbox.bucket)
    for number in (10, 2):
        s3.upload_part(**upload, PartNumber=number, Body=b"x" * number)

    def page(**given: Any) -> tuple[list[int], int, int, bool]:
        told = s3.list_parts(**upload, **given)
        numbers = [part["PartNumber"] for part in told.get("Parts", [])]
        return numbers, told["PartNumberMarker"], told["NextPartNumberMarker"], told["IsTruncated"]

    assert page() == ([1, 2, 10], 0, 10, False)
    assert page(MaxParts=1) == ([1], 0, 1, True)
    assert page(MaxParts=2, PartNumberMarker=1) == ([2, 10], 1, 10, False)
    assert page(MaxParts=1, PartNumberMarker=10) == ([], 10, 0, False)
    with pytest.raises(s3.exceptions.ClientError, match="max-parts"):
        page(MaxParts="many")


def test_an_upload_leaves_the_object_that_is_there_as_it_is(sandbox: Sandbox, s3: Any) -> None:
    place = stored(sandbox.bucket)
    s3.put_object(**place, Body=b"x", Tagging="team=red", ChecksumAlgorithm="SHA1")
    upload = s3.create_multipart_upload(**place)["UploadId"]
    s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"y")
    assert s3.get_object_tagging(**place)["TagSet"] == [{"Key": "team", "Value": "red"}]
    assert "ChecksumSHA1" in s3.head_object(**place, ChecksumMode="ENABLED")
