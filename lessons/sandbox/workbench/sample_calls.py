"""What the page's buttons do with a set of credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons.sandbox.scenarios.personas import Place

__all__ = ["Use", "uses_in"]

NOTE = b"I was here.\n"


@dataclass(frozen=True, slots=True)
class Use:
    """One button, and the boto3 call behind it (`operation` by its Python name)."""

    key: str
    label: str
    service: str
    operation: str
    parameters: Mapping[str, Any]


def uses_in(place: Place) -> tuple[Use, ...]:
    """What can be tried there: only what needs a bucket or an object is left out where there is none."""
    bucket = {"Bucket": place.bucket}
    uses = (
        Use("who", "Who am I?", "sts", "get_caller_identity", {}),
        Use("list", "List the bucket", "s3", "list_objects_v2", bucket),
        Use("read", f"Read {place.key}", "s3", "get_object", bucket | {"Key": place.key}),
        Use("write", "Write a file", "s3", "put_object", bucket | {"Key": "notes.txt", "Body": NOTE}),
    )
    return tuple(use for use in uses if all(use.parameters.values()))
