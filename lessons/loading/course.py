"""The course's folder: course.yaml, a folder a lesson, all loaded or nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from lessons.loading.documents import ContentError, Document, Mistakes, read_document
from lessons.loading.lesson import load_article, load_trace
from lessons.loading.rows import clean, save
from lessons.models import Chapter, Lesson

__all__ = ["Loaded", "Outcome", "load_course", "register_part", "register_shared"]

FOLDER = re.compile(r"(?P<number>\d+)-(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")
OWN_FILES = ("lesson.md", "trace.yaml")
SHARED = "scenarios"

PartLoader = Callable[[Lesson, Document], None]
SharedLoader = Callable[[Document, bool], None]
parts: dict[str, PartLoader] = {}
shared: list[SharedLoader] = []


class Outcome(StrEnum):
    """What became of a lesson."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept as it was edited in admin"


@dataclass(frozen=True)
class Loaded:
    """A lesson's slug and what became of it."""

    slug: str
    outcome: Outcome


def register_part(filename: str, loader: PartLoader) -> None:
    """Let ``loader`` read the file of that name in every lesson's folder that has one."""
    parts[filename] = loader


def register_shared(loader: SharedLoader) -> None:
    """Let ``loader`` read every file that all lessons share; it is told whether to overwrite."""
    if loader not in shared:
        shared.append(loader)


def load_course(folder: Path, *, overwrite: bool = False) -> list[Loaded]:
    """Load the course in ``folder``; with ``overwrite`` also over what was edited in admin.

    Raises CourseError with every mistake that was found; then nothing has been loaded.
    """
    mistakes = Mistakes()
    loaded = []
    with transaction.atomic():
        with mistakes.collecting():
            chapters = load_chapters(folder, overwrite=overwrite)
        mistakes.check()
        for path in lesson_folders(folder):
            with mistakes.collecting():
                loaded.append(load_lesson(path, chapters, overwrite=overwrite))
        for file in sorted((folder / SHARED).glob("*.yaml")):
            with mistakes.collecting():
                load_shared(file, overwrite=overwrite)
        mistakes.check()
    return loaded


def lesson_folders(folder: Path) -> list[Path]:
    """The folders that hold lessons, in the order of their numbers."""
    folders = [path for path in folder.glob("[!._]*") if path.is_dir() and path.name != SHARED]
    return sorted(folders)


def load_chapters(folder: Path, *, overwrite: bool) -> dict[str, Chapter]:
    """The chapters of course.yaml by their titles. Raises ContentError."""
    root = read_document(folder / "course.yaml").root
    root.only("chapters")
    chapters = {}
    for position, node in enumerate(root.nodes("chapters"), start=1):
        node.only("title", "summary")
        title = node.text("title")
        chapter = Chapter.objects.filter(title=title).first() or Chapter(title=title)
        if chapter.edited_at is None or overwrite:
            chapter.position = position
            chapter.summary = node.text("summary", "")
            chapter.edited_at = None
            clean(chapter, node).save()
        chapters[title] = chapter
    if not chapters:
        raise root.error("The course has no chapter.", "chapters")
    return chapters


def load_lesson(path: Path, chapters: dict[str, Chapter], *, overwrite: bool) -> Loaded:
    """One lesson, from the files in its folder. Raises ContentError or CourseError."""
    name = FOLDER.fullmatch(path.name)
    if name is None:
        raise ContentError(path, 1, "A lesson's folder is named like 02-assuming-a-role.")
    slug, digest = name["slug"], digest_of(path)
    lesson = Lesson.objects.filter(slug=slug).first()
    if lesson is not None and not overwrite:
        if lesson.edited_at is not None:
            return Loaded(slug, Outcome.KEPT)
        if lesson.loaded_digest == digest:
            return Loaded(slug, Outcome.UNCHANGED)
    outcome = Outcome.NEW if lesson is None else Outcome.CHANGED
    lesson = lesson or new_lesson(slug)
    lesson.position = int(name["number"])
    lesson.loaded_digest = digest
    lesson.edited_at = None
    write_lesson(lesson, path, chapters)
    return Loaded(slug, outcome)


def load_shared(file: Path, *, overwrite: bool) -> None:
    """One file that all lessons share, for each chapter that reads such files. Raises ContentError."""
    document = read_document(file)
    for loader in shared:
        loader(document, overwrite)


def new_lesson(slug: str) -> Lesson:
    """A lesson that students will see: what is in the files has been reviewed."""
    lesson = Lesson(slug=slug)
    lesson.publish()
    return lesson


def write_lesson(lesson: Lesson, path: Path, chapters: dict[str, Chapter]) -> None:
    """Write the lesson, then its parts, then itself once more, so that it is newer than all of them."""
    mistakes = Mistakes()
    with mistakes.collecting():
        load_article(lesson, read_document(path / "lesson.md"), chapters)
    if lesson.pk is None:
        if mistakes:
            # An empty lesson to read on with: what is wrong may not fit the database. Nothing of it stays.
            lesson = Lesson(slug=lesson.slug, chapter=next(iter(chapters.values())))
        save(lesson)
    with mistakes.collecting():
        trace = load_trace(lesson, read_document(path / "trace.yaml"))
        load_parts(lesson, path)
        trace.delete_gone()
    mistakes.check()
    save(lesson)


def load_parts(lesson: Lesson, path: Path) -> None:
    """The files of the other chapters. Raises CourseError."""
    mistakes = Mistakes()
    for file in sorted(path.glob("[!._]*")):
        if file.name in OWN_FILES:
            continue
        with mistakes.collecting():
            if file.name not in parts:
                raise ContentError(file, 1, f"Nobody reads this file; known are {', '.join(known_files())}.")
            document = read_document(file)
            parts[file.name](lesson, document)
            document.mistakes.check()
    mistakes.check()


def known_files() -> list[str]:
    """What a lesson's folder may hold."""
    return [*OWN_FILES, *sorted(parts)]


def digest_of(path: Path) -> str:
    """SHA-256 over the names and contents of the lesson's files and of those that lessons share."""
    digest = hashlib.sha256()
    for folder in (path, path.parent / SHARED):
        for file in sorted(file for file in folder.glob("*") if file.is_file()):
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
