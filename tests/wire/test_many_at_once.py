"""Two workers and many threads on one sandbox, and a server that is killed in the middle of it or stopped."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from threading import Event as Signal
from urllib.error import HTTPError

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.browser.served import Served, serving
from tests.wire.conftest import Learner, learners_on

THREADS = 8
CALLS = 6


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory, prepared_site: Path) -> Iterator[Served]:
    """A server of their own, which tests may end; each leaves it running."""
    with serving(copytree(prepared_site, tmp_path_factory.mktemp("mortal") / "var")) as server:
        yield server


@pytest.fixture(scope="module")
def mortals(mortal: Served) -> dict[str, Learner]:
    """The learners on it."""
    return learners_on(mortal)


def in_threads(work: Callable[[int], list[str]]) -> list[str]:
    """What THREADS threads bring back together."""
    with ThreadPoolExecutor(THREADS) as pool:
        return [item for items in pool.map(work, range(THREADS)) for item in items]


def test_no_event_is_lost_and_no_object_torn(learners: dict[str, Learner]) -> None:
    busy = learners["busy"]

    def write(number: int) -> list[str]:
        s3, keys = busy.boto3("s3", "carol"), [f"{number}-{call}" for call in range(CALLS)]
        for key in keys:
            s3.put_object(Bucket=busy.bucket, Key=key, Body=key.encode() * 100)
        return keys

    written = in_threads(write)
    events = busy.events()
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert sum(event["operation"] == "PutObject" for event in events) == THREADS * CALLS
    s3 = busy.boto3("s3", "carol")
    assert {item["Key"] for item in s3.list_objects_v2(Bucket=busy.bucket)["Contents"]} >= set(written)
    for key in written[::7]:
        assert s3.get_object(Bucket=busy.bucket, Key=key)["Body"].read() == key.encode() * 100


def test_whatever_was_acknowledged_is_there_after_a_kill(mortal: Served, mortals: dict[str, Learner]) -> None:
    maya, enough = mortals["maya"], Signal()

    def write(number: int) -> list[str]:
        s3, acknowledged = maya.boto3("s3", "carol"), []
        for call in range(10):
            key = f"{number}-{call}"
            try:
                s3.put_object(Bucket=maya.bucket, Key=key, Body=key.encode())
            except (BotoCoreError, ClientError):
                break
            acknowledged.append(key)
            enough.set()
        return acknowledged

    with ThreadPoolExecutor(1) as killer:
        killer.submit(lambda: enough.wait(60) and mortal.kill())
        acknowledged = in_threads(write)
    mortal.start()
    s3 = maya.boto3("s3", "carol")
    assert acknowledged
    assert {item["Key"] for item in s3.list_objects_v2(Bucket=maya.bucket)["Contents"]} >= set(acknowledged)
    events = maya.events()
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))


def test_the_server_writes_nothing_of_a_presigned_url(
    mortal: Served, mortals: dict[str, Learner], capfd: pytest.CaptureFixture[str]
) -> None:
    mortal.kill()
    mortal.start()  # again, for only what has begun by now is captured
    busy = mortals["busy"]
    carol, opened = busy.boto3("s3", "carol"), {"Bucket": busy.bucket, "Key": "open.csv"}
    carol.put_object(**opened, Body=b"a,b")
    url = carol.generate_presigned_url("get_object", opened)
    odd = carol.generate_presigned_url("get_object", opened | {"ResponseContentDisposition": "a\x01b"})
    with urllib.request.urlopen(url) as response:  # noqa: S310 -- http, ours
        assert response.read() == b"a,b"
    with pytest.raises(HTTPError, match="400"):
        urllib.request.urlopen(odd)  # noqa: S310 -- http, ours
    assert mortal.process
    mortal.process.terminate()  # and not killed: it may still have something to write
    mortal.process.wait()
    assert "open.csv" not in "".join(capfd.readouterr())
    mortal.start()
