"""When keys and roles were last used, told from the events that are kept."""

from __future__ import annotations

from lessons import aws
from tests.sandbox.bench import Bench


def used(bench: Bench, who: str) -> list[str]:
    return [use.service for use in bench.now().uses(who)]


def test_a_key_is_used_by_every_call_that_it_signs(bench: Bench) -> None:
    user = next(user for user in bench.world.users if user.name == "alice")
    key = user.access_keys[0].id
    assert used(bench, key) == []
    bench.assume()
    assert used(bench, key) == used(bench, user.arn) == ["sts"]
    bench.use("list")
    assert used(bench, key) == ["sts"]
    sessions = f"arn:aws:sts::{bench.account}:assumed-role/demo/"
    assert used(bench, sessions) == used(bench, bench.credential.access_key_id) == ["s3"]
    (use,) = bench.now().uses(sessions)
    assert use == aws.Use("s3", bench.event.at)


def test_the_newest_service_comes_first(bench: Bench) -> None:
    bench.assume()
    bench.use("list")
    bench.use("who")
    assert used(bench, bench.credential.access_key_id) == ["sts", "s3"]


def test_credentials_that_are_not_good_use_nothing(bench: Bench) -> None:
    bench.assume()
    bench.skip("expiry")
    bench.use("list")
    assert bench.event.error_code == "ExpiredToken"
    assert used(bench, bench.credential.access_key_id) == []
