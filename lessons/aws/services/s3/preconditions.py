"""Copies and uploads in parts that are only to be done if something is so.

Amazon S3 User Guide, "Add preconditions to S3 operations with conditional requests".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Asked
from lessons.aws.services.s3.objects import etag_of
from lessons.aws.services.s3.rules import copy_source
from lessons.aws.world import World

_ON_WRITE = ("CopyObject", "CompleteMultipartUpload")  # moto looks at those of other calls
_SOURCE = "x-amz-copy-source-If-"

Item = Mapping[str, Any]


def check(asked: Asked, request: Request, world: World, now: datetime) -> None:
    """Whether what a copy or an upload depends on is so, at `now`. Raises AwsError."""
    if asked.name not in _ON_WRITE:
        return
    bucket = world.bucket(asked.bucket)
    _check_target(
        request, _item(world, bucket.account_id, asked.bucket, asked.key) if bucket else None, asked.key
    )
    source = copy_source(asked, request, world)
    if source:
        _check_source(
            request, _item(world, source.bucket.account_id, source.bucket.name, source.key) or {}, now
        )


def _item(world: World, account_id: str, bucket: str, key: str) -> Item | None:
    item: Item | None = world.accounts[account_id]["buckets"][bucket]["objects"].get(key)
    return item


def _check_target(request: Request, item: Item | None, key: str) -> None:
    match, none_match = request.header("If-Match"), request.header("If-None-Match")
    if none_match == "*" and item is not None:
        raise AwsError("precondition", "s3", Condition="If-None-Match")
    if match and item is None:
        raise AwsError("no key", "s3", Key=key)
    if match and item is not None and not _is(match, item):
        raise AwsError("precondition", "s3", Condition="If-Match")


def _check_source(request: Request, item: Item, now: datetime) -> None:
    """A tag that fits outweighs a date; a date in the future is none."""
    match, none_match = (request.header(f"{_SOURCE}{name}") for name in ("Match", "None-Match"))
    unmodified, modified = (_date(request, name) for name in ("Unmodified-Since", "Modified-Since"))
    changed = datetime.fromisoformat(item["modified"])
    failed = {
        "Match": match and not _is(match, item),
        "Unmodified-Since": not match and unmodified and changed > unmodified,
        "None-Match": none_match and _is(none_match, item),
        "Modified-Since": not none_match and modified and changed <= modified <= now,
    }
    for name, is_failed in failed.items():
        if is_failed:
            raise AwsError("precondition", "s3", Condition=f"{_SOURCE}{name}")


def _is(tag: str, item: Item) -> bool:
    return tag.strip('"') == etag_of(item).strip('"')


def _date(request: Request, name: str) -> datetime | None:
    """The date in a header; None for what is none."""
    try:
        date = parsedate_to_datetime(request.header(f"{_SOURCE}{name}"))
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
