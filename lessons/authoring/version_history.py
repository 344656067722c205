"""The versions of a lesson: what each of them changed, and going back to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.authoring.differences import FileChange, differences
from lessons.loading import CourseError
from lessons.loading.documents import Document, parse_document
from lessons.loading.kept_versions import FOUND, keep_version
from lessons.loading.lesson import Files, load_files
from lessons.loading.registry import parts
from lessons.models import Chapter, Lesson, LessonVersion

__all__ = ["CannotRevertError", "Entry", "entries", "revert"]


class CannotRevertError(Exception):
    """The lesson cannot be what it was; nothing has been changed, and the message says why."""


@dataclass(frozen=True)
class Entry:
    """A version, and how it differs from the one before it; nothing for the first one."""

    version: LessonVersion
    changes: tuple[FileChange, ...]
    is_first: bool


def entries(versions: Sequence[LessonVersion], before: LessonVersion | None) -> Iterator[Entry]:
    """The ``versions``, newest first, each with what it changed; ``before`` is the one older than these."""
    for version, older in zip(versions, [*versions[1:], before], strict=False):  # none at all has no older
        changes = differences(older.files, version.files) if older else ()
        yield Entry(version, changes, is_first=older is None)


@transaction.atomic
def revert(version: LessonVersion, by: User) -> Lesson:
    """Make the lesson what it was, all its parts with it; whether students see it stays as it is.

    Steps keep their keys, and so what readers did. Raises CannotRevertError.
    """
    lesson = Lesson.objects.select_for_update().get(pk=version.lesson_id)
    keep_version(lesson, FOUND)
    lesson.edited_at = timezone.now()
    for name, part in parts.items():
        if name not in version.files:
            part.remove(lesson)
    try:
        load_files(lesson, files_of(version), {chapter.key: chapter for chapter in Chapter.objects.all()})
    except CourseError as wrong:
        raise CannotRevertError(" ".join(mistake.message for mistake in wrong.mistakes)) from wrong
    if not (lesson.is_draft or lesson.steps.exists()):
        raise CannotRevertError("This version has no steps, and students see the lesson: unpublish it first.")
    keep_version(lesson, f"Went back to the {version}", by)
    return lesson


def files_of(version: LessonVersion) -> Files:
    """The files that the version keeps, each to be read."""
    return {name: partial(read, name, text) for name, text in version.files.items()}


def read(name: str, text: str) -> Document:
    """A file of a version. Raises ContentError."""
    document = parse_document(Path(name), text)
    document.is_kept = True
    return document
