"""A scenario with alice, two roles and a bucket, and a sandbox of it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.models import Lab, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import Bench

ACCOUNT = "{training}"


def policy(**statement: Any) -> dict[str, Any]:
    """A policy of one statement that allows."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def trusting(name: str) -> dict[str, Any]:
    """A trust policy that names one principal of the account."""
    return policy(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:{name}"}, Action="sts:AssumeRole")


READ = ["s3:ListBucket", "s3:GetObject"]
BUCKET = f"arn:aws:s3:::reports-{ACCOUNT}"
DEMO: dict[str, Any] = {
    "accounts": {
        "training": {
            "users": {
                "alice": {
                    "policies": {
                        "ask": policy(Action="sts:AssumeRole", Resource=f"arn:aws:iam::{ACCOUNT}:role/*")
                    }
                },
                "auditor": {},
            },
            "roles": {
                "demo": {
                    "trust": trusting("root"),
                    "max_session_seconds": 3600,
                    "policies": {"read": policy(Action=READ, Resource=[BUCKET, f"{BUCKET}/*"])},
                },
                "audit": {"trust": trusting("user/auditor")},
            },
            "buckets": {f"reports-{ACCOUNT}": {"q1.csv": "region,sales\nnorth,1200\n"}},
        }
    }
}


def goal(key: str, text: str, **wanted: Any) -> dict[str, Any]:
    """A goal with three hints."""
    return {"key": key, "text": text, **wanted, "hints": [f"{key} {n}" for n in (1, 2, 3)]}


GOALS = [
    goal("assumed", "Get temporary credentials", seen=[{"call": "sts:AssumeRole", "answer": "ok"}]),
    goal("used", "Reach the bucket", seen=[{"call": "s3:*", "by": "role/demo", "answer": "ok"}]),
    goal(
        "refused",
        "Be refused",
        seen=[{"call": "s3:PutObject", "by": "role/demo", "answer": "AccessDenied"}],
    ),
    goal("expired", "Watch them die", seen=[{"by": "role/demo", "answer": "ExpiredToken"}]),
]


@pytest.fixture
def scenario(db: None) -> Scenario:
    return Scenario.objects.create(slug="demo", title="Alice and the reports", document=DEMO)


@pytest.fixture
def lab(lesson: Lesson, scenario: Scenario) -> Lab:
    return Lab.objects.create(
        lesson=lesson,
        scenario=scenario,
        title="Borrow the role",
        intro="You act as **alice**.",
        tasks="Assume the role demo\nList the bucket",
        goals=GOALS,
    )


@pytest.fixture
def sandbox(student: User, scenario: Scenario) -> Sandbox:
    return open_sandbox(student, scenario)


@pytest.fixture
def learner(client_of: Callable[[User | None], Client], student: User) -> Client:
    """The sandbox owner's browser."""
    return client_of(student)


@pytest.fixture
def bench(learner: Client, sandbox: Sandbox) -> Bench:
    """The owner's browser in front of the sandbox."""
    return Bench(learner, sandbox)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects to anything but this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1"}, f"tried {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
