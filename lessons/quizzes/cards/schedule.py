"""When a card comes back: by FSRS, from all that happened to the card so far. Pure.

The algorithm is FSRS-6, https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm. What it is
given stands here and not in the library, so that a new release of that moves no date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

__all__ = ["LONGEST_DAYS", "Review", "Schedule", "rate", "replay"]

# The defaults of FSRS-6 as fsrs 6.3 has them: fitted to many learners, and the same for all of ours.
PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
RETENTION = 0.9  # a card is due when it is remembered with this probability
LONGEST_DAYS = 365  # right answers stay in rotation, too

# Without steps of minutes: a card comes back on another day, and the queue is one of days.
SCHEDULER = Scheduler(
    parameters=PARAMETERS,
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Review:
    """One time that a card was answered, wherever that was; ``token`` tells it from any other of the card."""

    at: datetime
    token: str
    rating: int


@dataclass(frozen=True)
class Schedule:
    """When a card is due (UTC), a whole number of days after it was answered last.

    ``stability`` is in how many days the probability that it is remembered falls to 0.9, ``difficulty`` from
    1 to 10.
    """

    due: datetime
    reviewed_at: datetime
    stability: float
    difficulty: float


def rate(*, is_right: bool, is_hinted: bool = False, is_certain: bool = False) -> Rating:
    """What an answer is to FSRS: wrong is Again, with a hint Hard, right Good, and right and certain Easy."""
    if not is_right:
        return Rating.Again
    if is_hinted:
        return Rating.Hard
    return Rating.Easy if is_certain else Rating.Good


def replay(reviews: Iterable[Review]) -> Schedule:
    """The schedule after all of ``reviews``, at least one, whose order does not matter."""
    card = Card(card_id=0)
    for review in sorted(reviews, key=lambda one: (one.at, one.token)):
        card, _ = SCHEDULER.review_card(card, Rating(review.rating), review.at.astimezone(UTC))
    if card.last_review is None or card.stability is None or card.difficulty is None:
        raise ValueError("A card has been answered at least once.")
    return Schedule(card.due, card.last_review, card.stability, card.difficulty)
