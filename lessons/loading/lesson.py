"""One lesson with all its parts, from its files: those in its folder, or those that a version keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lessons.loading.article import load_article
from lessons.loading.documents import Document, Mistakes
from lessons.loading.registry import parts
from lessons.loading.trace_file import load_trace
from lessons.loading.upsert import save
from lessons.models import Chapter, Lesson

__all__ = ["OWN_FILES", "Files", "load_files"]

OWN_FILES = ("lesson.md", "trace.yaml")

Files = Mapping[str, Callable[[], Document]]  # by name; reading one raises ContentError


def load_files(lesson: Lesson, files: Files, chapters: Mapping[str, Chapter]) -> None:
    """Write the lesson, then its parts, then itself once more, so that it is newer than all of them.

    Raises CourseError with every mistake; the caller's transaction is to be given up then.
    """
    mistakes = Mistakes()
    with mistakes.collecting():
        load_article(lesson, files["lesson.md"](), chapters)
    if lesson.pk is None:
        if mistakes:
            # An empty lesson to read on with: what is wrong may not fit the database. Nothing of it stays.
            lesson = Lesson(slug=lesson.slug, chapter=next(iter(chapters.values())))
        save(lesson)
    with mistakes.collecting():
        trace = load_trace(lesson, files["trace.yaml"]())
        load_parts(lesson, files)
        trace.delete_gone()
    mistakes.check()
    save(lesson)


def load_parts(lesson: Lesson, files: Files) -> None:
    """The files of the other chapters. Raises CourseError."""
    mistakes = Mistakes()
    for name, read in files.items():
        if name in OWN_FILES:
            continue
        with mistakes.collecting():
            document = read()
            parts[name].load(lesson, document)
            document.mistakes.check()
    mistakes.check()
