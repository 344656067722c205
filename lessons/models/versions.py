"""What a lesson was: every save keeps it whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.models.course import Lesson

__all__ = ["LessonVersion"]


class LessonVersion(models.Model):
    """A lesson with all its parts as it was after a save, in the form of its content files.

    The database does not check what the keys point to: nodes of 0.3.1 that still run delete lessons and users
    without knowing of versions.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="versions", db_constraint=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=Lesson.Status)
    files = models.JSONField(help_text="The text of each content file, by its name.")

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["lesson", "-made_at"], name="versions_of_a_lesson")]

    def __str__(self) -> str:
        return f"version of {self.made_at:%Y-%m-%d %H:%M}"
