"""Lists of objects, of buckets and of parts: in order, in pages, with what is alike rolled up.

Amazon S3 API Reference, ListObjects, ListObjectsV2, ListBuckets and ListParts.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lessons.aws.arn import REGION, bucket_arn
from lessons.aws.errors import AwsError
from lessons.aws.services.s3.object_checksums import algorithm_of
from lessons.aws.services.s3.objects import body_of, etag_of, moment
from lessons.aws.services.s3.ownership import canonical_id
from lessons.aws.services.s3.xml import document, element, text
from lessons.aws.signing.checksums import of as checksum_of

_MOST = 1000  # objects of a page
_MOST_BUCKETS = 10_000
_LARGEST = 2**31 - 1
_SIZES = {"ListBuckets": ("max-buckets",), "ListParts": ("max-parts", "part-number-marker")}

Query = Mapping[str, str]
Items = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: names of objects, and prefixes that stand for many. `last` is "" on the last one."""

    keys: tuple[str, ...]
    prefixes: tuple[str, ...]
    last: str


def check(name: str, query: Query) -> None:
    """Whether the parameters of a list can be read. Raises AwsError."""
    for size in _SIZES.get(name, ("max-keys",)):
        _size(query, size, _MOST)
    _token(query)
    if query.get("encoding-type", "url") != "url":
        facts = {"ArgumentName": "encoding-type", "ArgumentValue": query["encoding-type"]}
        raise AwsError("encoding", "s3", **facts)


def objects(bucket: str, items: Items, query: Query, account_id: str) -> bytes:
    """The answer to ListObjects."""
    marker, size = query.get("marker", ""), _size(query, "max-keys", _MOST)
    page = _page(items, query, marker, size)
    encode = _encoder(query)
    after = [text("NextMarker", encode(page.last))] if page.last and query.get("delimiter") else []
    return document(
        "ListBucketResult",
        text("Name", bucket),
        text("Prefix", encode(query.get("prefix", ""))),
        text("Marker", encode(marker)),
        *after,
        text("MaxKeys", size),
        *_shape(query),
        text("IsTruncated", "true" if page.last else "false"),
        *_contents(page, items, query, account_id),
    )


def objects_v2(bucket: str, items: Items, query: Query, account_id: str) -> bytes:
    """The answer to ListObjectsV2."""
    token, size = query.get("continuation-token"), _size(query, "max-keys", _MOST)
    page = _page(items, query, query.get("start-after", "") if token is None else _token(query), size)
    begun = [] if token is None else [text("ContinuationToken", token)]
    after = [text("NextContinuationToken", _as_token(page.last))] if page.last else []
    start = [text("StartAfter", _encoder(query)(query["start-after"]))] if query.get("start-after") else []
    return document(
        "ListBucketResult",
        text("Name", bucket),
        text("Prefix", _encoder(query)(query.get("prefix", ""))),
        *start,
        *begun,
        *after,
        text("KeyCount", len(page.keys) + len(page.prefixes)),
        text("MaxKeys", size),
        *_shape(query),
        text("IsTruncated", "true" if page.last else "false"),
        *_contents(page, items, query, account_id if query.get("fetch-owner") == "true" else ""),
    )


def buckets(items: Items, query: Query, account_id: str) -> bytes:
    """The answer to ListBuckets. It names the region of each where a page was asked for."""
    size = _size(query, "max-buckets", _MOST_BUCKETS)
    found = items if query.get("bucket-region", REGION) == REGION else {}
    page = _page(found, {"prefix": query.get("prefix", "")}, _token(query), size)
    region = [text("BucketRegion", REGION)] if query else []
    told = (
        element(
            "Bucket",
            text("Name", name),
            text("CreationDate", moment(items[name]["created"])),
            *region,
            text("BucketArn", bucket_arn(name)),
        )
        for name in page.keys
    )
    return document(
        "ListAllMyBucketsResult",
        element("Owner", text("ID", canonical_id(account_id))),
        element("Buckets", *told),
        *([text("Prefix", query["prefix"])] if query.get("prefix") else []),
        *([text("ContinuationToken", _as_token(page.last))] if page.last else []),
    )


def parts(bucket: str, upload: Items, query: Query, account_id: str) -> bytes:
    """The answer to ListParts. Who has begun an upload is told by the ARN, where it is known."""
    size, marker = _size(query, "max-parts", _MOST), _size(query, "part-number-marker", _LARGEST, "0")
    after = sorted(number for number in map(int, upload["parts"]) if number > marker)
    page = after[:size]
    asked = upload.get("checksum") or {}
    checksum = asked.get("algorithm", "")
    owner = canonical_id(account_id)
    return document(
        "ListPartsResult",
        text("Bucket", bucket),
        text("Key", upload["key"]),
        text("UploadId", query["uploadId"]),
        element("Initiator", text("ID", upload.get("initiator", owner))),
        element("Owner", text("ID", owner)),
        text("StorageClass", "STANDARD"),
        text("PartNumberMarker", marker),
        text("NextPartNumberMarker", page[-1] if page else 0),
        text("MaxParts", size),
        *([text("ChecksumAlgorithm", checksum), text("ChecksumType", asked["type"])] if checksum else []),
        text("IsTruncated", str(len(after) > len(page)).lower()),
        *(element("Part", *_part(number, upload["parts"][str(number)], checksum)) for number in page),
    )


def _part(number: int, item: Items, algorithm: str) -> Iterator[str]:
    yield text("PartNumber", number)
    yield text("LastModified", moment(item["modified"]))
    yield text("ETag", etag_of(item))
    yield text("Size", item["size"])
    if algorithm:
        yield text(f"Checksum{algorithm}", checksum_of(algorithm, body_of(item)))


def _page(items: Items, query: Query, after: str, size: int) -> Page:
    """The names after one of them: a prefix that has been told is not told again."""
    names: dict[str, bool] = {}  # whether it is a prefix, in the order of UTF-8
    for key in sorted(items, key=str.encode):
        name, is_prefix = _rolled_up(key, query)
        if key.startswith(query.get("prefix", "")) and key.encode() > after.encode() and name != after:
            names[name] = is_prefix
    told = list(names)[:size]
    last = told[-1] if told and len(names) > size else ""
    keys = tuple(name for name in told if not names[name])
    return Page(keys, tuple(name for name in told if names[name]), last)


def _rolled_up(key: str, query: Query) -> tuple[str, bool]:
    """What a key is told by, and whether that is a prefix, which ends with the next delimiter."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    found = key.find(delimiter, len(prefix)) if delimiter else -1
    return (key, False) if found < 0 else (key[: found + len(delimiter)], True)


def _shape(query: Query) -> Iterator[str]:
    if query.get("delimiter"):
        yield text("Delimiter", _encoder(query)(query["delimiter"]))
    if "encoding-type" in query:
        yield text("EncodingType", "url")


def _contents(page: Page, items: Items, query: Query, owner: str) -> Iterator[str]:
    encode = _encoder(query)
    for key in page.keys:
        yield element("Contents", *_content(encode(key), items[key], owner))
    for prefix in page.prefixes:
        yield element("CommonPrefixes", text("Prefix", encode(prefix)))


def _content(key: str, item: Mapping[str, Any], owner: str) -> Iterator[str]:
    yield text("Key", key)
    yield text("LastModified", moment(item["modified"]))
    yield text("ETag", etag_of(item))
    algorithm, kind = algorithm_of(item)
    yield text("ChecksumAlgorithm", algorithm)
    yield text("ChecksumType", kind)
    yield text("Size", len(body_of(item)))
    if owner:
        yield element("Owner", text("ID", canonical_id(owner)))
    yield text("StorageClass", "STANDARD")


def _encoder(query: Query) -> Any:
    """How names are told: as they are, or as in a URL, for what XML cannot hold."""
    return quote if "encoding-type" in query else str


def _size(query: Query, name: str, most: int, unsaid: str = "") -> int:
    """How many are asked for. Raises AwsError for what is no such number."""
    given = query.get(name) or unsaid or str(most)
    facts = {"name": name, "ArgumentName": name, "ArgumentValue": given}
    digits = given.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(_LARGEST)):
        raise AwsError("no whole number", "s3", **facts)
    if not 0 <= int(given) <= _LARGEST:
        raise AwsError("number out of range", "s3", most=_LARGEST, **facts)
    return min(int(given), most)


def _token(query: Query) -> str:
    """What a continuation token stands for, "" where there is none. Raises AwsError for a made-up one."""
    token = query.get("continuation-token")
    if token is None:
        return ""
    try:
        name = base64.urlsafe_b64decode(token.encode()).decode()
    except (binascii.Error, ValueError):
        name = ""
    if not name or _as_token(name) != token:
        raise AwsError("token", "s3", ArgumentName="continuation-token", ArgumentValue=token)
    return name


def _as_token(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode()
