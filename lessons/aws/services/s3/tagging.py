"""Tags of buckets and of objects: what may be one, and where they stand in an account's document.

Amazon S3 User Guide, "Categorizing your objects using tags". The words are those of LocalStack's recordings.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Asked
from lessons.aws.services.s3 import xml as s3_xml

HEADER, DIRECTIVE = "x-amz-tagging", "x-amz-tagging-directive"
SETTING = ("PutBucketTagging", "PutObjectTagging")

_MOST = {"PutBucketTagging": (50, "a bucket")}
_MOST_OF_OBJECT = 10
_KEY = re.compile(r"[\w\s.:/=+\-@]{1,128}")
_VALUE = re.compile(r"[\w\s.:/=+\-@]{0,256}")

Tags = Mapping[str, str]


def given(asked: Asked, request: Request) -> list[tuple[str, str]]:
    """The tags that a call brings, unchecked: in its body, or in the header of an upload."""
    if asked.name in SETTING:
        return s3_xml.tags(request.body)
    if asked.name == "CopyObject" and request.header(DIRECTIVE) != "REPLACE":
        return []
    return parse_qsl(request.header(HEADER), keep_blank_values=True)


def check(asked: Asked, request: Request) -> None:
    """Whether the tags that a call brings can be some. Raises AwsError."""
    pairs = given(asked, request)
    if asked.name not in SETTING and not (len(dict(pairs)) == len(pairs) and all(map(_can_be, pairs))):
        facts = {"ArgumentName": HEADER, "ArgumentValue": request.header(HEADER)}
        raise AwsError("tags in a header", "s3", **facts)
    most, whose = _MOST.get(asked.name, (_MOST_OF_OBJECT, "an object"))
    if len(pairs) > most:
        raise AwsError(f"tags of {whose}", "s3", most=most)
    names: set[str] = set()
    for key, value in pairs:
        if key in names:
            raise AwsError("tag twice", "s3", TagKey=key)
        if key.lower().startswith("aws:"):
            raise AwsError(f"system tag of {whose}", "s3", TagKey=key)
        if not _KEY.fullmatch(key):
            raise AwsError("tag key", "s3", TagKey=key)
        if not _VALUE.fullmatch(value):
            raise AwsError("tag value", "s3", TagKey=key, TagValue=value)
        names.add(key)


def _can_be(pair: tuple[str, str]) -> bool:
    key, value = pair
    return bool(_KEY.fullmatch(key) and _VALUE.fullmatch(value))


def of_bucket(account: Mapping[str, Any], bucket: str) -> Tags:
    """The tags of a bucket."""
    tags: Tags = account["buckets"][bucket].get("tags", {})
    return tags


def of_object(account: Mapping[str, Any], bucket: str, key: str) -> Tags:
    """The tags of an object, or of one that is not there."""
    tags: Tags = account["buckets"][bucket]["objects"].get(key, {}).get("tags", {})
    return tags


def document(tags: Tags) -> bytes:
    """The tags as S3 tells them."""
    told = [s3_xml.element("Tag", s3_xml.text("Key", key), s3_xml.text("Value", tags[key])) for key in tags]
    return s3_xml.document("Tagging", s3_xml.element("TagSet", *told))
