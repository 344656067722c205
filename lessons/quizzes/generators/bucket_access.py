"""What policies allow with a bucket, and what is done with it: for the scenes of `limits.py` and its like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.generators.generator import Drawn
from lessons.quizzes.generators.scene import Call
from lessons.quizzes.generators.worlds import (
    allow,
    bucket_of,
    deny,
    policy,
)

__all__ = ["DOING", "GRANTS", "doing", "grant"]

# What may be done with the objects of a bucket, and how it is told.
DOING: Mapping[str, tuple[str, dict[str, str]]] = {
    "GetObject": ("reads the object `january.csv`", {"Key": "january.csv"}),
    "PutObject": ("writes the object `january.csv`", {"Key": "january.csv"}),
    "DeleteObject": ("deletes the object `january.csv`", {"Key": "january.csv"}),
    "ListObjectsV2": ("lists the bucket", {}),
}


GRANTS: Mapping[str, tuple[str, ...]] = {
    "reading": ("s3:GetObject",),
    "listing and reading": ("s3:ListBucket", "s3:GetObject"),
    "writing": ("s3:PutObject",),
    "all but deleting": ("s3:ListBucket", "s3:GetObject", "s3:PutObject"),
    "everything": ("s3:*",),
    "reading, never writing": ("s3:GetObject",),
}


def grant(kind: str, drawn: Drawn) -> dict[str, Any]:
    """A policy on the bucket and its objects."""
    bucket = f"arn:aws:s3:::{bucket_of(drawn)}"
    statements = [allow(list(GRANTS[kind]), [bucket, f"{bucket}/*"])]
    if kind == "reading, never writing":
        statements.append(deny("s3:PutObject", f"{bucket}/*"))
    return policy(*statements)


def doing(drawn: Drawn, by: str | int) -> Call:
    """The call that was drawn, a minute after the scene has begun."""
    _, given = DOING[drawn["doing"]]
    return Call(drawn["doing"], {"Bucket": bucket_of(drawn), **given}, by, "s3", 60)
