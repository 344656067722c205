"""What stands in a presigned URL beside what it asks for: the signature, and what stands there for a header.

Clients move the headers of a request into the URL, and S3 reads them there: metadata, for one, and with the
older signature the type of the body. It passes over checksums (a live answer, aws/aws-sdk-go-v2 issue 2610):
whoever signs a URL has no body yet to make one of.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

_SIGNATURE = re.compile(
    r"X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)"
    r"|AWSAccessKeyId|Signature|Expires",
    re.IGNORECASE,
)
_OF_THE_BODY = ("content-type", "content-md5")  # with the older signature
_PASSED_OVER = ("x-amz-checksum-", "x-amz-sdk-checksum-", "x-amz-content-sha256", "x-amz-user-agent")


def is_parameter(name: str) -> bool:
    """Whether a parameter of the query belongs to a signature."""
    return _SIGNATURE.fullmatch(name) is not None


def headers_in(query: Mapping[str, str]) -> dict[str, str]:
    """What stands in a URL in place of headers."""
    return {name: value for name, value in query.items() if _is_header(name)}


def read_headers(query: Mapping[str, str]) -> dict[str, str]:
    """What of it S3 reads."""
    found = headers_in(query)
    left_out = {name for name in found if is_parameter(name) or name.lower().startswith(_PASSED_OVER)}
    return {name: value for name, value in found.items() if name not in left_out}


def with_headers(headers: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, str]:
    """Headers as sent, and those of a URL. The latter count, for they are what was signed."""
    names = {name.lower() for name in moved}
    return {name: value for name, value in headers.items() if name.lower() not in names} | dict(moved)


def without_headers(url: str) -> str:
    """The URL with nothing in it that stands in place of a header."""
    path, mark, query = url.partition("?")
    pairs = query.split("&")
    return path + mark + "&".join(pair for pair in pairs if not _is_header(unquote_plus(pair.split("=")[0])))


def _is_header(name: str) -> bool:
    return name.lower().startswith("x-amz-") or name.lower() in _OF_THE_BODY
