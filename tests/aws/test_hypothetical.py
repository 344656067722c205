"""What would be decided if somebody asked, without asking."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from lessons.aws import Supposed, World, build, would_be

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
BUCKET = "arn:aws:s3:::reports-{training}"


def allow(action: str, **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **more}]}


WORLD = World(
    build(
        {
            "accounts": {
                "training": {
                    "users": {"alice": {"policies": {"ask": allow("sts:AssumeRole", Resource="*")}}},
                    "roles": {
                        "demo": {
                            "trust": allow(
                                "sts:AssumeRole",
                                Principal={"AWS": "arn:aws:iam::{training}:root"},
                                Condition={"StringEquals": {"sts:ExternalId": "abc"}},
                            ),
                            "policies": {"read": allow("s3:GetObject", Resource=f"{BUCKET}/*")},
                        }
                    },
                    "buckets": {"reports-{training}": {"q1.csv": "1"}},
                },
                "other": {"roles": {"reader": {"trust": allow("sts:AssumeRole", Principal={"AWS": "*"})}}},
            }
        },
        "seed",
    )
)
ALICE, DEMO = "arn:aws:iam::{training}:user/alice", "arn:aws:iam::{training}:role/demo"
OBJECT = f"{BUCKET}/q1.csv"
# Who asks for what, the condition keys they bring, and whether they would get it.
QUESTIONS = [
    (ALICE, "sts:AssumeRole", DEMO, {"sts:ExternalId": ("abc",)}, True),
    (ALICE, "sts:AssumeRole", DEMO, {"sts:ExternalId": ("xyz",)}, False),
    (ALICE, "sts:AssumeRole", DEMO, {}, False),
    (ALICE, "sts:AssumeRole", "arn:aws:iam::{other}:role/reader", {}, True),
    (ALICE, "s3:GetObject", OBJECT, {}, False),
    (DEMO, "s3:GetObject", OBJECT, {}, True),
    (DEMO, "s3:PutObject", OBJECT, {}, False),
    ("arn:aws:iam::{other}:role/reader", "s3:GetObject", OBJECT, {}, False),
]


def filled(text: str) -> str:
    for name in ("training", "other"):
        text = text.replace(f"{{{name}}}", str(WORLD.account_id(name)))
    return text


@pytest.mark.parametrize(("arn", "action", "resource", "context", "allowed"), QUESTIONS)
def test_it_is_decided_as_a_call_would_be(
    arn: str, action: str, resource: str, context: dict[str, tuple[str, ...]], allowed: bool
) -> None:
    decision = would_be(Supposed(filled(arn), action, filled(resource), context), NOW, WORLD)
    assert decision
    assert decision.allowed == allowed


def test_nobody_decides_for_somebody_who_is_not_there() -> None:
    assert would_be(Supposed("arn:aws:iam::111122223333:user/x", "s3:GetObject", "*"), NOW, WORLD) is None
