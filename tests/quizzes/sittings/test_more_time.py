"""More time that is given after an attempt has ended: what came within it counts."""

from __future__ import annotations

from datetime import datetime

import pytest
from fsrs import Rating

from lessons.accounts.models import User
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, CardReview, Quiz, QuizLearner
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.more_time import extend_ended
from lessons.quizzes.sittings.sitting import Sent, sitting_times
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin

LATER = NOON + 240 * MINUTE  # the quiz is closed by then


@pytest.fixture
def over(sat: Attempt) -> Attempt:
    """Ended by itself after ten minutes: one answer in time, and two that came after 12 and 25 minutes."""
    sitting.save(sat, 1, Sent(WRONG[0]), NOON + MINUTE)
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON + 12 * MINUTE)
    sitting.save(sat, 2, Sent(RIGHT[1]), NOON + 25 * MINUTE)
    assert stored().stored_score == Score(0, 3)
    return sat


def stored() -> Attempt:
    return Attempt.objects.get()


def give(quiz: Quiz, now: datetime, *, minutes: int = 0, days: int = 0) -> None:
    QuizLearner.objects.update(extra_minutes=minutes, extra_days=days)
    extend_ended(quiz, now)


def test_what_came_within_the_new_time_counts_as_of_when_it_came(over: Attempt, graded: Quiz) -> None:
    give(graded, LATER, minutes=5)
    assert (stored().stored_score, stored().finished_at) == (Score(1, 3), NOON + 12 * MINUTE)
    assert over.late_answers.get().number == 2
    answer = over.answers.get(number=1)
    assert (answer.right, answer.answered_at) == (True, NOON + 12 * MINUTE)


def test_given_twice_it_is_the_same_and_more_of_it_reaches_more(over: Attempt, graded: Quiz) -> None:
    for _ in range(2):
        give(graded, LATER, minutes=5)
        assert stored().stored_score == Score(1, 3)
    give(graded, LATER, minutes=20)
    assert stored().stored_score == Score(2, 3)
    give(graded, LATER)
    assert stored().stored_score == Score(2, 3)  # what counted once is not taken away


def test_cards_hear_of_it(over: Attempt, graded: Quiz) -> None:
    assert CardReview.objects.get().rating == Rating.Again
    give(graded, LATER, minutes=5)
    assert CardReview.objects.get().rating == Rating.Good


def test_where_nothing_came_it_stays_as_it_was(sat: Attempt, graded: Quiz, student: User) -> None:
    sitting.standing(student, graded, NOON + 11 * MINUTE)
    before = Attempt.objects.values().get()
    give(graded, LATER, minutes=5)
    assert Attempt.objects.values().get() == before


def test_who_has_handed_in_has_done_so(sat: Attempt, graded: Quiz) -> None:
    sitting.hand_in(sat, NOON + MINUTE)
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON + 2 * MINUTE)
    give(graded, NOON + 3 * MINUTE, minutes=60)
    assert (stored().stored_score, stored().finished_at) == (Score(0, 3), NOON + MINUTE)
    assert sat.late_answers.count() == 1


def test_while_time_is_left_the_learner_goes_on(over: Attempt, graded: Quiz, student: User) -> None:
    give(graded, NOON + 26 * MINUTE, minutes=30)
    assert sitting.standing(student, graded, NOON + 27 * MINUTE).open == over
    assert sitting.save(over, 3, Sent(RIGHT[2]), NOON + 28 * MINUTE)
    sitting.hand_in(over, NOON + 29 * MINUTE)
    assert (stored().stored_score, stored().ended_by_itself) == (Score(3, 3), False)


def test_what_they_go_on_with_ends_by_itself_again(over: Attempt, graded: Quiz, student: User) -> None:
    give(graded, NOON + 26 * MINUTE, minutes=30)
    sitting.standing(student, graded, LATER)
    assert (stored().stored_score, stored().finished_at) == (Score(2, 3), NOON + 40 * MINUTE)
    assert stored().ended_by_itself


def test_who_has_seen_what_is_right_does_not_go_on(over: Attempt, graded: Quiz) -> None:
    Quiz.objects.update(closes_at=None, due_at=None)
    graded.refresh_from_db()
    assert sitting_times(stored()).shows_feedback(NOON + 26 * MINUTE)
    give(graded, NOON + 26 * MINUTE, minutes=30)
    assert (stored().stored_score, stored().is_open) == (Score(2, 3), False)


def test_who_has_begun_another_attempt_goes_on_with_that(over: Attempt, graded: Quiz, student: User) -> None:
    newer = begin(student, graded, NOON + 20 * MINUTE)
    give(graded, NOON + 26 * MINUTE, minutes=30)
    over.refresh_from_db()
    assert (over.stored_score, over.is_open) == (Score(2, 3), False)
    assert sitting.standing(student, graded, NOON + 27 * MINUTE).open == newer


def test_a_later_closing_is_more_time_for_everybody(graded: Quiz, student: User) -> None:
    attempt = begin(student, graded, NOON + 115 * MINUTE)
    sitting.save(attempt, 1, Sent(RIGHT[0]), NOON + 121 * MINUTE)
    graded.closes_at = NOON + 180 * MINUTE
    graded.save()
    extend_ended(graded, LATER)
    assert stored().stored_score == Score(1, 3)
