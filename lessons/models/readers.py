"""What readers did: their votes, the styles they opened, the steps they saw.

A lesson that readers have worked in is not deleted but unpublished, so it is PROTECTed here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.models.course import Lesson
from lessons.styles import STYLES

__all__ = ["StepSeen", "StyleProgress", "Vote"]


class Vote(models.Model):
    """Whether a reader found a lesson helpful: one vote a reader, which can change."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    helpful = models.BooleanField()
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="one_vote_a_reader")]

    def __str__(self) -> str:
        return "helpful" if self.helpful else "not helpful"


class StyleProgress(models.Model):
    """That a reader opened a lesson in a style, and when it was done."""

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
