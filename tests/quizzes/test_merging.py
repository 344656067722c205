"""A guest who signs in to an account brings the attempts along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.guests.learners import merge_guest
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt
from tests.quizzes.conftest import RIGHT, WRONG

Browser = Callable[[User | None], Client]
Take = Callable[..., Attempt]


def test_scores_of_both_are_the_account_s(guest: User, student: User, quiz: Lesson, take: Take) -> None:
    take(student, *WRONG)
    take(guest, *RIGHT)
    merge_guest(guest, student)
    assert Attempt.objects.filter(user=student).count() == 2
    assert Attempt.objects.best_and_latest(student, quiz).best == Score(3, 3)


def test_an_open_attempt_goes_on(guest: User, student: User, client_of: Browser, take: Take) -> None:
    attempt = take(guest, RIGHT[0])
    merge_guest(guest, student)
    response = client_of(student).get(reverse("quizzes:question", args=[attempt.pk, 2]))
    assert response.status_code == 200


@pytest.mark.parametrize("newer", ["guest", "student"])
def test_of_two_open_attempts_the_newer_goes_on_and_no_answer_is_lost(
    newer: str, guest: User, student: User, quiz: Lesson, take: Take
) -> None:
    attempts = {"guest": take(guest, RIGHT[0]), "student": take(student, *RIGHT[:2])}
    attempt = attempts[newer]
    attempt.started_at += timedelta(hours=1)
    attempt.save()
    merge_guest(guest, student)
    assert Attempt.objects.open_one(student, quiz) == attempt
    assert Attempt.objects.filter(user=student).count() == 2
    assert Attempt.objects.filter(abandoned_at=None).count() == 1
    assert Answer.objects.count() == 3


def test_attempts_of_others_are_left_alone(
    guest: User, student: User, other_student: User, quiz: Lesson, take: Take
) -> None:
    theirs = take(other_student, RIGHT[0])
    take(guest, RIGHT[0])
    merge_guest(guest, student)
    assert Attempt.objects.open_one(other_student, quiz) == theirs
