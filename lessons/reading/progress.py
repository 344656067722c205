"""What a reader has done: the one place that writes it, for every chapter.

Of a stranger nothing is written: what they have read their browser keeps (`lessons.reading.marks`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lessons.accounts.models import User
from lessons.accounts.outage import in_passing
from lessons.lesson_trace import trace_of
from lessons.levels import Level
from lessons.models import Lesson, LevelReached, OfAStep, Prediction, StepSeen, StyleProgress, Vote
from lessons.reading.course_cache import read_course
from lessons.reading.progress_summary import standings
from lessons.sql import select
from lessons.trace import Step

__all__ = ["cast_vote", "finish_style", "free_number", "keep_level", "name_steps", "open_style", "see_step"]

KEY = ["user", "lesson", "style"]
SEEN = "SELECT step_key, number FROM lessons_stepseen WHERE user_id = %s AND lesson_id = %s"


@in_passing
def open_style(user: User | AnonymousUser, lesson: Lesson, style: str) -> None:
    """Record that ``user`` opened the lesson in this style, again or for the first time."""
    if not user.is_authenticated:
        return
    user.touch()
    store_style(user, lesson, style)


def store_style(user: User, lesson: Lesson, style: str) -> None:
    """The same for what must not be lost."""
    row = StyleProgress(user=user, lesson=lesson, style=style)
    StyleProgress.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["last_at"], unique_fields=KEY
    )


def finish_style(user: User, lesson: Lesson, style: str) -> None:
    """Record that ``user`` is through with the lesson in this style, or passed it; the first time counts."""
    store_style(user, lesson, style)
    rows = StyleProgress.objects.filter(user=user, lesson=lesson, style=style, done_at=None)
    rows.update(done_at=timezone.now())
    keep_level(user, lesson)


def keep_level(user: User, lesson: Lesson) -> None:
    """Record how far ``user`` is in the lesson now, so that no later change of the lesson takes it away."""
    level = standings(user, [lesson], read_course())[lesson.pk].level
    rows = [LevelReached(user=user, lesson=lesson, level=one) for one in Level if Level.DONE <= one <= level]
    LevelReached.objects.bulk_create(rows, ignore_conflicts=True)


@in_passing
def see_step(user: User | AnonymousUser, lesson: Lesson, step: Step) -> None:
    """Record that ``user`` saw this step of the lesson's trace; the first time counts."""
    if not user.is_authenticated:
        return
    user.touch()
    rows = [StepSeen(step_key=key, number=number) for key, number in select(2, SEEN, [user.pk, lesson.pk])]
    if not any(row.is_of(step) for row in rows):  # else without the lock that a transaction takes
        row = StepSeen(user=user, lesson=lesson, step_key=step.key, number=free_number(step, rows))
        StepSeen.objects.bulk_create([row], ignore_conflicts=True)
        if all(any(one.is_of(other) for one in [row, *rows]) for other in trace_of(lesson).steps):
            finish_style(user, lesson, "steps")


def free_number(step: Step, rows: Iterable[OfAStep]) -> int | None:
    """The step's number, None where one of the reader's ``rows`` has it: 0.3.1 knows one row a number."""
    return None if any(row.number == step.number for row in rows) else step.number


def name_steps(lesson: Lesson) -> None:
    """Give what nodes of 0.3.1 have stored the keys of their steps, while their numbers still say which."""
    for rows in (StepSeen.objects.filter(lesson=lesson), Prediction.objects.filter(lesson=lesson)):
        nameless = rows.filter(step_key=None)
        if not nameless.exists():
            continue
        for number, key in enumerate(lesson.steps.values_list("key", flat=True), start=1):
            has_named = Exists(rows.filter(user=OuterRef("user"), step_key=key))
            nameless.filter(~has_named, number=number).update(step_key=key)


def cast_vote(user: User, lesson: Lesson, *, helpful: bool) -> None:
    """Record whether ``user`` found the lesson helpful; the latest vote counts."""
    vote = Vote(user=user, lesson=lesson, helpful=helpful, voted_at=timezone.now())
    Vote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        update_fields=["helpful", "voted_at"],
        unique_fields=["lesson", "user"],
    )
