"""The folders of lessons: named by number and slug, and told apart from what they were by a digest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lessons.loading.documents import ContentError, Mistakes, read_document
from lessons.loading.lesson import OWN_FILES, Files
from lessons.loading.registry import parts

__all__ = ["SHARED", "Folder", "lesson_folders"]

SHARED = "scenarios"
STORED = "with runs"  # what is stored of the files: where that becomes more, all are to be loaded once more
NAME = re.compile(r"(?P<number>\d{1,4})-(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)")


@dataclass(frozen=True)
class Folder:
    """A lesson's folder, such as 02-assuming-a-role."""

    path: Path
    number: int
    slug: str

    @property
    def files(self) -> Files:
        """Its files by name, each to be read. Raises CourseError where nobody would read one."""
        names = {file.name for file in self.path.glob("[!._]*")}
        known = [*OWN_FILES, *sorted(parts)]
        mistakes = Mistakes(
            ContentError(self.path / name, 1, f"Nobody reads this file; known are {', '.join(known)}.")
            for name in sorted(names.difference(known))
        )
        mistakes.check()
        names.update(OWN_FILES)  # one that is not there is told as missing
        return {name: partial(read_document, self.path / name) for name in known if name in names}

    @property
    def digest(self) -> str:
        """SHA-256 over the folder's name, its files, those that lessons share, and what is stored of them."""
        digest = hashlib.sha256(f"{STORED}\0{self.path.name}\0".encode())
        for folder in (self.path, self.path.parent / SHARED):
            for file in sorted(file for file in folder.glob("*") if file.is_file()):
                digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()


def lesson_folders(course: Path, mistakes: Mistakes) -> list[Folder]:
    """The folders of lessons in order; ``mistakes`` takes up those with a wrong name or a slug of another."""
    folders: dict[str, Folder] = {}
    for path in sorted(path for path in course.glob("[!._]*") if path.is_dir() and path.name != SHARED):
        with mistakes.collecting():
            folder = read_name(path)
            if folder.slug in folders:
                other = folders[folder.slug].path.name
                raise ContentError(path / "lesson.md", 1, f"The folder {other} has the slug “{folder.slug}”.")
            folders[folder.slug] = folder
    return [*folders.values()]


def read_name(path: Path) -> Folder:
    """The folder by its name. Raises ContentError."""
    name = NAME.fullmatch(path.name)
    if name is None:
        raise ContentError(path, 1, "A lesson's folder is named like 02-assuming-a-role.")
    return Folder(path, int(name["number"]), name["slug"])
