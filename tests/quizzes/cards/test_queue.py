"""The day's queue: twenty at most, whatever the backlog, the most overdue first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fsrs import Rating

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.queue import MOST_A_DAY, Queue, next_day, queue_of
from lessons.quizzes.cards.schedule import Review
from lessons.quizzes.models import Card, CardReview, Kind, Question
from tests.quizzes.cards.conftest import DAY, Make

TOMORROW = DAY + timedelta(days=1)
DAYS = timedelta(days=1)


def at(now: datetime, user: User, lesson: Lesson) -> Queue:
    lesson.refresh_from_db()
    return queue_of(user, [lesson], now)


def review(card: Card, now: datetime, rating: Rating = Rating.Good) -> None:
    """The card answered in the review."""
    told = Review(now, f"review/{card.pk}/{now.isoformat()}", rating)
    store([Recall(card.about, DAY, CardReview.Source.REVIEW, told, is_reason=False)])


@pytest.fixture
def backlog(quiz: Lesson, make: Make) -> list[Card]:
    """Fifty cards, the newest first."""
    step = quiz.steps.all()[1]
    for number in range(50):
        Question.objects.create(
            lesson=quiz,
            key=f"more-{number}",
            prompt="Which?",
            content={"choices": ["a", "b"], "right": "a"},
            step=step,
            explanation="So.",
        )
    return [make(f"more-{number}", at=DAY - number * DAYS) for number in range(50)]


def test_of_a_backlog_twenty_are_for_today_the_most_overdue_first(
    backlog: list[Card], student: User, quiz: Lesson
) -> None:
    queue = at(TOMORROW, student, quiz)
    assert queue.cards == tuple(card.pk for card in backlog[:-21:-1])
    assert (queue.waiting, queue.done, queue.gone, queue.total) == (30, 0, 0, 20)


def test_twenty_a_day_are_counted_by_the_reviews_of_the_day(
    backlog: list[Card], student: User, quiz: Lesson
) -> None:
    for number in range(MOST_A_DAY):
        queue = at(TOMORROW, student, quiz)
        assert (len(queue.cards), queue.done) == (MOST_A_DAY - number, number)
        review(Card.objects.get(pk=queue.cards[0]), TOMORROW)
    assert at(TOMORROW, student, quiz) == Queue(cards=(), waiting=30, done=20, gone=0)
    assert len(at(TOMORROW + DAYS, student, quiz).cards) == 20


def test_an_answer_in_a_quiz_takes_no_place_of_today_s(
    backlog: list[Card], student: User, quiz: Lesson, make: Make
) -> None:
    make("what", at=TOMORROW)
    assert at(TOMORROW, student, quiz).done == 0


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        (datetime(2026, 11, 3, 23, 59, 59, 999999, UTC), False),
        (datetime(2026, 11, 4, tzinfo=UTC), True),
        (datetime(2026, 11, 4, 23, 59, 59, tzinfo=UTC), True),
    ],
)
def test_a_card_is_due_on_the_whole_day_in_utc(
    make: Make, student: User, quiz: Lesson, now: datetime, is_due: bool
) -> None:
    card = make(at=DAY)
    assert card.due == TOMORROW
    assert at(now, student, quiz).cards == ((card.pk,) if is_due else ())


def test_who_reviews_at_midnight_begins_a_new_day(make: Make, student: User, quiz: Lesson) -> None:
    midnight = datetime(2026, 11, 5, tzinfo=UTC)
    review(make("what"), midnight - timedelta(microseconds=1))
    review(make("when"), midnight)
    assert at(midnight - timedelta(seconds=1), student, quiz).done == 1
    assert at(midnight, student, quiz).done == 1


def test_what_was_reviewed_today_is_not_due_again_today(make: Make, student: User, quiz: Lesson) -> None:
    review(make(), TOMORROW, Rating.Again)
    assert at(TOMORROW, student, quiz).cards == ()
    assert len(at(TOMORROW + DAYS, student, quiz).cards) == 1


def test_a_card_of_a_deleted_question_is_kept_and_leaves_the_queue(
    make: Make, student: User, quiz: Lesson
) -> None:
    make("what"), make("when")
    quiz.questions.get(key="what").delete()
    queue = at(TOMORROW, student, quiz)
    assert (len(queue.cards), queue.gone) == (1, 1)
    assert student.cards.count() == 2


def test_a_draft_is_not_asked(make: Make, student: User, quiz: Lesson) -> None:
    make("what")
    row = quiz.questions.get(key="what")
    row.is_published = False
    row.save()
    assert at(TOMORROW, student, quiz) == Queue(cards=(), waiting=0, done=0, gone=1)


def test_a_step_that_is_gone_is_not_asked(make: Make, student: User, quiz: Lesson) -> None:
    make(trace_of(quiz).steps[1].key, kind=Kind.STEP), make("no-such-step", kind=Kind.STEP)
    queue = at(TOMORROW, student, quiz)
    assert (len(queue.cards), queue.gone) == (1, 1)


def test_a_lesson_that_is_hidden_asks_nothing(make: Make, student: User) -> None:
    make()
    assert queue_of(student, [], TOMORROW).cards == ()


def test_cards_of_others_are_theirs(make: Make, student: User, other_student: User, quiz: Lesson) -> None:
    review(make("what", user=other_student), TOMORROW)
    make("when", user=other_student)
    assert at(TOMORROW, student, quiz) == Queue(cards=(), waiting=0, done=0, gone=0)


def test_it_is_one_query(backlog: list[Card], student: User, quiz: Lesson) -> None:
    at(TOMORROW, student, quiz)
    with CaptureQueriesContext(connection) as captured:
        queue_of(student, [quiz], TOMORROW)
    assert len(captured) == 1


def test_the_next_day_is_that_of_a_card_that_can_be_asked(make: Make, student: User, quiz: Lesson) -> None:
    make("gone", at=DAY + DAYS)
    make("when", at=DAY + 2 * DAYS)
    make("what", at=DAY + 3 * DAYS)
    assert next_day(student, [quiz], TOMORROW) == DAY + 3 * DAYS
    assert next_day(student, [quiz], DAY + 9 * DAYS) is None
