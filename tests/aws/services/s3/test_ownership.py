"""Whose a bucket is: what a request expects, and access control lists, of which there are none."""

from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused

EVERYBODY = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'


def test_a_request_that_expects_the_owner_is_answered(sandbox: Sandbox, s3: Any) -> None:
    place = {"Bucket": sandbox.bucket, "ExpectedBucketOwner": sandbox.account()}
    assert s3.get_object(**place, Key="q1.csv")["ContentLength"] == 13
    assert s3.list_objects_v2(**place)["KeyCount"] == 1
    source = {"CopySource": f"{sandbox.bucket}/q1.csv", "ExpectedSourceBucketOwner": sandbox.account()}
    s3.copy_object(**place, Key="copy", **source)


@pytest.mark.parametrize("call", ["get_object", "put_object", "delete_object"])
def test_a_request_that_expects_another_owner_is_refused_and_does_nothing(
    sandbox: Sandbox, s3: Any, call: str
) -> None:
    given = {"Bucket": sandbox.bucket, "Key": "q1.csv", "ExpectedBucketOwner": sandbox.account("other")}
    before = sandbox.document
    assert refused(getattr(s3, call), **given) == (403, "AccessDenied", "Access Denied")
    assert sandbox.document == before


def test_so_is_a_copy_from_a_bucket_of_another_owner(sandbox: Sandbox, s3: Any) -> None:
    given = {"Bucket": sandbox.bucket, "Key": "copy", "CopySource": f"{sandbox.bucket}/q1.csv"}
    other = sandbox.account("other")
    assert refused(s3.copy_object, **given, ExpectedSourceBucketOwner=other)[:2] == (403, "AccessDenied")


@pytest.mark.parametrize("owner", ["1234", "a" * 12, "12345678901²"])
def test_an_owner_is_named_by_twelve_digits(sandbox: Sandbox, s3: Any, owner: str) -> None:
    given = {"Bucket": sandbox.bucket, "ExpectedBucketOwner": owner}
    assert refused(s3.list_objects_v2, **given)[:2] == (400, "InvalidBucketOwnerAWSAccountID")


LISTS = [{"ACL": "public-read"}, {"ACL": "private"}, {"GrantRead": EVERYBODY}]


@pytest.mark.parametrize("given", LISTS)
def test_an_object_has_no_list(sandbox: Sandbox, s3: Any, given: dict[str, str]) -> None:
    refusal = refused(s3.put_object, Bucket=sandbox.bucket, Key="k", **given)
    assert refusal == (400, "AccessControlListNotSupported", "The bucket does not allow ACLs")


def test_the_list_that_gives_all_to_the_owner_is_taken(sandbox: Sandbox, s3: Any) -> None:
    s3.put_object(Bucket=sandbox.bucket, Key="k", ACL="bucket-owner-full-control")


def test_a_new_bucket_may_be_private_and_nothing_else(s3: Any) -> None:
    """Amazon S3 API Reference, CreateBucket: a list for others goes with ownership that allows lists."""
    s3.create_bucket(Bucket="a-private-bucket", ACL="private")
    for given in ({"ACL": "public-read"}, {"GrantRead": EVERYBODY}):
        refusal = refused(s3.create_bucket, Bucket="a-public-bucket", **given)
        assert refusal[:2] == (400, "InvalidBucketAclWithObjectOwnership")


def test_who_may_not_is_told_so_first(sandbox: Sandbox) -> None:
    """Whether a list would be taken is the second question."""
    bob = sandbox.client("s3", "bob")
    assert refused(bob.put_object, Bucket=sandbox.bucket, Key="k", ACL="public-read")[1] == "AccessDenied"
