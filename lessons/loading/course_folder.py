"""The course's folder: course.yaml, a folder a lesson, all loaded or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from lessons.loading.chapter_list import load_chapters
from lessons.loading.documents import Mistakes, read_document
from lessons.loading.folders import SHARED, Folder, lesson_folders
from lessons.loading.glossary_file import check_glossary
from lessons.loading.kept_versions import FOUND, keep_version
from lessons.loading.lesson import load_files
from lessons.loading.registry import shared
from lessons.loading.upsert import REASON
from lessons.models import Chapter, Lesson
from lessons.reading.progress import name_steps

__all__ = ["Loaded", "Outcome", "load_course"]


class Outcome(StrEnum):
    """What became of a lesson."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept as it was edited in admin"
    GONE = "its folder is gone; the lesson stays, to be unpublished or deleted in admin"


@dataclass(frozen=True)
class Loaded:
    """A lesson's slug and what became of it."""

    slug: str
    outcome: Outcome


def load_course(folder: Path, *, overwrite: bool = False) -> list[Loaded]:
    """Load the course in ``folder``; with ``overwrite`` also over what was edited in admin.

    Raises CourseError with every mistake that was found; then nothing has been loaded.
    """
    mistakes = Mistakes()
    loaded = []
    with transaction.atomic():
        for lesson in Lesson.objects.all():
            name_steps(lesson)
        with mistakes.collecting():
            chapters = load_chapters(read_document(folder / "course.yaml"), overwrite=overwrite)
        mistakes.check()
        folders = lesson_folders(folder, mistakes)
        for one in folders:
            with mistakes.collecting():
                loaded.append(load_lesson(one, chapters, overwrite=overwrite))
        for file in sorted((folder / SHARED).glob("*.yaml")):
            with mistakes.collecting():
                load_shared(file, overwrite=overwrite)
        with mistakes.collecting():
            check_glossary(folder, [one.slug for one in folders])
        mistakes.check()
        return [*loaded, *without_folder(folders)]


def load_lesson(folder: Folder, chapters: Mapping[str, Chapter], *, overwrite: bool) -> Loaded:
    """One lesson, from the files in its folder. Raises ContentError or CourseError."""
    lesson, digest = find_lesson(folder.slug), folder.digest
    if lesson is not None and not overwrite:
        if lesson.edited_at is not None:
            return Loaded(folder.slug, Outcome.KEPT)
        if lesson.loaded_digest == digest:
            return Loaded(folder.slug, Outcome.UNCHANGED)
    outcome = Outcome.NEW if lesson is None else Outcome.CHANGED
    if lesson is not None:
        keep_version(lesson, FOUND)
    lesson = lesson or new_lesson(folder.slug)
    lesson.position = folder.number
    lesson.folder = folder.slug
    lesson.loaded_digest = digest
    lesson.edited_at = None
    load_files(lesson, folder.files, chapters)
    keep_version(lesson, REASON)
    return Loaded(folder.slug, outcome)


def find_lesson(slug: str) -> Lesson | None:
    """The lesson that was loaded from the folder of that slug, whatever its address is by now."""
    lessons = Lesson.objects
    return lessons.filter(folder=slug).first() or lessons.filter(folder="", slug=slug).first()


def new_lesson(slug: str) -> Lesson:
    """A lesson that students will see: what is in the files has been reviewed."""
    lesson = Lesson(slug=slug)
    lesson.publish()
    return lesson


def without_folder(folders: Iterable[Folder]) -> list[Loaded]:
    """The lessons that were loaded from folders that are not there any more."""
    slugs = [folder.slug for folder in folders]
    left = Lesson.objects.exclude(folder="").exclude(folder__in=slugs).in_course_order()
    return [Loaded(slug, Outcome.GONE) for slug in left.values_list("slug", flat=True)]


def load_shared(file: Path, *, overwrite: bool) -> None:
    """One file that all lessons share, for each chapter that reads such files. Raises ContentError."""
    document = read_document(file)
    for loader in shared:
        loader(document, overwrite)
