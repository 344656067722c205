"""Passes, in which a learner does the steps of a lesson themselves, and the moves that they made."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Count, F, FloatField, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from lessons.accounts.models import User
from lessons.keys import KEY_LENGTH
from lessons.levels import PASS_PERCENT
from lessons.models import Lesson, Step
from lessons.sandbox.documents.storable import StorableJSON

__all__ = ["PASSED", "Pass", "PassMove", "pass_seconds_by_lesson"]

SECONDS_A_MOVE = 40
# Who did which lesson's steps, and when: for `register_challenge`.
PASSED = f"""
SELECT user_id, lesson_id, finished_at AS passed_at FROM sandbox_pass
WHERE finished_at IS NOT NULL AND 100 * "right" >= {PASS_PERCENT} * steps
"""  # noqa: S608 -- a number of ours
Key = tuple[int, int]  # user id, lesson id


def pass_seconds_by_lesson() -> dict[int, int]:
    """About how long the steps take to do, by the id of their lesson; none where no step is a call."""
    steps = Step.objects.exclude(lesson__scenario="").order_by().values_list("lesson")
    counted = steps.annotate(all=Count("pk"), calls=Count("run"))
    return {lesson: SECONDS_A_MOVE * count for lesson, count, calls in counted if calls}


class PassQuerySet(models.QuerySet["Pass"]):
    """Passes of any learners."""

    def best_scores(self, users: Iterable[User], lessons: Iterable[Lesson]) -> dict[Key, tuple[int, int]]:
        """How many steps were right of how many, in the best pass by (user id, lesson id), in one query."""
        share = Cast("right", FloatField()) / F("steps")
        rank = Window(RowNumber(), partition_by=["user", "lesson"], order_by=[share.desc(), "-finished_at"])
        over = self.filter(user__in=users, lesson__in=lessons, finished_at__isnull=False)
        rows = over.annotate(rank=rank).filter(rank=1)
        return {
            (user, lesson): (right, steps)
            for user, lesson, right, steps in rows.values_list("user_id", "lesson_id", "right", "steps")
        }


class Pass(models.Model):
    """One way through a lesson's steps, with the world in which they are done.

    ``stage`` holds secrets, so it is shown nowhere; it is {} once the pass is over. ``plan`` tells which
    steps there were to do, and with which calls. ``step_key`` is the step that is next, "" at the end;
    ``left`` are the places of those of its parts that are not done. ``is_missed`` tells that it was not right
    at first try, ``is_halted`` that the last move was wrong and is not undone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passes")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="passes")
    number = models.PositiveSmallIntegerField(help_text="Counts the learner's passes of the lesson.")
    plan = models.CharField(max_length=64)
    stage = models.JSONField(default=dict, encoder=StorableJSON)
    step_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    left = models.JSONField(default=list)
    is_missed = models.BooleanField(default=False)
    is_halted = models.BooleanField(default=False)
    right = models.PositiveSmallIntegerField(default=0, help_text="Steps that were right at first try.")
    steps = models.PositiveSmallIntegerField(help_text="Steps that there are to do.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson", "number"], name="one_pass_a_number")]

    def __str__(self) -> str:
        return f"{self.right} of {self.steps}"


class PassMove(models.Model):
    """One move as it was made, and what came of it; ``event`` has no secrets, as an event of a sandbox.

    ``made`` is a call with what was typed, ``{"call", "signer", "by", "with"}``, or the step that was
    ``{"chosen"}`` as the next. With a ``statement``, that was chosen as what decides the call; ``said``
    tells why it does not.
    """

    class Verdict(models.TextChoices):
        RIGHT = "right"
        WRONG = "wrong"
        SHOWN = "shown"

    of = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="moves")
    number = models.PositiveSmallIntegerField()
    step_key = models.CharField(max_length=KEY_LENGTH)
    verdict = models.CharField(max_length=10, choices=Verdict)
    made = models.JSONField(default=dict, encoder=StorableJSON)
    event = models.JSONField(null=True, encoder=StorableJSON)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_move_a_number")]

    def __str__(self) -> str:
        return f"{self.step_key}: {self.verdict}"
