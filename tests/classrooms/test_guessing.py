"""Guessing a join code is slow work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from lessons.classrooms.enrolment import TooManyGuessesError, WrongCodeError, find_class
from lessons.classrooms.guessing import WINDOW_SECONDS, address, count_wrong, person, seconds_to_wait
from lessons.classrooms.models import Classroom

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
WRONG = "BBBB-BBBB"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    cache.clear()


def guess_wrong(times: int, *guessers: object, now: datetime = NOON) -> None:
    for _ in range(times):
        count_wrong(guessers, now)


def test_nobody_waits_before_the_limit() -> None:
    guess_wrong(9, person(1))
    assert seconds_to_wait([person(1)], NOON) == 0


def test_a_person_waits_after_ten_wrong_codes() -> None:
    guess_wrong(10, person(1))
    assert seconds_to_wait([person(1)], NOON) == WINDOW_SECONDS
    assert seconds_to_wait([person(1)], NOON + timedelta(minutes=4)) == 6 * 60


def test_the_next_window_starts_afresh() -> None:
    guess_wrong(10, person(1))
    assert seconds_to_wait([person(1)], NOON + timedelta(seconds=WINDOW_SECONDS)) == 0


def test_one_person_does_not_slow_another() -> None:
    guess_wrong(10, person(1), address("192.0.2.1"))
    assert seconds_to_wait([person(2), address("192.0.2.1")], NOON) == 0


def test_an_address_waits_however_many_guests_it_makes() -> None:
    for number in range(10):
        guess_wrong(10, person(number), address("192.0.2.1"))
    assert seconds_to_wait([person(99), address("192.0.2.1")], NOON) > 0
    assert seconds_to_wait([person(99), address("192.0.2.2")], NOON) == 0


def test_after_ten_wrong_codes_the_next_wrong_one_has_to_wait() -> None:
    for _ in range(10):
        with pytest.raises(WrongCodeError):
            find_class(WRONG, [person(1)], NOON)
    with pytest.raises(TooManyGuessesError, match="Try again in 10 minutes") as caught:
        find_class(WRONG, [person(1)], NOON)
    assert caught.value.seconds == WINDOW_SECONDS
    with pytest.raises(WrongCodeError):
        find_class(WRONG, [person(1)], NOON + timedelta(minutes=10))


def test_nobody_can_keep_others_out_by_guessing_wrong(classroom: Classroom) -> None:
    guess_wrong(100, address("192.0.2.1"))
    assert find_class(classroom.join_code, [person(1), address("192.0.2.1")], NOON) == classroom


def test_what_cannot_be_a_code_is_not_counted() -> None:
    for _ in range(20):
        with pytest.raises(WrongCodeError, match="eight letters"):
            find_class("hello", [person(1)], NOON)
    assert seconds_to_wait([person(1)], NOON) == 0


def test_right_codes_are_not_counted(classroom: Classroom) -> None:
    for _ in range(20):
        assert find_class(classroom.join_code, [person(1)], NOON) == classroom


@pytest.mark.parametrize(("seconds", "words"), [(600, "10 minutes"), (61, "2 minutes"), (60, "1 minute.")])
def test_the_wait_is_told_in_minutes(seconds: int, words: str) -> None:
    assert words in str(TooManyGuessesError(seconds))
