"""The run as a trace."""

from __future__ import annotations

import pytest

from lessons.sandbox.runs import recorded
from tests.sandbox.bench import HTMX, Bench


@pytest.fixture
def played(bench: Bench) -> Bench:
    """A whole story: refused, assumed, used, refused, expired."""
    bench.use("list", bench.user())
    bench.assume()
    bench.use("list")
    bench.use("read")
    bench.use("write")
    bench.skip("expiry")
    bench.use("list")
    return bench


def test_every_event_is_a_step(played: Bench) -> None:
    trace = recorded(played.now())
    assert [(step.action, step.outcome.value) for step in trace.steps] == [
        ("alice calls ListObjectsV2", "denied"),
        ("alice calls AssumeRole", "ok"),
        ("demo/session1 calls ListObjectsV2", "ok"),
        ("demo/session1 calls GetObject", "ok"),
        ("demo/session1 calls PutObject", "denied"),
        ("time is skipped", "neutral"),
        ("demo/session1 calls ListObjectsV2", "denied"),
    ]


def test_the_tracker_follows_the_credentials(played: Bench) -> None:
    (variable,) = recorded(played.now()).variables
    assert variable.name == f"Credentials …{played.credential.access_key_id[-4:]}"
    assert variable.start == "none"
    assert variable.values == {2: "issued", 3: "used", 6: "expired"}


def test_time_runs_out_along_the_way(played: Bench) -> None:
    left = [step.seconds_left for step in recorded(played.now()).steps]
    assert left[0] is None
    assert left[1] == recorded(played.now()).lifetime_seconds == 900
    assert left[-2:] == [0, 0]


def test_credentials_travel_from_sts_and_with_the_calls_signed_by_them(played: Bench) -> None:
    lines = [
        (node.label, node.source, node.target, node.carries_credentials)
        for node in recorded(played.now()).nodes
    ]
    assert lines == [
        ("ListObjectsV2", "caller", "resource", False),
        ("returns temporary credentials", "sts", "caller", True),
        ("ListObjectsV2", "caller", "resource", True),
        ("GetObject", "caller", "resource", True),
        ("PutObject", "caller", "resource", True),
        ("time passes", "caller", "caller", False),
    ]


def test_each_step_has_its_own_page_and_part(played: Bench) -> None:
    for number in range(1, 8):
        page = played.client.get(played.url("step", number))
        part = played.client.get(played.url("step", number), headers=HTMX)
        assert page.status_code == part.status_code == 200
        assert "<html" in page.content.decode()
        assert "<html" not in part.content.decode()


def test_the_why_of_a_step_is_what_the_sandbox_said(played: Bench) -> None:
    assert recorded(played.now()).steps[-1].why == played.event.explanation


@pytest.mark.parametrize("number", [0, 8, 10**12])
def test_a_step_that_did_not_happen_is_a_404(played: Bench, number: int) -> None:
    assert played.client.get(played.url("step", number)).status_code == 404


def test_playing_begins_with_the_first_step(played: Bench) -> None:
    assert played.client.get(played.url("run"))["Location"] == played.url("step", 1)


def test_a_run_in_which_nothing_happened_says_what_to_do(bench: Bench) -> None:
    page = bench.client.get(bench.url("run"))
    assert page.status_code == 200
    assert "There is nothing to play yet" in page.content.decode()


def test_a_long_run_plays_its_end(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.sandbox.runs.PLAYED_EVENTS", 2)
    for use in ("who", "list", "read"):
        bench.use(use, bench.user())
    trace = recorded(bench.now())
    assert [step.action for step in trace.steps] == ["alice calls ListObjectsV2", "alice calls GetObject"]


def test_credentials_issued_before_the_part_that_is_played_are_known(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.sandbox.runs.PLAYED_EVENTS", 1)
    bench.assume()
    bench.use("list")
    (step,) = recorded(bench.now()).steps
    assert step.seconds_left is not None


def test_each_call_of_a_run_leads_to_why_it_was_answered_so(played: Bench) -> None:
    steps = recorded(played.now()).steps
    assert [bool(step.more_url) for step in steps] == [True] * 5 + [False, True]
    page = played.client.get(played.url("step", 5), headers=HTMX).content.decode()
    assert f'href="{steps[4].more_url}"' in page
