"""Skipping time."""

from __future__ import annotations

import pytest

from lessons.sandbox.calls.clock import LONGEST_SKIP
from lessons.sandbox.models import Event, Sandbox
from tests.sandbox.bench import HTMX, Bench


def test_a_quarter_of_an_hour_is_skipped_and_told(bench: Bench) -> None:
    part = bench.skip("quarter")
    assert bench.now().clock_offset_seconds == 900
    assert "+15 min" in part.content.decode()
    assert "sandbox:changed" in part["HX-Trigger"]
    assert bench.event.source == Event.Source.CLOCK


def test_the_end_of_credentials_is_reached_exactly(bench: Bench) -> None:
    bench.assume()
    bench.skip("expiry")
    assert bench.credential.seconds_left(bench.now().now()) == 0
    assert (bench.now().now() - bench.credential.expires_at).total_seconds() < 2


def test_half_a_minute_before_the_end_half_a_minute_is_left(bench: Bench) -> None:
    bench.assume()
    bench.skip("before")
    assert 28 <= bench.credential.seconds_left(bench.now().now()) <= 30


@pytest.mark.parametrize("to", ["before", "expiry"])
def test_time_never_runs_back(bench: Bench, to: str) -> None:
    bench.assume()
    bench.skip("expiry")
    offset = bench.now().clock_offset_seconds
    assert "The clock stays" in bench.skip(to).content.decode()
    assert bench.now().clock_offset_seconds == offset


def test_the_clock_goes_a_month_ahead_and_no_further(bench: Bench) -> None:
    Sandbox.objects.update(clock_offset_seconds=LONGEST_SKIP.total_seconds() - 1)
    assert "The clock stays" in bench.skip("quarter").content.decode()
    assert not bench.sandbox.events.exists()
    bench.assume()
    assert bench.event.number == 1  # a skip that was refused has taken no number


def test_without_javascript_the_page_comes_back(bench: Bench) -> None:
    response = bench.client.post(bench.url("skip"), {"to": "quarter"}, follow=True)
    assert "+15 min" in response.content.decode()
    assert "You put the clock 15 min ahead" in response.content.decode()


@pytest.mark.parametrize(
    "form", [{}, {"to": "tomorrow"}, {"to": "expiry"}, {"to": "expiry", "credential": "ASIANOBODYSKEY"}]
)
def test_only_the_buttons_are_understood(bench: Bench, form: dict[str, str]) -> None:
    assert bench.client.post(bench.url("skip"), form, headers=HTMX).status_code == 400
    assert bench.now().clock_offset_seconds == 0
