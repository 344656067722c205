"""What would be decided if somebody asked, without asking."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lessons.aws import Supposed, World, build, would_be

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
BUCKET = "arn:aws:s3:::reports-{training}"
PROVIDER = "arn:aws:iam::{training}:oidc-provider/builds.example"


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
                        },
                        "build": {
                            "trust": allow(
                                "sts:AssumeRoleWithWebIdentity",
                                Principal={"Federated": PROVIDER},
                                Condition={"StringEquals": {"builds.example:aud": "app"}},
                            )
                        },
                    },
                    "policies": {"nothing": allow("s3:PutObject", Resource="*")},
                    "buckets": {"reports-{training}": {"q1.csv": "1"}},
                    "oidc_providers": {"https://builds.example": {"client_ids": ["app"]}},
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


# What a session was opened with, and whether it may read the object. Session policies take away (IAM User
# Guide, "Session policies"), and a role made again is not the one that an older session is of ("IAM
# identifiers": each has a unique id).
SESSIONS = [
    ({}, True),
    ({"session_policy": json.dumps(allow("s3:GetObject", Resource="*"))}, True),
    ({"session_policy": json.dumps(allow("s3:PutObject", Resource="*"))}, False),
    ({"policy_arns": ("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",)}, True),
    ({"policy_arns": ("arn:aws:iam::{training}:policy/nothing",)}, False),
    ({"issued_at": datetime(2025, 1, 1, tzinfo=UTC)}, True),
    ({"issued_at": datetime(2024, 12, 31, tzinfo=UTC)}, None),
]


@pytest.mark.parametrize(("given", "allowed"), SESSIONS)
def test_a_session_can_do_what_it_was_opened_for(given: dict[str, Any], allowed: bool | None) -> None:
    if "policy_arns" in given:
        given = {"policy_arns": tuple(map(filled, given["policy_arns"]))}
    decision = would_be(Supposed(filled(DEMO), "s3:GetObject", filled(OBJECT), **given), NOW, WORLD)
    assert (decision and decision.allowed) == allowed


def test_the_time_of_issue_is_what_policies_can_ask_for() -> None:
    earlier = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
    asked = Supposed(filled(DEMO), "s3:GetObject", filled(OBJECT), issued_at=earlier)
    decision = would_be(asked, NOW, WORLD)
    assert decision
    assert decision.request.context["aws:TokenIssueTime"] == ("2026-03-14T11:00:00Z",)


@pytest.mark.parametrize("change", [{"active": False}, {"created": "2026-03-01T00:00:00Z"}, None])
def test_a_user_signs_with_a_key_of_that_time_or_not_at_all(change: dict[str, Any] | None) -> None:
    """IAM User Guide, "Managing access keys": one that is switched off or deleted cannot be used."""
    world = deepcopy(dict(WORLD.document))
    alice = world["accounts"][WORLD.account_id("training")]["users"]["alice"]
    alice["access_keys"] = [alice["access_keys"][0] | change] if change else []
    asked = Supposed(filled(ALICE), "sts:AssumeRole", filled("arn:aws:iam::{other}:role/reader"))
    old = replace(asked, issued_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert would_be(old, NOW, World(world)) is None
    assert all(would_be(supposed, NOW, WORLD) for supposed in (asked, old))
    assert would_be(asked, NOW, World(world))


BUILD = {"iss": "https://builds.example", "sub": "shop/main", "aud": "app"}


@pytest.mark.parametrize(
    ("claims", "role", "allowed"),
    [
        (BUILD, "arn:aws:iam::{training}:role/build", True),
        (BUILD | {"aud": "other"}, "arn:aws:iam::{training}:role/build", False),
        (BUILD, "arn:aws:iam::{training}:role/demo", False),
        (BUILD | {"iss": "https://other.example"}, "arn:aws:iam::{training}:role/build", None),
        (BUILD, "arn:aws:iam::{other}:role/reader", None),  # that account knows no provider
    ],
)
def test_a_web_identity_is_decided_on_by_its_claims(
    claims: dict[str, str], role: str, allowed: bool | None
) -> None:
    asked = Supposed("", "sts:AssumeRoleWithWebIdentity", filled(role), claims=claims)
    decision = would_be(asked, NOW, WORLD)
    assert (decision and decision.allowed) == allowed
