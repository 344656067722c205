"""The kinds of policy documents, and which elements a statement of each has."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """Which of Principal and Resource a statement must have, and which it may not.

    `longest` is the size of a document at most, as `measure` counts it from its text and what that says.
    """

    required: tuple[str, ...]
    forbidden: tuple[str, ...]
    longest: int
    measure: Callable[[str, Any], int]


def size(text: str) -> int:
    """The characters that IAM counts: all but white space (IAM User Guide, "IAM and STS quotas")."""
    return len("".join(text.split()))


def _of_iam(text: str, _read: Any) -> int:
    return size(text)


def _of_s3(_text: str, read: Any) -> int:
    """Bytes without white space around the values (Amazon S3 User Guide, "Bucket policies")."""
    return len(json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))


KINDS: Mapping[str, Kind] = {
    "identity": Kind(("Resource",), ("Principal",), 10_240, _of_iam),
    "managed": Kind(("Resource",), ("Principal",), 6_144, _of_iam),
    "trust": Kind(("Principal",), ("Resource",), 2_048, _of_iam),
    "bucket": Kind(("Principal", "Resource"), (), 20_480, _of_s3),
    "control": Kind(("Principal", "Resource"), (), 5_120, _of_iam),
}
