"""moto as a cache: many accounts at once, none of them for ever."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from moto.core.request import Request as MotoRequest
from moto.iam.models import iam_backends
from moto.s3.models import FakeKey, s3_backends
from moto.sts.models import AssumedRole

from lessons.aws import evict
from lessons.aws.moto import cloud
from tests.aws.conftest import Sandbox


def work(sandbox: Sandbox) -> tuple[list[str], str]:
    """Assume, write, list, and say who: everything that could be mistaken for another's."""
    session = sandbox.assume("writer", by="carol")
    s3 = sandbox.client("s3", session)
    for number in range(5):
        s3.put_object(Bucket=sandbox.bucket, Key=f"{sandbox.account()}-{number}", Body=b"x")
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"]]
    return keys, sandbox.client("sts", session).get_caller_identity()["Arn"]


def test_sixteen_threads_on_sixteen_sandboxes_do_not_mix(new_sandbox: Callable[[], Sandbox]) -> None:
    sandboxes = [new_sandbox() for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(work, sandboxes))
    for sandbox, (keys, arn) in zip(sandboxes, results, strict=True):
        account = sandbox.account()
        assert keys == sorted([f"{account}-{number}" for number in range(5)] + ["q1.csv"])
        assert arn == f"arn:aws:sts::{account}:assumed-role/writer/session1"


def test_eight_threads_on_one_sandbox_all_get_their_answer(sandbox: Sandbox) -> None:
    session = sandbox.assume()
    with ThreadPoolExecutor(8) as pool:
        arns = list(
            pool.map(lambda _: sandbox.client("sts", session).get_caller_identity()["Arn"], range(32))
        )
    assert set(arns) == {f"arn:aws:sts::{sandbox.account()}:assumed-role/demo/session1"}


def test_a_world_that_was_rolled_back_is_what_counts(sandbox: Sandbox) -> None:
    before = sandbox.document
    s3 = sandbox.client("s3", "carol")
    s3.put_object(Bucket=sandbox.bucket, Key="never", Body=b"stored")
    sandbox.document = before
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"]] == ["q1.csv"]


def test_an_evicted_account_leaves_nothing_behind(sandbox: Sandbox) -> None:
    work(sandbox)
    evict([sandbox.account()])
    assert sandbox.account() not in iam_backends
    assert sandbox.account() not in s3_backends
    assert sandbox.bucket not in s3_backends.bucket_accounts


def test_an_account_that_is_not_there_is_evicted_in_silence() -> None:
    evict(["999999999999"])


def test_sessions_and_objects_do_not_pile_up_in_moto(sandbox: Sandbox) -> None:
    for _ in range(3):
        sandbox.assume()
    assert not iam_backends[sandbox.account()]["aws"].access_keys.keys() & sandbox.sessions.keys()
    for model in (AssumedRole, FakeKey):
        assert not list(model.instances_tracked)


def test_only_so_many_accounts_are_kept(
    new_sandbox: Callable[[], Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloud, "MOST_ACCOUNTS", 2)
    sandboxes = [new_sandbox() for _ in range(4)]
    for sandbox in sandboxes:
        sandbox.client("sts", "alice").get_caller_identity()
    kept = [sandbox.account() in iam_backends for sandbox in sandboxes]
    assert kept == [False, False, True, True]
    assert sandboxes[0].client("sts", "alice").get_caller_identity()["Account"] == sandboxes[0].account()


def test_what_nobody_has_used_for_long_is_dropped(
    new_sandbox: Callable[[], Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, busy = new_sandbox(), new_sandbox()
    monkeypatch.setattr(cloud, "IDLE_SECONDS", 600.0)
    idle.assume()
    cloud._used[idle.account()] -= 601
    busy.assume()
    assert idle.account() not in cloud._built
    assert busy.account() in cloud._built
    assert idle.assume()


def test_a_body_is_gone_with_its_call(sandbox: Sandbox) -> None:
    """Not only once garbage is searched for, which is seldom in a worker."""
    s3, place = sandbox.client("s3", "carol"), {"Bucket": sandbox.bucket, "Key": "large"}
    gc.collect()
    gc.disable()
    try:
        s3.put_object(**place, Body=b"x" * 60_000)
        s3.get_object(**place)["Body"].read()
        assert not [kept for kept in gc.get_objects() if issubclass(type(kept), MotoRequest)]
    finally:
        gc.enable()
