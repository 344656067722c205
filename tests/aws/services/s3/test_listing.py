"""Lists of objects and of buckets: order, pages, prefixes, encoding, as public test suites expect of S3."""

from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused

BUCKET = "a-bucket-to-list"
KEYS = ["asdf", "boo/bar", "boo/baz/xyzzy", "cquux/thud", "cquux/bla"]


@pytest.fixture
def s3(sandbox: Sandbox) -> Any:
    """A client of carol's, who may do everything, with a bucket of her own."""
    made = sandbox.client("s3", "carol")
    made.create_bucket(Bucket=BUCKET)
    return made


def put(s3: Any, *keys: str) -> None:
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())


def names(answer: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The keys and the prefixes."""
    keys = [item["Key"] for item in answer.get("Contents", [])]
    return keys, [item["Prefix"] for item in answer.get("CommonPrefixes", [])]


# As ceph/s3-tests has it for the delimiter and the prefix: marker, most, and what comes.
PAGES = [
    ({"Delimiter": "/", "Prefix": "", "MaxKeys": 1}, "", (["asdf"], []), "asdf"),
    ({"Delimiter": "/", "Prefix": "", "MaxKeys": 1}, "asdf", ([], ["boo/"]), "boo/"),
    ({"Delimiter": "/", "Prefix": "", "MaxKeys": 1}, "boo/", ([], ["cquux/"]), None),
    ({"Delimiter": "/", "Prefix": "", "MaxKeys": 2}, "", (["asdf"], ["boo/"]), "boo/"),
    ({"Delimiter": "/", "Prefix": "boo/", "MaxKeys": 1}, "", (["boo/bar"], []), "boo/bar"),
    ({"Delimiter": "/", "Prefix": "boo/", "MaxKeys": 1}, "boo/bar", ([], ["boo/baz/"]), None),
]


@pytest.mark.parametrize(("given", "marker", "found", "after"), PAGES)
def test_a_list_with_a_delimiter_comes_in_pages(
    s3: Any, given: dict[str, Any], marker: str, found: Any, after: str | None
) -> None:
    put(s3, *KEYS)
    answer = s3.list_objects(Bucket=BUCKET, Marker=marker, **given)
    assert names(answer) == found
    assert (answer["IsTruncated"], answer.get("NextMarker")) == (after is not None, after)
    assert (answer["Marker"], answer["MaxKeys"], answer["Delimiter"]) == (marker, given["MaxKeys"], "/")


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
@pytest.mark.parametrize("delimiter", ["", "/", "a"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_pages_together_are_the_list(s3: Any, operation: str, delimiter: str, size: int) -> None:
    put(s3, *KEYS, "a b/c", "a+b/c", "a%20b", "é/ü", "<&>", "cquux/")
    given = {"Bucket": BUCKET, "Delimiter": delimiter}
    keys, prefixes = names(getattr(s3, operation)(**given))
    pages = [
        names(page)
        for page in s3.get_paginator(operation).paginate(**given, PaginationConfig={"PageSize": size})
    ]
    assert [key for page in pages for key in page[0]] == keys
    assert [prefix for page in pages for prefix in page[1]] == prefixes
    assert all(len(page[0]) + len(page[1]) <= size for page in pages)
    if not delimiter:
        assert keys == sorted(keys, key=str.encode)


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
def test_names_are_encoded_as_they_are_asked_for(sandbox: Sandbox, s3: Any, operation: str) -> None:
    """As ceph/s3-tests has it: a client that asks for an encoding takes it off again."""
    put(s3, "foo+1/bar", "foo/bar/xyzzy", "quux ab/thud", "asdf+b", "a%20b/c")
    answer = getattr(s3, operation)(Bucket=BUCKET, Delimiter="/", EncodingType="url")
    assert names(answer) == (["asdf%2Bb"], ["a%2520b/", "foo%2B1/", "foo/", "quux%20ab/"])
    assert names(getattr(s3, operation)(Bucket=BUCKET, Delimiter="/")) == (
        ["asdf+b"],
        ["a%20b/", "foo+1/", "foo/", "quux ab/"],
    )


def test_what_was_asked_is_echoed(s3: Any) -> None:
    put(s3, *KEYS)
    first = s3.list_objects_v2(Bucket=BUCKET, MaxKeys=2, StartAfter="asdf", Prefix="")
    assert (first["StartAfter"], first["KeyCount"], first["Prefix"]) == ("asdf", 2, "")
    assert "ContinuationToken" not in first
    token = first["NextContinuationToken"]
    second = s3.list_objects_v2(Bucket=BUCKET, MaxKeys=2, ContinuationToken=token)
    assert (second["ContinuationToken"], names(second)[0]) == (token, ["cquux/bla", "cquux/thud"])
    assert s3.list_objects(Bucket=BUCKET)["Marker"] == ""


def test_an_object_is_told_with_its_owner_where_that_is_asked_for(sandbox: Sandbox, s3: Any) -> None:
    """The older list always tells it. DisplayName is told no more since November 2025."""
    put(s3, "k")
    owner = s3.list_buckets()["Owner"]
    assert len(owner["ID"]) == 64
    assert s3.list_objects(Bucket=BUCKET)["Contents"][0]["Owner"] == owner
    (plain,) = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert "Owner" not in plain
    (owned,) = s3.list_objects_v2(Bucket=BUCKET, FetchOwner=True)["Contents"]
    assert owned == {**plain, "Owner": owner}
    assert plain["ETag"] == s3.head_object(Bucket=BUCKET, Key="k")["ETag"]


def test_a_page_may_be_empty_and_has_a_thousand_at_most(s3: Any) -> None:
    put(s3, "k")
    none = s3.list_objects_v2(Bucket=BUCKET, MaxKeys=0)
    assert (none["KeyCount"], none["IsTruncated"], none["MaxKeys"]) == (0, False, 0)
    assert s3.list_objects_v2(Bucket=BUCKET, MaxKeys=5_000)["MaxKeys"] == 1_000


WRONG = [
    ({"MaxKeys": "blah"}, "Provided max-keys not an integer or within integer range"),
    ({"MaxKeys": "9" * 40}, "Provided max-keys not an integer or within integer range"),
    ({"MaxKeys": -1}, "Argument max-keys must be an integer between 0 and 2147483647"),
    ({"ContinuationToken": ""}, "The continuation token provided is incorrect"),
    ({"ContinuationToken": "made up"}, "The continuation token provided is incorrect"),
    ({"EncodingType": "base64"}, "Invalid Encoding Method specified in Request"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_what_cannot_be_read_is_refused(
    s3: Any, given: dict[str, Any], message: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert refused(s3.list_objects_v2, Bucket=BUCKET, **given) == (400, "InvalidArgument", message)
    assert not caplog.records


def test_buckets_are_listed_by_prefix_and_in_pages(sandbox: Sandbox, s3: Any) -> None:
    for number in range(3):
        s3.create_bucket(Bucket=f"logs-{number}")
    plain = s3.list_buckets()
    assert [item["Name"] for item in plain["Buckets"]] == [
        BUCKET,
        "logs-0",
        "logs-1",
        "logs-2",
        sandbox.bucket,
    ]
    assert "BucketRegion" not in plain["Buckets"][0]
    first = s3.list_buckets(Prefix="logs-", MaxBuckets=2)
    assert [item["Name"] for item in first["Buckets"]] == ["logs-0", "logs-1"]
    assert (first["Prefix"], first["Buckets"][0]["BucketRegion"]) == ("logs-", "us-east-1")
    last = s3.list_buckets(Prefix="logs-", MaxBuckets=2, ContinuationToken=first["ContinuationToken"])
    assert [item["Name"] for item in last["Buckets"]] == ["logs-2"]
    assert "ContinuationToken" not in last
    assert s3.list_buckets(BucketRegion="eu-west-1")["Buckets"] == []
