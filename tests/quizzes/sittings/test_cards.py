"""What a learner missed in a quiz with times comes back as a card, once they may know that they did."""

from __future__ import annotations

import pytest
from fsrs import Rating

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.cards.queue import queue_of
from lessons.quizzes.models import Attempt, Card, CardReview, Question, Quiz
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from tests.quizzes.conftest import RIGHT, WRONG
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin

DAY = 24 * 60 * MINUTE
pytestmark = pytest.mark.usefixtures("graded")


def ratings(user: User) -> dict[str, list[int]]:
    """How each card was answered, by the start of its question."""
    prompts = dict(Question.objects.values_list("key", "prompt"))
    return {
        prompts[card.key].split()[0]: [review.rating for review in card.reviews.all()]
        for card in Card.objects.filter(user=user)
    }


def test_what_was_missed_makes_a_card_when_it_is_handed_in(sat: Attempt, quiz: Lesson, student: User) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON)
    sitting.save(sat, 2, Sent(RIGHT[1]), NOON)
    assert not Card.objects.exists()
    sitting.hand_in(sat, NOON + MINUTE)
    sitting.hand_in(sat, NOON + 2 * MINUTE)
    assert ratings(student) == {"What": [Rating.Again]}
    assert Card.objects.get().lesson == quiz
    assert CardReview.objects.get().token == f"answer/{sat.pk}/1"


def test_it_is_the_answer_that_was_handed_in_and_not_one_before(sat: Attempt, student: User) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON)
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON)
    sitting.hand_in(sat, NOON)
    assert ratings(student) == {}


def test_what_is_handed_in_by_itself_makes_them_too(sat: Attempt, graded: Quiz, student: User) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON)
    for _ in range(2):
        sitting.standing(student, graded, NOON + 11 * MINUTE)
    assert ratings(student) == {"What": [Rating.Again]}


@pytest.mark.parametrize(
    ("sent", "rating"),
    [
        (Sent(RIGHT[0]), Rating.Good),
        (Sent(RIGHT[0], "fairly"), Rating.Good),
        (Sent(RIGHT[0], "certain"), Rating.Easy),
        (Sent(WRONG[0], "certain"), Rating.Again),
    ],
)
def test_a_later_attempt_counts_for_the_card_that_is_there(
    sent: Sent, rating: Rating, sat: Attempt, graded: Quiz, student: User
) -> None:
    sitting.save(sat, 1, Sent(WRONG[0]), NOON)
    sitting.hand_in(sat, NOON)
    again = begin(student, graded, NOON + MINUTE)
    sitting.save(again, 1, sent, NOON + MINUTE)
    sitting.hand_in(again, NOON + MINUTE)
    assert sorted(ratings(student)["What"]) == sorted([Rating.Again, rating])


def test_no_card_tells_what_was_wrong_before_the_quiz_is_closed(
    student: User, quiz: Lesson, graded: Quiz
) -> None:
    graded.closes_at = NOON + 7 * DAY
    graded.save()
    attempt = begin(student, graded)
    sitting.save(attempt, 1, Sent(WRONG[0]), NOON)
    sitting.hand_in(attempt, NOON)
    assert Card.objects.get().due == NOON + 8 * DAY
    assert queue_of(student, [quiz], NOON + 6 * DAY).cards == ()
    assert len(queue_of(student, [quiz], NOON + 8 * DAY).cards) == 1


def test_without_a_closing_it_comes_back_the_day_after(student: User, graded: Quiz) -> None:
    Quiz.objects.update(closes_at=None, due_at=None)
    attempt = begin(student, Quiz.objects.get())
    sitting.save(attempt, 1, Sent(WRONG[0]), NOON)
    sitting.hand_in(attempt, NOON + 5 * MINUTE)
    assert Card.objects.get().due == NOON + DAY


def test_a_question_of_the_bank_that_stands_in_no_lesson_makes_none(student: User, graded: Quiz) -> None:
    Question.objects.update(lesson=None, step=None)
    graded.questions.set(Question.objects.all())
    attempt = begin(student, graded)
    for number in (1, 2, 3):
        sitting.save(attempt, number, Sent(0), NOON)
    sitting.hand_in(attempt, NOON)
    assert attempt.answers.filter(right=False).exists()
    assert not Card.objects.exists()
