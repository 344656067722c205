"""The rules of S3: which bucket, what it may be called, and how much the sandbox keeps."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from lessons.aws import budgets
from lessons.aws.entities import Bucket
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.policies.access_request import Principal
from lessons.aws.policies.policy import parse
from lessons.aws.policies.public import is_public
from lessons.aws.policies.validate import refused_for
from lessons.aws.services.operation import Asked
from lessons.aws.services.principals import problems_in
from lessons.aws.services.s3 import tagging
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.world import World

# AWS's own limits (Amazon S3 User Guide, "Naming objects", "Working with object metadata", "Multipart upload
# limits").
LONGEST_KEY = 1_024  # bytes
LARGEST_METADATA = 2_048  # bytes of the names and values of an object's user metadata
BUCKET_POLICY = ("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy")

_META = "x-amz-meta-"
_LAST_OF_LATIN = "\xff"  # the last character of ISO 8859-1
_STORING = ("PutObject", "CopyObject", "CreateMultipartUpload")
_NAME = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


LISTS = ("ListBuckets", "ListObjects", "ListObjectsV2", "ListParts")
# Operations that need an object to be there.
OF_AN_OBJECT = (
    *("GetObject", "HeadObject", "GetObjectAcl", "PutObjectAcl"),
    *("GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"),
)


class Source(NamedTuple):
    """What a copy is made of."""

    bucket: Bucket
    key: str


def check_key(key: str) -> None:
    """Whether an object can have this key at all."""
    if (size := _bytes(key)) > LONGEST_KEY:
        raise AwsError("key too long", "s3", Size=size, MaxSizeAllowed=LONGEST_KEY)


def find_bucket(name: str, world: World) -> Bucket:
    """The bucket of a call. Bucket names are no secret at AWS: that one is not there is said to everybody."""
    bucket = world.bucket(name)
    if bucket is None:
        raise AwsError("no bucket" if name else "bucket name", "s3", BucketName=name)
    return bucket


def copy_source(asked: Asked, request: Request, world: World) -> Source | None:
    """What is to be copied, or None where nothing is. Raises AwsError for what is no object's name."""
    if asked.name != "CopyObject":
        return None
    name, _, key = unquote(request.header("x-amz-copy-source")).removeprefix("/").partition("/")
    if not key or "?versionId=" in request.header("x-amz-copy-source"):
        raise AwsError("copy source", "s3")
    return Source(find_bucket(name, world), key)


def further_actions(asked: Asked, request: Request, world: World) -> tuple[str, ...]:
    """The permissions that a call needs beside its own: whoever stores tags with an object sets them."""
    header = asked.name == "PutObject" or request.header(tagging.DIRECTIVE) == "REPLACE"
    brings = bool(request.header(tagging.HEADER)) if header else bool(copied_tags(asked, request, world))
    return ("s3:PutObjectTagging",) if brings else ()


def copied_tags(asked: Asked, request: Request, world: World) -> Mapping[str, str]:
    """The tags that a copy takes over from what is copied."""
    replaced = request.header(tagging.DIRECTIVE) == "REPLACE"
    tags: Mapping[str, str] = {} if replaced else copied(asked, request, world).get("tags", {})
    return tags


def copied(asked: Asked, request: Request, world: World) -> Mapping[str, Any]:
    """The object that is to be copied, or nothing."""
    source = copy_source(asked, request, world)
    if source is None:
        return {}
    bucket = world.accounts[source.bucket.account_id]["buckets"][source.bucket.name]
    item: Mapping[str, Any] = bucket["objects"].get(source.key, {})
    return item


def check_new_bucket(name: str, body: bytes, account_id: str, world: World) -> None:
    """Whether a bucket of this name can be made: everywhere in a world a name is taken only once."""
    if not _NAME.fullmatch(name) or _is_address(name):
        raise AwsError("bucket name", "s3", BucketName=name)
    if s3_xml.names_location(body):
        raise AwsError("location", "s3")
    there = world.bucket(name)
    if there and there.account_id != account_id:
        raise AwsError("bucket taken", "s3", BucketName=name)
    buckets = sum(len(account["buckets"]) for account in world.accounts.values())
    if there is None and buckets >= budgets.BUCKETS:
        raise AwsError("too many buckets", "s3", limit=budgets.BUCKETS)


def check_policy_call(asked: Asked, body: bytes, caller: Principal, bucket: Bucket, world: World) -> None:
    """A bucket's policy is its owner's business, whatever the policy itself allows; and it has to be one."""
    if asked.name in BUCKET_POLICY and bucket.account_id != caller.account_id:
        raise AwsError("not the owner", "s3", Method=asked.name)
    if asked.name == "PutBucketPolicy":
        check_policy(body.decode(errors="replace"), caller.arn, bucket, world)


def check_policy(text: str, caller: str, bucket: Bucket, world: World) -> None:
    """Whether S3 stores a policy that somebody (an ARN) writes: one without a mistake, and not too open."""
    if told := refused_for(problems_in(text, "bucket", world, bucket.name)):
        raise AwsError("bucket policy", "s3", message=told[0], hint=told[1])
    if bucket.public_access_block.get("BlockPublicPolicy") and is_public(parse(text)):
        raise AwsError("public policy", "s3", caller=caller, resource=bucket.arn)


def check_upload(asked: Asked, bucket: Bucket, world: World) -> None:
    """Whether an upload in parts has begun, and whether its part has a number."""
    if "uploadId" not in asked.query:
        return
    upload = _upload(asked, bucket, world)
    if upload is None or upload["key"] != asked.key:
        raise AwsError("no upload", "s3", UploadId=asked.query["uploadId"])
    number = asked.query.get("partNumber", "1")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= s3_xml.MOST_PARTS:
        raise AwsError("part number", "s3", ArgumentName="partNumber", ArgumentValue=number)


def check_reading(asked: Asked) -> None:
    """Whether HTTP can carry the headers that an object is to be answered with."""
    for name, value in asked.query.items():
        if name.startswith("response-") and max(value, default="") > _LAST_OF_LATIN:
            raise AwsError("response header", "s3", ArgumentName=name, ArgumentValue=value)


def check_room(asked: Asked, size: int, bucket: Bucket, world: World) -> None:
    """Whether there is room for an object, or for a part, of `size` bytes."""
    if asked.name not in (*_STORING, "UploadPart"):
        return
    size += _other_parts(asked, _upload(asked, bucket, world))
    if size > budgets.OBJECT:
        raise AwsError("too large", "s3", ProposedSize=size, MaxSizeAllowed=budgets.OBJECT)
    if asked.name in _STORING and asked.key not in bucket.keys and world.count_objects() >= budgets.OBJECTS:
        raise AwsError("too many", "s3", limit=budgets.OBJECTS)


def check_metadata(asked: Asked, request: Request) -> None:
    """Whether an object can have so much user metadata: names count without their prefix."""
    if asked.name not in _STORING:
        return
    headers = request.headers_by_name.items()
    pairs = [(name.removeprefix(_META), value) for name, value in headers if name.startswith(_META)]
    size = sum(_bytes(name) + _bytes(value) for name, value in pairs)
    if size > LARGEST_METADATA:
        raise AwsError("metadata", "s3", Size=size, MaxSizeAllowed=LARGEST_METADATA)


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def _upload(asked: Asked, bucket: Bucket, world: World) -> Mapping[str, Any] | None:
    uploads = world.accounts[bucket.account_id]["buckets"][bucket.name].get("uploads", {})
    upload: Mapping[str, Any] | None = uploads.get(asked.query.get("uploadId"))
    return upload


def _other_parts(asked: Asked, upload: Mapping[str, Any] | None) -> int:
    """How many bytes the other parts of an upload have already."""
    parts = upload["parts"].items() if upload else ()
    return sum(part["size"] for number, part in parts if number != asked.query.get("partNumber"))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
