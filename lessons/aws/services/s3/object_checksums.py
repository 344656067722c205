"""The checksums that S3 keeps of objects: the one that came with a body, or else one that S3 makes itself.

Amazon S3 User Guide, "Checking object integrity in Amazon S3". A part's is not kept, for what came was right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.s3.objects import body_of
from lessons.aws.services.s3.xml import text
from lessons.aws.signing import checksums

ALGORITHM, KIND, MODE = "x-amz-checksum-algorithm", "x-amz-checksum-type", "x-amz-checksum-mode"
OF_ALL, OF_PARTS = "FULL_OBJECT", "COMPOSITE"
_OWN = "CRC64NVME"  # what S3 makes of every object since December 2024
_NOT = {OF_ALL: ("SHA1", "SHA256"), OF_PARTS: (_OWN,)}  # algorithms that have no checksum of that kind

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum of an object, and whether it is of the whole or of the checksums of its parts."""

    algorithm: str
    value: str
    kind: str = OF_ALL

    @property
    def headers(self) -> dict[str, str]:
        """How it is told with an object."""
        return {f"x-amz-checksum-{self.algorithm.lower()}": self.value, KIND: self.kind}

    @property
    def elements(self) -> tuple[str, str]:
        """How it is told in a document."""
        return text(f"Checksum{self.algorithm}", self.value), text("ChecksumType", self.kind)

    @property
    def kept(self) -> dict[str, str]:
        """How an object of a world document has it: not at all where S3 makes it anyway."""
        if (self.algorithm, self.kind) == (_OWN, OF_ALL):
            return {}
        return {"algorithm": self.algorithm, "value": self.value, "type": self.kind}


def algorithm_of(item: Item) -> tuple[str, str]:
    """The algorithm and the kind of an object's checksum."""
    kept = item.get("checksum") or {}
    return kept.get("algorithm", _OWN), kept.get("type", OF_ALL)


def of_object(item: Item) -> Checksum:
    """The checksum of an object."""
    algorithm, kind = algorithm_of(item)
    value = item["checksum"]["value"] if item.get("checksum") else checksums.of(algorithm, body_of(item))
    return Checksum(algorithm, value, kind)


def of_body(request: Request) -> Checksum | None:
    """The checksum that came with a body, None where none did. That it is right has been checked."""
    found = ((name, request.header(header)) for name, header in checksums.HEADERS.items())
    return next((Checksum(name, value) for name, value in found if value), None)


def of_copy(request: Request, item: Item, source: Item) -> Checksum:
    """The checksum of a copy: by the algorithm of what is copied, unless another is asked for."""
    algorithm = request.header(ALGORITHM).upper() or algorithm_of(source)[0]
    return Checksum(algorithm, checksums.of(algorithm, body_of(item)))


def check(request: Request) -> None:
    """Whether there is the checksum that a copy or an upload asks for. Raises AwsError."""
    algorithm, kind = request.header(ALGORITHM).upper(), request.header(KIND).upper()
    if kind not in ("", OF_ALL, OF_PARTS):
        raise AwsError("checksum kind", "s3")
    if algorithm and algorithm not in checksums.HEADERS:
        raise AwsError("checksum algorithm", "s3", known=", ".join(sorted(checksums.HEADERS)))
    if algorithm and kind and algorithm in _NOT[kind]:
        raise AwsError("checksum of that kind", "s3", kind=kind, algorithm=algorithm.lower())


def of_upload(request: Request) -> dict[str, str] | None:
    """What an upload in parts that begins is to be checked by, as it is told; None where nothing is asked."""
    algorithm = request.header(ALGORITHM).upper()
    if not algorithm:
        return None
    kind = OF_ALL if algorithm == _OWN else OF_PARTS
    return {"algorithm": algorithm, "type": request.header(KIND).upper() or kind}


def of_parts(upload: Item, parts: Iterable[Item], item: Item) -> Checksum:
    """The checksum of an object that was put together of parts."""
    asked = upload.get("checksum") or {"algorithm": _OWN, "type": OF_ALL}
    algorithm = asked["algorithm"]
    if asked["type"] == OF_ALL:
        return Checksum(algorithm, checksums.of(algorithm, body_of(item)))
    sums = [checksums.digest_of(algorithm, body_of(part)) for part in parts]
    return Checksum(algorithm, f"{checksums.of(algorithm, b''.join(sums))}-{len(sums)}", OF_PARTS)
