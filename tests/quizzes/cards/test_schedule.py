"""When a card comes back, against what FSRS says of the same answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import fsrs
import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.cards.schedule import LONGEST_DAYS, Review, rate, replay

START = datetime(2026, 11, 3, 10, tzinfo=UTC)
REVIEWS = st.lists(
    st.builds(
        Review,
        at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- hypothesis adds the zone
        token=st.uuids().map(str),
        rating=st.sampled_from([*Rating]),
    ),
    min_size=1,
    max_size=12,
)


def days_after(*ratings: Rating) -> list[int]:
    """The intervals in days of a card that is always answered on the day when it is due."""
    reviews: list[Review] = []
    at, days = START, []
    for number, rating in enumerate(ratings):
        reviews.append(Review(at, str(number), rating))
        due = replay(reviews).due
        days.append((due - at).days)
        at = due
    return days


@pytest.mark.parametrize(
    ("is_right", "is_hinted", "is_certain", "rating"),
    [
        (False, False, False, Rating.Again),
        (False, True, False, Rating.Again),
        (False, False, True, Rating.Again),
        (True, True, False, Rating.Hard),
        (True, True, True, Rating.Hard),
        (True, False, False, Rating.Good),
        (True, False, True, Rating.Easy),
    ],
)
def test_what_an_answer_is_to_fsrs(is_right: bool, is_hinted: bool, is_certain: bool, rating: Rating) -> None:
    assert rate(is_right=is_right, is_hinted=is_hinted, is_certain=is_certain) == rating


def test_a_miss_comes_back_tomorrow_and_right_answers_ever_later() -> None:
    """Pinned: another release of the library must not move a date."""
    assert days_after(Rating.Again, Rating.Good, Rating.Good, Rating.Good) == [1, 2, 6, 17]
    assert days_after(Rating.Hard, Rating.Good, Rating.Good) == [1, 5, 17]
    assert days_after(Rating.Good, Rating.Again, Rating.Good) == [2, 1, 2]
    assert days_after(Rating.Easy, Rating.Easy) == [8, 66]


def test_right_answers_stay_in_rotation() -> None:
    assert days_after(*[Rating.Easy] * 12)[-1] == LONGEST_DAYS


def test_an_hour_of_another_zone_is_the_same_hour() -> None:
    there = START.astimezone(timezone(timedelta(hours=9)))
    again = Rating.Again
    assert replay([Review(there, "a", again)]) == replay([Review(START, "a", again)])


def test_of_a_card_without_any_answer_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="at least once"):
        replay([])


@given(REVIEWS)
def test_it_is_what_the_library_s_own_replay_says(reviews: list[Review]) -> None:
    by_token = sorted(reviews, key=lambda one: one.token)  # which says what is first at the same moment
    theirs = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST_DAYS
    ).reschedule_card(
        fsrs.Card(card_id=1),
        [fsrs.ReviewLog(1, Rating(one.rating), one.at, None) for one in by_token],
    )
    ours = replay(reversed(reviews))
    assert (ours.due, ours.reviewed_at) == (theirs.due, theirs.last_review)
    assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)
    assert timedelta(days=1) <= ours.due - ours.reviewed_at <= timedelta(days=LONGEST_DAYS)
