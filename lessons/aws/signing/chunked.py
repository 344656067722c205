"""Bodies in S3's `aws-chunked` encoding: chunks, each with its size and perhaps a signature, then trailers.

    400;chunk-signature=ad80…\r\n<1024 bytes>\r\n0;chunk-signature=b6c6…\r\nx-amz-checksum-crc32:…\r\n\r\n

Amazon S3 API Reference, "Signature calculations for the Authorization header: transferring payload in
multiple chunks" and "… including trailing headers".
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request

STREAMING = "STREAMING-"
SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
MOST_CHUNKS = 1024
NOTHING = hashlib.sha256(b"").hexdigest()

_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?\r\n")
_LENGTH = "x-amz-decoded-content-length"
_SIGNATURE = "x-amz-trailer-signature"
_ONLY_CHUNKED = ("content-encoding", "content-length", "x-amz-trailer", "x-amz-content-sha256", _LENGTH)

# Signs a chunk: by the algorithm's name, the signature before it, and hashes.
SignChunk = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Chunks:
    """A body in chunks: each with its signature ("" where it has none), the last one empty."""

    chunks: tuple[tuple[bytes, str], ...]
    trailers: Mapping[str, str]

    @property
    def body(self) -> bytes:
        """What the chunks hold together."""
        return b"".join(data for data, _ in self.chunks)


def plain(request: Request) -> Request:
    """The request with its body as it was before it was cut into chunks, and the trailers as headers."""
    if not request.header("X-Amz-Content-SHA256").startswith(STREAMING):
        return request
    read = _read(request.body)
    if request.header(_LENGTH) != str(len(read.body)):
        raise AwsError("incomplete body", "s3")
    encodings = [name.strip() for name in request.header("Content-Encoding").split(",")]
    kept = ",".join(name for name in encodings if name and name != "aws-chunked")
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _ONLY_CHUNKED}
    headers |= {**read.trailers, "Content-Length": str(len(read.body))}
    headers |= {"Content-Encoding": kept} if kept else {}
    return replace(request, headers=headers, body=read.body)


def check(body: bytes, seed: str, sign: SignChunk) -> None:
    """Whether every chunk is signed, each upon the one before, the first upon the request's signature."""
    read = _read(body)
    before = seed
    for data, signature in read.chunks:
        _expect(
            sign("AWS4-HMAC-SHA256-PAYLOAD", before, NOTHING, hashlib.sha256(data).hexdigest()), signature
        )
        before = signature
    trailers = {name: value for name, value in read.trailers.items() if name != _SIGNATURE}
    if trailers:
        text = "".join(f"{name}:{value}\n" for name, value in trailers.items())
        _expect(
            sign("AWS4-HMAC-SHA256-TRAILER", before, hashlib.sha256(text.encode()).hexdigest()),
            read.trailers.get(_SIGNATURE, ""),
        )


def _expect(expected: str, signature: str) -> None:
    if not hmac.compare_digest(expected, signature.encode("ascii", "replace").decode()):
        raise AwsError("signature", "s3")


def _read(body: bytes) -> Chunks:
    """The chunks of a body. Raises AwsError where it breaks off or is no such body."""
    chunks: list[tuple[bytes, str]] = []
    place = 0
    while found := _SIZE.match(body, place):
        end = found.end() + int(found[1], 16)
        data = body[found.end() : end]
        chunks.append((data, (found[2] or b"").decode()))
        if not data:
            return Chunks(tuple(chunks), _trailers(body[end:]))
        if body[end : end + 2] != b"\r\n" or len(chunks) >= MOST_CHUNKS:
            break
        place = end + 2
    raise AwsError("incomplete body", "s3")


def _trailers(text: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.decode(errors="replace").split("\r\n") if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
