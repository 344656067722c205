"""Sitting a quiz with times: answers are saved, changed, kept in their order and handed in once."""

from __future__ import annotations

import pytest

from lessons.accounts.guests.learners import merge_guest
from lessons.accounts.models import User
from lessons.levels import PASS_PERCENT
from lessons.models import Lesson, StyleProgress
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt, Quiz, QuizLearner
from lessons.quizzes.question_types.interface import NotAnAnswerError
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin
from tests.quizzes.test_attempts import at_once


def test_an_answer_is_changed_until_it_is_handed_in(sat: Attempt) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON)
    sitting.save(sat, 1, Sent(RIGHT[0], "certain"), NOON + MINUTE)
    answer = Answer.objects.get()
    assert (answer.given, answer.right, answer.sureness) == (RIGHT[0], True, "certain")
    sitting.hand_in(sat, NOON + 2 * MINUTE)
    sitting.save(sat, 1, Sent(WRONG[0]), NOON + 3 * MINUTE)
    assert Attempt.objects.get().stored_score == Score(1, 3)


def test_what_a_page_has_changed_meanwhile_is_not_brought_back_by_what_was_delayed(sat: Attempt) -> None:
    sitting.save(sat, 1, Sent(RIGHT[0], page="a", change=2), NOON)
    assert sitting.save(sat, 1, Sent(WRONG[0], page="a", change=1), NOON)
    assert sitting.save(sat, 1, Sent(WRONG[0], page="a", change=2), NOON)
    assert Answer.objects.get().given == RIGHT[0]
    sitting.save(sat, 1, Sent(WRONG[0], page="b", change=1), NOON)
    assert Answer.objects.get().given == WRONG[0]


def test_what_is_no_answer_is_not_saved(sat: Attempt) -> None:
    with pytest.raises(NotAnAnswerError):
        sitting.save(sat, 1, Sent(7), NOON)
    assert not Answer.objects.exists()


def test_handing_in_twice_is_once(sat: Attempt) -> None:
    sitting.hand_in(sat, NOON + MINUTE)
    sitting.hand_in(sat, NOON + 2 * MINUTE)
    assert Attempt.objects.get().finished_at == NOON + MINUTE


def test_it_is_not_the_quiz_of_its_lesson(student: User, quiz: Lesson, sat: Attempt) -> None:
    for number, choice in enumerate(RIGHT, start=1):
        sitting.save(sat, number, Sent(choice), NOON)
    sitting.hand_in(sat, NOON)
    assert Attempt.objects.get().stored_score.share * 100 >= PASS_PERCENT
    assert Attempt.objects.best_scores([student], [quiz]) == {}
    assert Attempt.objects.best_and_latest(student, quiz).best is None
    assert not StyleProgress.objects.exists()


@pytest.mark.parametrize(("policy", "score"), [("best", 3), ("latest", 0), ("first", 3), ("average", 1.5)])
def test_the_policy_says_which_attempt_counts(policy: str, score: float, student: User, graded: Quiz) -> None:
    graded.policy = policy
    graded.save()
    for choices in (RIGHT, WRONG):
        attempt = begin(student, graded)
        for number, choice in enumerate(choices, start=1):
            sitting.save(attempt, number, Sent(choice), NOON)
        sitting.hand_in(attempt, NOON)
    assert sitting.standing(student, graded, NOON).score == Score(score, 3)


def test_a_guest_brings_quizzes_and_attempts_along(guest: User, student: User, graded: Quiz) -> None:
    QuizLearner.objects.create(quiz=graded, user=guest, extra_minutes=15)
    other = Quiz.objects.create(title="Other", lesson=graded.lesson)
    QuizLearner.objects.create(quiz=other, user=guest)
    older, newer = begin(student, graded), begin(guest, graded, NOON + MINUTE)
    merge_guest(guest, student)
    assert set(QuizLearner.objects.values_list("user", "quiz", "extra_minutes")) == {
        (student.pk, graded.pk, 15),
        (student.pk, other.pk, 0),
    }
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.is_open, newer.is_open, newer.user_id) == (False, True, student.pk)


@pytest.mark.django_db(transaction=True)
def test_starting_twice_at_once_makes_one_attempt(student: User, graded: Quiz) -> None:
    at_once(*[lambda: begin(student, graded)] * 4)
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_saving_at_once_keeps_the_latest_change(sat: Attempt) -> None:
    sends = [
        Sent(choice, page="a", change=number) for number, choice in enumerate((0, 2, 0, RIGHT[0]), start=1)
    ]
    at_once(*(lambda sent=sent: sitting.save(sat, 1, sent, NOON) for sent in sends))
    assert Answer.objects.get().given == RIGHT[0]
