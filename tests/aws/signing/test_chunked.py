"""Bodies in S3's chunks: the example of the S3 API Reference, whole, changed and broken off."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lessons.aws import Request
from lessons.aws.errors import AwsError
from lessons.aws.signing import checksums, chunked
from lessons.aws.signing.sigv4 import in_header

# "Example: PUT object" of "Transferring payload in multiple chunks": 66560 letters a, sent as 65536 and 1024.
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
FIRST = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"
SECOND = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"
LAST = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
BODY = b"".join(
    (
        f"10000;chunk-signature={FIRST}\r\n".encode() + b"a" * 65536 + b"\r\n",
        f"400;chunk-signature={SECOND}\r\n".encode() + b"a" * 1024 + b"\r\n",
        f"0;chunk-signature={LAST}\r\n\r\n".encode(),
    )
)
SIGNED = (
    "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
    "x-amz-decoded-content-length;x-amz-storage-class"
)
SCOPE = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
EXAMPLE = Request(
    "PUT",
    "https://s3.amazonaws.com/examplebucket/chunkObject.txt",
    {
        "Host": "s3.amazonaws.com",
        "x-amz-date": "20130524T000000Z",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE},SignedHeaders={SIGNED},Signature={SEED}",
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "Content-Encoding": "aws-chunked",
        "x-amz-decoded-content-length": "66560",
        "Content-Length": "66824",
    },
    BODY,
)


def check(request: Request) -> None:
    signature = in_header(request, "s3")
    signature.check(request, SECRET, signature.signed_at)


def code_of(call: Callable[[Request], object], request: Request) -> str:
    with pytest.raises(AwsError) as caught:
        call(request)
    return caught.value.code


def test_the_example_of_the_reference_is_accepted_and_read() -> None:
    check(EXAMPLE)
    plain = chunked.plain(EXAMPLE)
    assert plain.body == b"a" * 66560
    assert plain.header("Content-Length") == "66560"
    assert plain.header("Content-Encoding") == ""


def test_no_chunk_can_be_changed_or_left_out() -> None:
    for body in (BODY.replace(b"aaa", b"aab", 1), BODY[BODY.index(b"400;") :]):
        assert code_of(check, replace(EXAMPLE, body=body)) == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    "body", [b"", b"x", BODY[:-80], BODY[:100], b"5\r\nabc", b"-1\r\n\r\n", b"fffffffff\r\n"]
)
def test_a_body_that_breaks_off_is_incomplete(body: bytes) -> None:
    assert code_of(chunked.plain, replace(EXAMPLE, body=body)) == "IncompleteBody"


def test_a_body_must_be_as_long_as_was_said() -> None:
    headers = {**EXAMPLE.headers, "x-amz-decoded-content-length": "5"}
    assert code_of(chunked.plain, replace(EXAMPLE, headers=headers)) == "IncompleteBody"


TRAILING = Request(
    "PUT",
    "http://127.0.0.1:8000/aws/bucket/key",
    {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "Content-Encoding": "gzip, aws-chunked",
        "x-amz-decoded-content-length": "9",
        "x-amz-trailer": "x-amz-checksum-crc32",
    },
    b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n",
)


def test_a_checksum_in_the_trailer_is_checked() -> None:
    plain = chunked.plain(TRAILING)
    assert (plain.body, plain.header("Content-Encoding")) == (b"123456789", "gzip")
    checksums.check(plain)
    damaged = replace(TRAILING, body=TRAILING.body.replace(b"123", b"124"))
    assert code_of(checksums.check, chunked.plain(damaged)) == "BadDigest"


# Of the nine digits, as the catalogue of CRC algorithms has them; the hashes by definition.
DIGESTS = [
    ("x-amz-checksum-crc32", "y/Q5Jg=="),
    ("x-amz-checksum-crc32c", "4waSgw=="),
    ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
    ("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="),
    ("x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
    ("Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="),
]


@pytest.mark.parametrize(("header", "digest"), DIGESTS)
def test_every_checksum_is_computed(header: str, digest: str) -> None:
    checksums.check(Request("PUT", "", {header: digest}, b"123456789"))
    assert code_of(checksums.check, Request("PUT", "", {header: "AAAA"}, b"123456789")) == "BadDigest"
