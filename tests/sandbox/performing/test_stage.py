"""A move is made on its own stage, whoever else makes one at that moment with the same key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from lessons import aws
from lessons.sandbox.performing.stage import Move, Stage, make, opened
from tests.sandbox.conftest import BUCKET, policy

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def stage_where_alice(**user: Any) -> Stage:
    """Always with the same keys."""
    account = {"users": {"alice": user}, "buckets": {"reports-{training}": {}}}
    return opened(aws.build({"accounts": {"training": account}}, "one seed"), NOW)


def test_two_stages_with_the_same_key_are_played_at_once() -> None:
    may = stage_where_alice(policies={"read": policy(Action="s3:ListBucket", Resource=BUCKET)})
    may_not = stage_where_alice()
    (key,) = may.keys
    assert may_not.keys == (key,)
    move = Move("s3", "ListObjectsV2", {"Bucket": f"reports-{key.account_id}"}, key.id)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda stage: make(stage, move), [may, may_not] * 6))
    assert [one.call.error_code for one in made] == ["", "AccessDenied"] * 6
