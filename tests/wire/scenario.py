"""What the clients find on the server."""

from __future__ import annotations

from typing import Any

LEARNERS = ("maya", "noor", "late", "busy")


def allow(action: str | list[str], resource: str | list[str] = "*") -> dict[str, Any]:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(principal: str) -> dict[str, Any]:
    """A trust policy that names one principal."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


READ = allow(
    ["s3:ListBucket", "s3:GetObject"],
    ["arn:aws:s3:::reports-{training}", "arn:aws:s3:::reports-{training}/*"],
)
ALICE = "arn:aws:iam::{training}:user/alice"
SCENARIO = {
    "accounts": {
        "training": {
            "users": {
                "alice": {"policies": {"ask": allow("sts:AssumeRole")}},
                "carol": {"policies": {"everything": allow("*")}},
            },
            "roles": {
                "demo": {"trust": trust(ALICE), "policies": {"read": READ}},
                "writer": {"trust": trust(ALICE), "policies": {"all": allow("s3:*")}},
            },
            "buckets": {"reports-{training}": {"q1.csv": "region,sales\nnorth,1200\n"}},
        },
        "other": {"buckets": {"private-{other}": {"secret.txt": "not for you"}}},
    }
}
