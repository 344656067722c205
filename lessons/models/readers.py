"""What readers did: their votes, the styles they opened, the steps they saw and what they predicted.

What is about a step names its key, so that it stays with that step wherever an author puts it.

A lesson that readers have worked in is not deleted but unpublished, so it is PROTECTed here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lessons.accounts.models import User
from lessons.keys import KEY_LENGTH
from lessons.levels import Level
from lessons.models.course import Lesson
from lessons.models.parts import Step
from lessons.prediction_questions import Asked, Sureness
from lessons.styles import STYLES
from lessons.trace import Step as TraceStep

__all__ = ["LevelReached", "OfAStep", "Prediction", "StepSeen", "StyleProgress", "Vote"]

M = TypeVar("M", bound="OfAStep")


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


class LevelReached(models.Model):
    """That a reader has done or mastered a lesson: it stays so, whatever the lesson asks for later."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="levels_reached")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="levels_reached"
    )
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.label) for one in Level if one > 1])
    reached_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson", "level"], name="each_level_once")]

    def __str__(self) -> str:
        return Level(self.level).label


class OfAStepQuerySet(models.QuerySet[M]):
    """Rows about steps, found by the steps' keys."""

    def of_steps_there(self) -> OfAStepQuerySet[M]:
        """Without the rows of steps that are gone; a row without a key is about a step that 0.3.1 showed."""
        there = Step.objects.filter(lesson=OuterRef("lesson"), key=OuterRef("step_key"))
        return self.filter(Exists(there) | Q(step_key=None))


class OfAStep(models.Model):
    """A row about a step of a lesson, known by the step's key.

    ``number`` is where the step was then, for nodes of 0.3.1 that still run: they know it alone, store no
    ``step_key``, and have one row a number. It is None where the reader's row of another step has it.
    """

    step_key = models.CharField(max_length=KEY_LENGTH, null=True)  # noqa: DJ001 -- None: stored by 0.3.1
    number = models.PositiveSmallIntegerField(null=True, help_text="Where the step was then, from 1.")

    class Meta:
        abstract = True

    @property
    def step(self) -> str | int | None:
        """What tells its step from others of the lesson."""
        return self.step_key or self.number

    def is_of(self, step: TraceStep) -> bool:
        """Whether this is about the step; where 0.3.1 has stored it, its number says so."""
        return self.step_key == step.key or (self.step_key is None and self.number == step.number)


class StepSeen(OfAStep):
    """That a reader has seen a step of a lesson's trace."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="steps_seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steps_seen")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = OfAStepQuerySet["StepSeen"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson", "number"], name="one_row_a_step"),
            models.UniqueConstraint(fields=["user", "lesson", "step_key"], name="one_row_a_step_key"),
        ]

    def __str__(self) -> str:
        return f"step {self.step}"


class PredictionQuerySet(OfAStepQuerySet["Prediction"]):
    """Predictions; a reader who starts over has several of a step."""

    def current(self, user: User, lesson: Lesson) -> PredictionQuerySet:
        """What ``user`` predicted since they last started over, in the order in which they did."""
        return self.filter(user=user, lesson=lesson, closed_at=None).order_by("predicted_at", "pk")

    def first_ones(self) -> PredictionQuerySet:
        """Of a learner's predictions of a step only the first, made before the answer was known."""
        earlier = Prediction.objects.filter(
            user=OuterRef("user"),
            lesson=OuterRef("lesson"),
            step_key=OuterRef("step_key"),
            predicted_at__lt=OuterRef("predicted_at"),
        )
        return self.filter(~Exists(earlier))


class Prediction(OfAStep):
    """What a reader expected of a step before it was shown, with the question as it was asked."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="predictions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="predictions")
    asked = models.JSONField(help_text="The question as it was asked, see Asked.")
    chosen = models.CharField(max_length=240, help_text="The choice made, in its words.")
    right = models.BooleanField()
    sureness = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Sureness])
    predicted_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the reader started over.")

    objects = PredictionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["lesson", "number", "user"], name="predictions_of_a_step"),
            models.Index(fields=["lesson", "step_key", "user"], name="predictions_of_a_step_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson", "number"],
                condition=Q(closed_at=None),
                name="one_prediction_a_step",
            ),
            models.UniqueConstraint(
                fields=["user", "lesson", "step_key"],
                condition=Q(closed_at=None),
                name="one_prediction_a_step_key",
            ),
        ]

    def __str__(self) -> str:
        return f"prediction of step {self.step}"

    @cached_property
    def question(self) -> Asked:
        """What was asked."""
        return Asked.from_json(self.asked)

    @property
    def is_surprise(self) -> bool:
        """Whether the reader was certain, and it came otherwise."""
        return not self.right and self.sureness == Sureness.CERTAIN
