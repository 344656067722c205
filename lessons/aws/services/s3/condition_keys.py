"""The condition keys that a request to S3 brings (Service Authorization Reference, Amazon S3)."""

from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Asked
from lessons.aws.services.s3 import tagging

_HEADERS = (
    "x-amz-acl",
    "x-amz-copy-source",
    "x-amz-metadata-directive",
    "x-amz-server-side-encryption",
    "x-amz-storage-class",
)


def of_request(asked: Asked, request: Request) -> dict[str, tuple[str, ...]]:
    """Headers by which uploads are limited, and the tags that an object is to have."""
    headers = request.headers_by_name
    keys = {f"s3:{name}": (headers[name],) for name in _HEADERS if name in headers}
    tags = dict(tagging.given(asked, request)) if asked.key else {}
    keys |= {f"s3:RequestObjectTag/{name}": (value,) for name, value in tags.items()}
    return keys | ({"s3:RequestObjectTagKeys": tuple(tags)} if tags else {})
