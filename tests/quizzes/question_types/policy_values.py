"""Questions about policies as authors write them, from which the tests begin."""

from __future__ import annotations

from typing import Any

HERE, THERE = "111122223333", "444455556666"
ALICE, BOB = f"arn:aws:iam::{HERE}:user/alice", f"arn:aws:iam::{HERE}:user/bob"
MALLORY = f"arn:aws:iam::{THERE}:user/mallory"
DEMO = f"arn:aws:iam::{HERE}:role/demo"
SESSION = f"arn:aws:sts::{HERE}:assumed-role/demo/session1"
ROOT_OF_HERE = {"AWS": f"arn:aws:iam::{HERE}:root"}
OBJECT = "arn:aws:s3:::reports/q1.csv"


def policy(kind: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A policy of a kind."""
    return {"kind": kind, "document": {"Version": "2012-10-17", "Statement": [*statements]}, **more}


def allow(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement of a policy of an identity."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """One that denies."""
    return allow(action, resource, **more) | {"Effect": "Deny"}


def trust(principal: Any, **more: Any) -> dict[str, Any]:
    """A statement of a trust policy."""
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}


def by(principal: Any, action: Any = "s3:GetObject", **more: Any) -> dict[str, Any]:
    """A statement of a bucket's policy."""
    return {
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": f"{OBJECT[:-6]}*",
        **more,
    }


def get(principal: str = ALICE, **more: Any) -> dict[str, Any]:
    """Somebody reads an object."""
    return {"principal": principal, "action": "s3:GetObject", "resource": OBJECT, **more}


def assume(principal: str = ALICE, **more: Any) -> dict[str, Any]:
    """Somebody asks for the role demo."""
    return {"principal": principal, "action": "sts:AssumeRole", "resource": DEMO, **more}


READ_POLICY: dict[str, Any] = {
    "request": get(),
    "policies": [
        policy(
            "identity", allow("s3:GetObject", Sid="Read"), allow("s3:PutObject", Sid="Write"), name="reports"
        ),
        policy("resource", by({"AWS": BOB}), name="of the bucket"),
    ],
}


def _asks(action: str, resource: str, expected: str, **more: Any) -> dict[str, Any]:
    return {"principal": ALICE, "action": action, "resource": resource, "expected": expected, **more}


WRITE_IDENTITY: dict[str, Any] = {
    "kind": "identity",
    "requests": [
        _asks("s3:GetObject", OBJECT, "allowed", why="It is hers to read."),
        _asks("s3:GetObject", "arn:aws:s3:::reports/2025/q2.csv", "allowed"),
        _asks("s3:ListBucket", "arn:aws:s3:::reports", "allowed"),
        _asks("s3:PutObject", OBJECT, "denied"),
        _asks("s3:DeleteObject", OBJECT, "denied"),
        _asks("s3:GetObject", "arn:aws:s3:::payroll/q1.csv", "denied"),
        _asks("s3:ListBucket", "arn:aws:s3:::payroll", "denied"),
        _asks("iam:CreateUser", f"arn:aws:iam::{HERE}:user/eve", "denied"),
    ],
    "solution": policy(
        "identity",
        allow("s3:GetObject", "arn:aws:s3:::reports/*"),
        allow("s3:ListBucket", "arn:aws:s3:::reports"),
    )["document"],
}


def _enters(principal: str, expected: str, **more: Any) -> dict[str, Any]:
    return assume(principal, expected=expected, **more)


MFA = {"aws:MultiFactorAuthPresent": "true"}
WRITE_TRUST: dict[str, Any] = {
    "kind": "trust",
    "policies": [policy("identity", allow("sts:AssumeRole"), name="may ask")],
    "requests": [
        _enters(ALICE, "allowed", context=MFA),
        _enters(BOB, "allowed", context=MFA),
        _enters(ALICE, "denied"),
        _enters(BOB, "denied"),
        _enters(f"arn:aws:iam::{HERE}:user/carol", "denied", context=MFA),
        _enters(MALLORY, "denied", context=MFA),
        _enters(SESSION, "denied"),
        _enters(f"arn:aws:sts::{HERE}:assumed-role/other/alice", "denied"),
    ],
    "solution": policy(
        "trust",
        trust({"AWS": [ALICE, BOB]}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    )["document"],
}

WRITE_BUCKET: dict[str, Any] = {
    "kind": "resource",
    "requests": [
        get(BOB, expected="allowed"),
        get(MALLORY, expected="denied", account=HERE),
        get(BOB, expected="denied", context={"aws:SecureTransport": "false"}),
        get(ALICE, expected="denied"),
        get(SESSION, expected="denied"),
        {**get(BOB), "action": "s3:PutObject", "expected": "denied"},
        {**get(BOB), "action": "s3:DeleteObject", "expected": "denied"},
        {**get(BOB), "resource": "arn:aws:s3:::reports/q2.csv", "expected": "allowed"},
    ],
    "policies": [policy("identity", allow("s3:GetObject"), of=MALLORY, name="of mallory")],
    "solution": policy("resource", by({"AWS": BOB}, Condition={"Bool": {"aws:SecureTransport": "true"}}))[
        "document"
    ],
}

POINT_AT_STEP: dict[str, Any] = {
    "rows": [
        {
            "key": "ask",
            "action": "Alice calls `AssumeRole`",
            "input": "RoleArn",
            "output": "Credentials",
            "result": "ok",
        },
        {
            "key": "list",
            "action": "She lists the bucket",
            "input": "ASIA…",
            "output": "q1.csv",
            "result": "ok",
        },
        {"key": "late", "action": "She lists it an hour later", "input": "ASIA…", "output": "ExpiredToken"},
    ],
    "right": "late",
}
