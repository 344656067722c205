"""Lessons whose questions are changed: each is kept as it was and as it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from lessons.accounts.models import User
from lessons.loading.kept_versions import FOUND, keep_version
from lessons.models import Lesson

__all__ = ["editing"]


@contextmanager
def editing(by: User | None, reason: str, lessons: Iterable[Lesson | None]) -> Iterator[None]:
    """Keep a version of each lesson before and after the block; loading the course keeps what is edited.

    To be entered in a transaction.
    """
    edited = list({lesson.pk: lesson for lesson in lessons if lesson}.values())
    for lesson in edited:
        keep_version(lesson, FOUND)
    yield
    now = timezone.now()
    Lesson.objects.filter(pk__in=[lesson.pk for lesson in edited]).update(edited_at=now, updated_at=now)
    for lesson in edited:
        keep_version(lesson, reason, by)
