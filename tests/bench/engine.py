"""The engine by itself: decisions a second, and how soon a cold sandbox answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from lessons import aws
from tests.bench.measure import Timings, milliseconds
from tests.wire.scenario import SCENARIO

STATEMENTS = 10
SECONDS = 2.0


def decisions_a_second() -> float:
    """How often a policy of ten statements is evaluated, of which the last one allows."""
    account = "123456789012"
    arn = f"arn:aws:iam::{account}:user/alice"
    policy = aws.parse({"Version": "2012-10-17", "Statement": [_statement(n) for n in range(STATEMENTS)]})
    asked = aws.AccessRequest(
        principal=aws.Principal(arn, account, "alice"),
        action="s3:GetObject",
        resource=f"arn:aws:s3:::bucket-{STATEMENTS - 1}/key",
        resource_account=account,
        context={"aws:PrincipalArn": (arn,), "aws:SourceIp": ("127.0.0.1",)},
    )
    policies = aws.Policies(identity=(("policy", policy),))
    assert aws.evaluate(asked, policies).allowed
    count, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        for _ in range(100):
            aws.evaluate(asked, policies)
        count += 100
    return count / SECONDS


def _statement(number: int) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": [f"arn:aws:s3:::bucket-{number}", f"arn:aws:s3:::bucket-{number}/*"],
        "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}},
    }


def hydration(rounds: int = 100) -> Timings:
    """A listing of a bucket in a sandbox that this process does not know yet."""
    world = aws.build(SCENARIO, "bench")
    read = aws.World(world)
    account = read.account_id("training")
    carol = next(user for user in read.users if user.name == "carol")

    def send(request: aws.Request) -> aws.Response:
        return aws.handle(request, world, lambda _: None, datetime.now(UTC)).response

    s3 = aws.client("s3", carol.credentials, send)
    taken = []
    for _ in range(rounds):
        aws.evict(world["accounts"])
        taken.append(milliseconds(lambda: s3.list_objects_v2(Bucket=f"reports-{account}")))
    return Timings(taken)
