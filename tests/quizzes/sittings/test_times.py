"""The window of a quiz, its time limit, and extensions: the server's clock decides."""

from __future__ import annotations

import pytest

from lessons.accounts.models import User
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Quiz, QuizLearner
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import ClosedError, Sent, sitting_times
from lessons.quizzes.times import Extension, Times
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin


def extend(user: User, quiz: Quiz, *, minutes: int = 0, days: int = 0) -> None:
    QuizLearner.objects.filter(user=user, quiz=quiz).update(extra_minutes=minutes, extra_days=days)


@pytest.mark.parametrize(("minutes", "said"), [(-61, "not open yet"), (120, "closed")])
def test_it_is_begun_within_its_window_alone(minutes: int, said: str, student: User, graded: Quiz) -> None:
    with pytest.raises(ClosedError, match=said):
        begin(student, graded, NOON + minutes * MINUTE)


def test_it_is_over_after_its_minutes_and_when_it_closes(student: User, graded: Quiz, sat: Attempt) -> None:
    assert sitting_times(sat).ends_at == NOON + 10 * MINUTE
    late_start = Times(closes_at=graded.closes_at).end(NOON + 115 * MINUTE, 10)
    assert late_start == graded.closes_at


def test_what_is_saved_is_handed_in_by_itself_as_of_the_end(
    student: User, graded: Quiz, sat: Attempt
) -> None:
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON + MINUTE)
    found = sitting.standing(student, graded, NOON + 30 * MINUTE)
    assert found.open is None
    row = Attempt.objects.get()
    assert (row.finished_at, row.stored_score) == (NOON + 10 * MINUTE, Score(1, 3))


def test_what_comes_after_the_end_is_kept_and_does_not_count(sat: Attempt) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON + MINUTE)
    assert not sitting.save(sat, 1, Sent(RIGHT[0]), NOON + 10 * MINUTE)
    assert not sitting.save(sat, 2, Sent(RIGHT[1]), NOON + 11 * MINUTE)
    assert Attempt.objects.get().stored_score == Score(0, 3)
    assert list(sat.late_answers.order_by("number").values_list("number", "given")) == [
        (1, RIGHT[0]),
        (2, RIGHT[1]),
    ]


def test_more_minutes_reach_an_attempt_that_is_under_way(student: User, graded: Quiz, sat: Attempt) -> None:
    extend(student, graded, minutes=20)
    assert sitting.save(sat, 1, Sent(RIGHT[0]), NOON + 25 * MINUTE)
    assert not sitting.save(sat, 2, Sent(RIGHT[1]), NOON + 30 * MINUTE)


def test_more_days_move_what_is_due_and_what_closes(student: User, graded: Quiz) -> None:
    extend(student, graded, days=1)
    found = sitting.standing(student, graded, NOON)
    assert (found.times.due_at, found.times.closes_at) == (
        NOON + 25 * 60 * MINUTE,
        NOON + 26 * 60 * MINUTE,
    )
    assert begin(student, graded, NOON + 24 * 60 * MINUTE).is_open


def test_late_is_handed_in_after_it_was_due(graded: Quiz) -> None:
    assert not graded.times.is_late(NOON + 60 * MINUTE)
    assert graded.times.is_late(NOON + 61 * MINUTE)
    assert not graded.times.extended(Extension(days=1)).is_late(NOON + 61 * MINUTE)


def test_feedback_waits_until_it_is_closed_for_that_learner(
    student: User, graded: Quiz, sat: Attempt
) -> None:
    assert not sitting_times(sat).shows_feedback(NOON + 119 * MINUTE)
    assert sitting_times(sat).shows_feedback(NOON + 120 * MINUTE)
    extend(student, graded, days=1)
    assert not sitting_times(sat).shows_feedback(NOON + 120 * MINUTE)


def test_there_are_so_many_attempts(student: User, graded: Quiz) -> None:
    for number in range(2):
        sitting.hand_in(begin(student, graded, NOON + number * MINUTE), NOON + number * MINUTE)
    with pytest.raises(ClosedError, match="used all"):
        begin(student, graded, NOON + 5 * MINUTE)
