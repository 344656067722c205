"""When a card is due is what a replay of its history says, whatever happened to that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import fsrs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.accounts.guests.learners import merge_guest
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import LONGEST_DAYS, Review
from lessons.quizzes.models import About, Card, CardReview, Kind, Question
from tests.quizzes.cards.conftest import DAY, Make
from tests.sizes import size

Source = CardReview.Source
SCHEDULER = fsrs.Scheduler(
    learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST_DAYS
)
KEYS = ("what", "when", "after")
USERS = count()


@dataclass
class Story:
    """What happened to a learner's cards at random, remembered in a way of its own: by key, by token."""

    lesson: Lesson
    random: Random
    guest: User
    user: User
    told: list[Recall] = field(default_factory=list)
    kept: defaultdict[tuple[int, str], dict[str, tuple[datetime, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def happen(self) -> None:
        """Something new, at any time: late answers arrive after newer ones."""
        user = self.random.choice([self.guest, self.user])
        about = About(user.pk, self.lesson.pk, Kind.QUESTION, self.random.choice(KEYS))
        rating = self.random.choice([*fsrs.Rating])
        at = DAY + timedelta(minutes=self.random.randrange(200 * 24 * 60))
        review = Review(at, f"answer/{len(self.told)}", rating)
        recall = Recall(about, DAY, Source.ANSWER, review, is_reason=rating <= fsrs.Rating.Hard)
        self.told.append(recall)
        self.tell(recall)

    def tell(self, recall: Recall) -> None:
        store([recall])
        history = self.kept[recall.about.user, recall.about.key]
        if history or recall.is_reason:
            history.setdefault(recall.review.token, (recall.review.at, recall.review.rating))

    def send_again(self) -> None:
        """The same once more, as it was: a regrade since then stays."""
        if self.told:
            self.tell(self.random.choice(self.told))

    def regrade(self) -> None:
        """Another rating, of an answer that made a card or that is about to."""
        if not self.told:
            return
        old, rating = self.random.choice(self.told), self.random.choice([*fsrs.Rating])
        review = Review(old.review.at, old.review.token, rating)
        new = Recall(old.about, DAY, Source.ANSWER, review, is_reason=rating <= fsrs.Rating.Hard)
        store([new], corrects=True)
        history = self.kept[new.about.user, new.about.key]
        if history or new.is_reason:
            history[review.token] = (review.at, rating)

    def merge(self) -> None:
        """The guest signs in."""
        guest = self.guest.pk
        merge_guest(self.guest, self.user)
        for key in KEYS:
            self.kept[self.user.pk, key] |= self.kept.pop((guest, key), {})
        self.guest = User.objects.create(username=f"guest-{next(USERS)}", is_guest=True)
        self.told = [
            Recall(
                one.about._replace(user=self.user.pk), DAY, one.source, one.review, is_reason=one.is_reason
            )
            if one.about.user == guest
            else one
            for one in self.told
        ]

    def delete_question(self) -> None:
        """The question goes; what happened stays."""
        Question.objects.filter(lesson=self.lesson, key=self.random.choice(KEYS)).delete()

    def check(self) -> None:
        """Every card there is, and no other, is due when the library's own replay says."""
        expected = {
            about: SCHEDULER.reschedule_card(
                fsrs.Card(card_id=1),
                [
                    fsrs.ReviewLog(1, fsrs.Rating(rating), at, None)
                    for token, (at, rating) in sorted(history.items())
                ],
            )
            for about, history in self.kept.items()
            if history
        }
        cards = Card.objects.filter(user__in=[self.guest, self.user])
        found = {(card.user_id, card.key): card for card in cards}
        assert found.keys() == expected.keys()
        for about, card in found.items():
            assert (card.due, card.reviewed_at) == (expected[about].due, expected[about].last_review)
            assert (card.stability, card.difficulty) == (
                expected[about].stability,
                expected[about].difficulty,
            )


def test_a_due_date_is_what_a_replay_of_the_history_says(quiz: Lesson) -> None:
    for seed in range(size(200, 10_000)):
        random = Random(seed)  # noqa: S311 -- no secret is drawn
        guest = User.objects.create(username=f"guest-{next(USERS)}", is_guest=True)
        story = Story(quiz, random, guest, User.objects.create(username=f"user-{next(USERS)}"))
        steps = [story.happen, story.send_again, story.regrade, story.merge, story.delete_question]
        for step in random.choices(steps, [8, 3, 3, 1, 0.1], k=random.randrange(1, 15)):
            step()
        story.check()


def test_what_is_sent_again_counts_once(make: Make) -> None:
    assert make() == make()
    assert make().reviews.count() == 1


def test_a_late_answer_takes_its_place_in_time(make: Make) -> None:
    due = make(at=DAY).due
    assert make(at=DAY - timedelta(days=2)).due == due
    assert make(at=DAY + timedelta(days=2)).due > due


def test_five_hundred_answers_take_few_statements(quiz: Lesson) -> None:
    users = User.objects.bulk_create(User(username=f"learner{number}") for number in range(500))
    abouts = [About(user.pk, quiz.pk, Kind.QUESTION, "what") for user in users]
    recalls = [
        Recall(about, quiz.updated_at, Source.ANSWER, Review(DAY, "answer/1", 1), is_reason=True)
        for about in abouts
    ]
    with CaptureQueriesContext(connection) as captured:
        store(recalls, corrects=True)
    assert Card.objects.count() == 500
    assert len(captured) < 25  # SQLite takes no more than 999 values at a time


def test_a_learner_has_no_more_cards_than_there_is_room_for(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "CARDS", 1)
    make("what")
    with pytest.raises(Card.DoesNotExist):
        make("when")
    assert make("what", at=DAY + timedelta(days=1)).reviews.count() == 2


def test_times_are_kept_in_utc(make: Make) -> None:
    assert make().due.tzinfo == UTC
