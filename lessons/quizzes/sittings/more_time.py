"""More time for attempts that are over already: what came within it counts after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lessons.quizzes.grading import grade
from lessons.quizzes.models import Attempt, Quiz
from lessons.quizzes.sittings.sitting import HEAVY, Sent, SittingTimes, finish_sitting, keep, sitting_times
from lessons.quizzes.times import Extension

__all__ = ["extend_ended"]


@transaction.atomic
def extend_ended(quiz: Quiz, now: datetime) -> None:
    """Let the times that learners have now reach the attempts that were handed in by themselves.

    What came within them counts. Where time is left and the verdict is not told yet, their learner goes on
    with the last one. Who has handed in themselves has done so.
    """
    extensions = quiz.places.all().extensions()
    newest = dict(quiz.attempts.order_by("started_at").values_list("user_id", "pk"))
    for ended in quiz.attempts.filter(ended_by_itself=True).order_by("started_at").defer(*HEAVY):
        ended.quiz = quiz
        times = sitting_times(ended, extensions.get((quiz.pk, ended.user_id), Extension()))
        if times.ends_at is None or (ended.finished_at and times.ends_at > ended.finished_at):
            attempt = Attempt.objects.select_for_update().get(pk=ended.pk)
            _extend(attempt, times, now, is_newest=newest[ended.user_id] == ended.pk)


def _extend(attempt: Attempt, times: SittingTimes, now: datetime, *, is_newest: bool) -> None:
    came_at = [
        late.came_at for late in attempt.late_answers.order_by("came_at") if not times.is_over(late.came_at)
    ]
    for late in attempt.late_answers.filter(came_at__in=came_at):
        feedback = grade(attempt.questions[late.number - 1], late.given)
        keep(attempt, late.number, feedback, Sent(late.given), late.came_at)
        late.delete()
    if is_newest and not times.is_over(now) and not times.shows_feedback(now):
        _reopen(attempt)
    elif came_at and attempt.finished_at:
        finish_sitting(attempt, max(attempt.finished_at, came_at[-1]), times)


def _reopen(attempt: Attempt) -> None:
    attempt.finished_at, attempt.ended_by_itself = None, False
    attempt.right, attempt.points, attempt.possible_points = 0, None, None
    attempt.save(update_fields=["finished_at", "ended_by_itself", "right", "points", "possible_points"])
