"""Regrades: what was corrected in attempts that were made before, who did it and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.models import Lesson
from lessons.quizzes.models.attempt import Attempt

__all__ = ["Regrade", "RegradedQuestion"]


class Regrade(models.Model):
    """One correction of all attempts at a lesson's quiz, in force until it is undone."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="regrades")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, help_text="Whoever's score changed reads it.")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"regrade of {self.made_at:%Y-%m-%d %H:%M}"


class RegradedQuestion(models.Model):
    """A question of an attempt as it was before, by which it goes back to that."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="questions")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regraded")
    number = models.PositiveSmallIntegerField(help_text="The question's number in the attempt, from 1.")
    content = models.JSONField(help_text="What was asked before.")
    fraction = models.FloatField(null=True, help_text="What the answer was worth before; empty without one.")
    points = models.FloatField(null=True, help_text="The attempt's score before; empty while it was open.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt", "number"], name="one_change_a_regrade")
        ]

    def __str__(self) -> str:
        return f"question {self.number} of {self.attempt_id}"
