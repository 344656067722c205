"""What readers did: their votes, the styles they opened, the steps they saw and what they predicted.

A lesson that readers have worked in is not deleted but unpublished, so it is PROTECTed here.
"""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lessons.accounts.models import User
from lessons.asking import Asked, Sureness
from lessons.models.course import Lesson
from lessons.styles import STYLES

__all__ = ["Prediction", "StepSeen", "StyleProgress", "Vote"]


class Vote(models.Model):
    """Whether a reader found a lesson helpful: one vote a reader, which can change."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    helpful = models.BooleanField()
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        # Every page of a lesson shows the counts, which this holds.
        indexes = [models.Index(fields=["lesson", "helpful", "user"], name="votes_of_a_lesson")]
        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="one_vote_a_reader")]

    def __str__(self) -> str:
        return "helpful" if self.helpful else "not helpful"


class StyleProgress(models.Model):
    """That a reader opened a lesson in a style, and when it was done; ``last_at`` is exact to ten minutes."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="progress")
    style = models.CharField(max_length=12, choices=[(style.key, style.label) for style in STYLES])
    opened_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson", "style"], name="one_row_a_style")]

    def __str__(self) -> str:
        return f"{self.style}: {'done' if self.done_at else 'opened'}"


class StepSeen(models.Model):
    """That a reader has seen a step of a lesson's trace."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="steps_seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steps_seen")
    number = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson", "number"], name="one_row_a_step")]

    def __str__(self) -> str:
        return f"step {self.number}"


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def current(self, user: User, lesson: Lesson) -> PredictionQuerySet:
        """What ``user`` predicted since they last started over, step by step."""
        return self.filter(user=user, lesson=lesson, closed_at=None).order_by("number")

    def first_ones(self) -> PredictionQuerySet:
        """Of a learner's predictions of a step only the first, made before the answer was known."""
        earlier = Prediction.objects.filter(
            user=OuterRef("user"),
            lesson=OuterRef("lesson"),
            number=OuterRef("number"),
            predicted_at__lt=OuterRef("predicted_at"),
        )
        return self.filter(~Exists(earlier))


class Prediction(models.Model):
    """What a reader expected of a step before it was shown, with the question as it was asked."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="predictions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="predictions")
    number = models.PositiveSmallIntegerField(help_text="The step's number when it was asked about, from 1.")
    asked = models.JSONField(help_text="The question as it was asked, see Asked.")
    chosen = models.CharField(max_length=240, help_text="The choice made, in its words.")
    right = models.BooleanField()
    sureness = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Sureness])
    predicted_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the reader started over.")

    objects = PredictionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["lesson", "number", "user"], name="predictions_of_a_step")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson", "number"],
                condition=Q(closed_at=None),
                name="one_prediction_a_step",
            )
        ]

    def __str__(self) -> str:
        return f"prediction of step {self.number}"

    @cached_property
    def question(self) -> Asked:
        """What was asked."""
        return Asked.from_json(self.asked)

    @property
    def is_surprise(self) -> bool:
        """Whether the reader was certain, and it came otherwise."""
        return not self.right and self.sureness == Sureness.CERTAIN
