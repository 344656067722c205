"""A guest who signs in to an account takes the reading along, and loses nothing of either."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from lessons.accounts.models import User
from lessons.levels import Level
from lessons.models import Lesson, LevelReached, Prediction, StepSeen, StyleProgress, Vote
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.reading.merging import move_reading
from lessons.reading.progress import cast_vote, finish_style, open_style, see_step
from lessons.stepping.predictions import predict
from lessons.visualizer import Verdict
from tests.steps import step_at

NOW = timezone.now()
EARLIER = NOW - timedelta(days=2)


def merge(guest: User, user: User) -> None:
    move_reading(User, guest=guest, user=user)
    guest.delete()


def test_what_only_the_guest_did_moves(guest: User, student: User, lesson: Lesson) -> None:
    finish_style(guest, lesson, "read")
    see_step(guest, lesson, step_at(lesson, 3))
    cast_vote(guest, lesson, helpful=True)
    merge(guest, student)
    assert StyleProgress.objects.get(user=student).done_at is not None
    assert StepSeen.objects.get(user=student).number == 3
    assert Vote.objects.get(user=student).helpful


def test_of_two_rows_the_first_opening_the_first_done_and_the_last_visit_stay(
    guest: User, student: User, lesson: Lesson
) -> None:
    open_style(student, lesson, "read")
    StyleProgress.objects.filter(user=student).update(opened_at=NOW, last_at=EARLIER)
    open_style(guest, lesson, "read")
    StyleProgress.objects.filter(user=guest).update(opened_at=EARLIER, last_at=NOW, done_at=NOW)
    merge(guest, student)
    row = StyleProgress.objects.get()
    assert (row.opened_at, row.last_at, row.done_at) == (EARLIER, NOW, NOW)


def test_a_step_both_saw_counts_once_from_its_first_sight(guest: User, student: User, lesson: Lesson) -> None:
    for user, at in ((student, NOW), (guest, EARLIER)):
        see_step(user, lesson, step_at(lesson, 1))
        StepSeen.objects.filter(user=user).update(seen_at=at)
    merge(guest, student)
    assert StepSeen.objects.get().seen_at == EARLIER


def test_the_later_vote_counts(guest: User, student: User, lesson: Lesson) -> None:
    for user, helpful, at in ((student, False, EARLIER), (guest, True, NOW)):
        cast_vote(user, lesson, helpful=helpful)
        Vote.objects.filter(user=user).update(voted_at=at)
    merge(guest, student)
    assert Vote.objects.get().helpful


def test_an_earlier_vote_of_the_guest_does_not_count(guest: User, student: User, lesson: Lesson) -> None:
    for user, helpful, at in ((student, False, NOW), (guest, True, EARLIER)):
        cast_vote(user, lesson, helpful=helpful)
        Vote.objects.filter(user=user).update(voted_at=at)
    merge(guest, student)
    assert not Vote.objects.get().helpful


def prophesy(user: User, lesson: Lesson, number: int, chosen: str, at: datetime) -> None:
    asked = Asked(Kind.OUTPUT, "What comes?", ("this", "that"), 0)
    predict(user, lesson, step_at(lesson, number), Verdict(asked, chosen, Sureness.GUESS))
    Prediction.objects.filter(user=user, number=number).update(predicted_at=at)


def test_every_prediction_is_kept_and_the_earlier_one_counts(
    guest: User, student: User, lesson: Lesson
) -> None:
    prophesy(student, lesson, 1, "this", NOW)
    prophesy(guest, lesson, 1, "that", EARLIER)
    prophesy(guest, lesson, 2, "that", NOW)
    merge(guest, student)
    assert Prediction.objects.filter(user=student).count() == 3
    counting = Prediction.objects.current(student, lesson).values_list("number", "chosen")
    assert list(counting) == [(1, "that"), (2, "that")]


def test_of_two_rows_for_a_level_the_earlier_one_counts(guest: User, student: User, lesson: Lesson) -> None:
    for user, level, at in (
        (guest, Level.DONE, EARLIER),
        (student, Level.DONE, NOW),
        (guest, Level.MASTERED, NOW),
    ):
        LevelReached.objects.create(user=user, lesson=lesson, level=level, reached_at=at)
    move_reading(User, guest=guest, user=student)
    reached = LevelReached.objects.filter(user=student).order_by("level")
    assert list(reached.values_list("level", "reached_at")) == [(2, EARLIER), (3, NOW)]
