"""How often something may happen, and how long one waits then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from lessons.accounts.limits import Counter, Limit, count, seconds_to_wait

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
TEN_MINUTES = 10 * 60
PERSON = Limit("person", 10, TEN_MINUTES)
ADDRESS = Limit("address", 100, TEN_MINUTES)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_counted() -> None:
    cache.clear()


def happen(times: int, *counters: Counter) -> None:
    for _ in range(times):
        count(counters, NOON)


def test_nobody_waits_before_the_limit() -> None:
    happen(9, PERSON.of(1))
    assert seconds_to_wait([PERSON.of(1)], NOON) == 0


def test_at_the_limit_one_waits_for_the_next_window() -> None:
    happen(10, PERSON.of(1))
    assert seconds_to_wait([PERSON.of(1)], NOON) == TEN_MINUTES
    assert seconds_to_wait([PERSON.of(1)], NOON + timedelta(minutes=4)) == 6 * 60


def test_the_next_window_starts_afresh() -> None:
    happen(10, PERSON.of(1))
    assert seconds_to_wait([PERSON.of(1)], NOON + timedelta(seconds=TEN_MINUTES)) == 0


def test_one_person_does_not_slow_another() -> None:
    happen(10, PERSON.of(1), ADDRESS.of("192.0.2.1"))
    assert seconds_to_wait([PERSON.of(2), ADDRESS.of("192.0.2.1")], NOON) == 0


def test_an_address_waits_however_many_people_it_makes() -> None:
    for number in range(10):
        happen(10, PERSON.of(number), ADDRESS.of("192.0.2.1"))
    assert seconds_to_wait([PERSON.of(99), ADDRESS.of("192.0.2.1")], NOON) > 0
    assert seconds_to_wait([PERSON.of(99), ADDRESS.of("192.0.2.2")], NOON) == 0


def test_limits_do_not_count_for_each_other() -> None:
    happen(10, PERSON.of(1))
    assert seconds_to_wait([Limit("another", 10, TEN_MINUTES).of(1)], NOON) == 0
