"""Guessing a join code is slow work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from lessons.accounts.limits import JOIN_CODES_OF_ADDRESS, JOIN_CODES_OF_USER, count, seconds_to_wait
from lessons.classrooms.enrolment import TooManyGuessesError, WrongCodeError, find_class
from lessons.classrooms.models import Classroom

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
WRONG = "BBBB-BBBB"
HERE = JOIN_CODES_OF_ADDRESS.of("192.0.2.1")
MAYA = JOIN_CODES_OF_USER.of(1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    cache.clear()


def test_after_ten_wrong_codes_the_next_wrong_one_has_to_wait() -> None:
    for _ in range(10):
        with pytest.raises(WrongCodeError):
            find_class(WRONG, [MAYA], NOON)
    with pytest.raises(TooManyGuessesError, match="Try again in 10 minutes") as caught:
        find_class(WRONG, [MAYA], NOON)
    assert caught.value.seconds == 10 * 60
    with pytest.raises(WrongCodeError):
        find_class(WRONG, [MAYA], NOON + timedelta(minutes=10))


def test_nobody_can_keep_others_out_by_guessing_wrong(classroom: Classroom) -> None:
    for _ in range(100):
        count([HERE], NOON)
    assert find_class(classroom.join_code, [MAYA, HERE], NOON) == classroom


def test_what_cannot_be_a_code_is_not_counted() -> None:
    for _ in range(20):
        with pytest.raises(WrongCodeError, match="eight letters"):
            find_class("hello", [MAYA], NOON)
    assert seconds_to_wait([MAYA], NOON) == 0


def test_right_codes_are_not_counted(classroom: Classroom) -> None:
    for _ in range(20):
        assert find_class(classroom.join_code, [MAYA], NOON) == classroom


@pytest.mark.parametrize(("seconds", "words"), [(600, "10 minutes"), (61, "2 minutes"), (60, "1 minute.")])
def test_the_wait_is_told_in_minutes(seconds: int, words: str) -> None:
    assert words in str(TooManyGuessesError(seconds))
