"""When a lesson is ready for students."""

from __future__ import annotations

from lessons.models import Lesson

__all__ = ["CannotPublishError", "publish"]


class CannotPublishError(Exception):
    """The lesson is not ready; the message says what is missing."""


def publish(lesson: Lesson) -> None:
    """Show the lesson to students and save it. Raises CannotPublishError."""
    if not lesson.steps.exists():
        raise CannotPublishError(f"“{lesson}” cannot be published: it has no steps yet.")
    lesson.publish()
    lesson.save()
