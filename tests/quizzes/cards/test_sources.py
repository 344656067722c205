"""What makes a card: a miss, an answer with a hint, a surprise, a wrong move. Nothing else does."""

from __future__ import annotations

import pytest
from fsrs import Rating

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson, Prediction
from lessons.prediction_questions import Sureness, ask
from lessons.quizzes import attempts
from lessons.quizzes.models import Attempt, Card, CardReview, Kind
from lessons.signals import step_missed
from lessons.stepping.predictions import predict
from lessons.visualizer import Verdict
from tests.quizzes.cards.conftest import DAY, Make

RIGHT, WRONG = 0, 1


def test_a_wrong_answer_makes_a_card(attempt: Attempt, student: User, quiz: Lesson) -> None:
    attempts.answer(attempt, 1, WRONG)
    [card] = student.cards.all()
    assert (card.lesson, card.kind, card.key) == (quiz, Kind.QUESTION, "what")
    assert card.lesson_version == quiz.updated_at
    [review] = card.reviews.all()
    answer = attempt.answers.get()
    assert (review.source, review.rating, review.at) == ("answer", Rating.Again, answer.answered_at)


def test_a_right_answer_with_a_hint_makes_one(attempt: Attempt, student: User) -> None:
    attempts.show_hint(attempt, 2)
    attempts.answer(attempt, 2, RIGHT)
    assert [one.rating for one in student.cards.get(key="when").reviews.all()] == [Rating.Hard]


def test_a_right_answer_makes_none_and_counts_where_there_is_one(
    attempt: Attempt, student: User, make: Make
) -> None:
    attempts.answer(attempt, 1, RIGHT)
    assert not student.cards.exists()
    make("when")
    attempts.answer(attempt, 2, RIGHT)
    ratings = student.cards.get().reviews.values_list("rating", flat=True)
    assert list(ratings) == [Rating.Again, Rating.Good]


def test_an_answer_that_is_sent_again_counts_once(attempt: Attempt, student: User) -> None:
    for chosen in (WRONG, WRONG, RIGHT):
        attempts.answer(attempt, 1, chosen)
    assert [one.rating for one in student.cards.get().reviews.all()] == [Rating.Again]


def test_each_attempt_counts(attempt: Attempt, student: User, quiz: Lesson) -> None:
    for number in (1, 2, 3):
        attempts.answer(attempt, number, WRONG)
    attempts.answer(attempts.start(student, quiz), 1, RIGHT)
    card = student.cards.get(key="what")
    assert [one.rating for one in card.reviews.all()] == [Rating.Again, Rating.Good]


def predicted(user: User, lesson: Lesson, number: int, sureness: Sureness, *, is_right: bool) -> None:
    trace = trace_of(lesson)
    asked = ask(trace, number)
    assert asked
    chosen = asked.answer if is_right else next(one for one in asked.choices if one != asked.answer)
    predict(user, lesson, trace.steps[number - 1], Verdict(asked, chosen, sureness))


@pytest.mark.parametrize(
    ("sureness", "is_right", "cards"),
    [
        (Sureness.CERTAIN, False, 1),
        (Sureness.FAIRLY, False, 0),
        (Sureness.GUESS, False, 0),
        (Sureness.CERTAIN, True, 0),
    ],
)
def test_of_predictions_only_a_surprise_makes_a_card(
    student: User, lesson: Lesson, sureness: Sureness, is_right: bool, cards: int
) -> None:
    predicted(student, lesson, 2, sureness, is_right=is_right)
    assert student.cards.count() == cards


@pytest.mark.parametrize(
    ("sureness", "is_right", "rating"),
    [
        (Sureness.CERTAIN, True, Rating.Easy),
        (Sureness.FAIRLY, True, Rating.Good),
        (Sureness.GUESS, False, Rating.Again),
    ],
)
def test_every_prediction_counts_for_the_card_that_is_there(
    student: User, lesson: Lesson, make: Make, sureness: Sureness, is_right: bool, rating: Rating
) -> None:
    key = trace_of(lesson).steps[1].key
    make(key, kind=Kind.STEP)
    predicted(student, lesson, 2, sureness, is_right=is_right)
    assert student.cards.get().reviews.get(source=CardReview.Source.PREDICTION).rating == rating


def test_a_prediction_that_is_sent_again_counts_once(student: User, lesson: Lesson) -> None:
    predicted(student, lesson, 2, Sureness.CERTAIN, is_right=False)
    predicted(student, lesson, 2, Sureness.CERTAIN, is_right=True)
    assert Prediction.objects.count() == 1
    assert [one.rating for one in student.cards.get().reviews.all()] == [Rating.Again]


def test_a_wrong_move_makes_a_card_of_its_step(student: User, lesson: Lesson) -> None:
    key = trace_of(lesson).steps[1].key
    for _ in range(2):
        step_missed.send(sender=User, user=student, lesson=lesson, step_key=key, token=f"7/{key}", at=DAY)
    card = student.cards.get()
    assert (card.kind, card.key, card.reviews.get().source) == (Kind.STEP, key, "move")


def test_a_step_that_was_predicted_and_done_has_one_card(student: User, lesson: Lesson) -> None:
    predicted(student, lesson, 2, Sureness.CERTAIN, is_right=False)
    key = trace_of(lesson).steps[1].key
    step_missed.send(sender=User, user=student, lesson=lesson, step_key=key, token=f"7/{key}", at=DAY)
    assert {one.source for one in Card.objects.get().reviews.all()} == {"move", "prediction"}


@pytest.mark.parametrize(
    ("chosen", "sureness", "is_hinted", "rating"),
    [
        (RIGHT, Sureness.CERTAIN, False, Rating.Easy),
        (RIGHT, Sureness.FAIRLY, False, Rating.Good),
        (RIGHT, Sureness.CERTAIN, True, Rating.Hard),
        (WRONG, Sureness.CERTAIN, False, Rating.Again),
    ],
)
def test_right_and_sure_is_easy_where_there_is_a_card(
    chosen: int,
    sureness: Sureness,
    is_hinted: bool,
    rating: Rating,
    attempt: Attempt,
    student: User,
    make: Make,
) -> None:
    make("what")
    if is_hinted:
        attempts.show_hint(attempt, 1)
    attempts.answer(attempt, 1, chosen, sureness)
    assert [one.rating for one in student.cards.get().reviews.all()][-1] == rating
