"""The checksums that S3 takes with a body: in headers, or in the trailers of a body in chunks."""

import base64
import hashlib
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request


def check(request: Request) -> None:
    """Whether the body is what each of its checksums was made of. Raises AwsError."""
    for header, (name, digest) in _DIGESTS.items():
        claimed = request.header(header)
        if claimed and claimed != base64.b64encode(digest(request.body)).decode():
            raise AwsError("checksum", "s3", name=name, what=_COMPARED.get(name, "the calculated checksum"))


def digest_of(algorithm: str, body: bytes) -> bytes:
    """The checksum of a body by one of the algorithms of `HEADERS`."""
    return _DIGESTS[HEADERS[algorithm]][1](body)


def of(algorithm: str, body: bytes) -> str:
    """The same as S3 writes it."""
    return base64.b64encode(digest_of(algorithm, body)).decode()


@lru_cache(maxsize=2)
def _table(polynomial: int) -> tuple[int, ...]:
    """What each byte adds to a cyclic redundancy check; the polynomial in reversed order of bits."""
    row = list(range(256))
    for _ in range(8):
        row = [value >> 1 ^ polynomial * (value & 1) for value in row]
    return tuple(row)


def _crc(polynomial: int, bits: int) -> Callable[[bytes], bytes]:
    """A cyclic redundancy check that begins and ends inverted, as all of S3's do."""
    ones = (1 << bits) - 1

    def digest(body: bytes) -> bytes:
        table, value = _table(polynomial), ones
        for byte in body:
            value = table[(value ^ byte) & 0xFF] ^ value >> 8
        return (value ^ ones).to_bytes(bits // 8)

    return digest


_COMPARED = {"Content-MD5": "what we received"}
_Digest = Callable[[bytes], bytes]
_DIGESTS: dict[str, tuple[str, _Digest]] = {
    "Content-MD5": ("Content-MD5", lambda body: hashlib.md5(body, usedforsecurity=False).digest()),
    "x-amz-checksum-crc32": ("CRC32", lambda body: zlib.crc32(body).to_bytes(4)),
    "x-amz-checksum-crc32c": ("CRC32C", _crc(0x82F63B78, 32)),
    "x-amz-checksum-crc64nvme": ("CRC64NVME", _crc(0x9A6C9329AC4BC9B5, 64)),
    "x-amz-checksum-sha1": ("SHA1", lambda body: hashlib.sha1(body, usedforsecurity=False).digest()),
    "x-amz-checksum-sha256": ("SHA256", lambda body: hashlib.sha256(body).digest()),
}

# Where the checksum of each algorithm comes along.
HEADERS: Mapping[str, str] = {name: header for header, (name, _) in _DIGESTS.items() if header != name}
