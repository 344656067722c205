"""Every save of a lesson keeps it whole, as a version."""

from __future__ import annotations

from lessons.accounts.models import User
from lessons.loading.export import lesson_files
from lessons.models import Lesson, LessonVersion

__all__ = ["FOUND", "keep_version"]

FOUND = "As it was found"


def keep_version(lesson: Lesson, reason: str, by: User | None = None) -> None:
    """Keep the lesson as it is stored now, unless the latest version of it says the same.

    To be called before a change too, with ``FOUND``: it may have been changed where no version was kept.
    """
    lesson = Lesson.objects.select_related("chapter").get(pk=lesson.pk)
    files, latest = lesson_files(lesson), lesson.versions.first()
    if latest is None or (latest.files, latest.status) != (files, lesson.status):
        LessonVersion.objects.create(
            lesson=lesson, made_by=by, reason=reason, status=lesson.status, files=files
        )
