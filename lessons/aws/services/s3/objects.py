"""Objects as a world document has them."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any


def body_of(item: Mapping[str, Any]) -> bytes:
    """What an object, or a part of one, holds."""
    body: str = item["body"]
    return base64.b64decode(body) if item["base64"] else body.encode()


def etag_of(item: Mapping[str, Any]) -> str:
    """The tag of an entity, in quotes: the MD5 sum of its body, or another where it was uploaded in parts."""
    return f'"{item.get("etag") or hashlib.md5(body_of(item), usedforsecurity=False).hexdigest()}"'


def moment(told: str) -> str:
    """A time as S3 tells it in a document: with thousandths of seconds."""
    return told.replace("Z", ".000Z")
