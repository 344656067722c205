"""The course as the home page shows it: chapters, their lessons, and where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from lessons.accounts.models import User
from lessons.models import Chapter, Lesson
from lessons.pages import Tab, reading_minutes, tabs_of
from lessons.standing import Standing, standings

__all__ = ["ChapterEntry", "CourseMap", "LessonEntry", "course_map"]


@dataclass(frozen=True)
class LessonEntry:
    """A lesson on the map: its number in the course, and the reader's marks."""

    lesson: Lesson
    number: int
    standing: Standing

    @property
    def marks(self) -> tuple[Tab, ...]:
        """The nine styles, each done or not."""
        return tabs_of(self.lesson, self.standing, current="")

    @property
    def minutes(self) -> int:
        """How long the lesson takes, in minutes."""
        return reading_minutes(self.lesson, self.standing.step_count)

    @property
    def is_complete(self) -> bool:
        """Whether every style is done."""
        return self.standing.next_style is None

    @property
    def url(self) -> str:
        """Where the reader goes on: the first style that is not done, or the first of all."""
        style = self.standing.next_style
        return style.url(self.lesson.slug) if style else self.lesson.get_absolute_url()


@dataclass(frozen=True)
class ChapterEntry:
    """A chapter on the map, with its lessons in order."""

    chapter: Chapter
    lessons: tuple[LessonEntry, ...]


@dataclass(frozen=True)
class CourseMap:
    """The whole course for one reader."""

    chapters: tuple[ChapterEntry, ...]

    @property
    def lessons(self) -> tuple[LessonEntry, ...]:
        """Every lesson in order."""
        return tuple(entry for chapter in self.chapters for entry in chapter.lessons)

    @property
    def is_begun(self) -> bool:
        """Whether the reader has opened anything."""
        return any(entry.standing.is_begun for entry in self.lessons)

    @property
    def go_on(self) -> LessonEntry | None:
        """The lesson to go on with: the first begun and unfinished one, else the first unfinished one."""
        unfinished = [entry for entry in self.lessons if not entry.is_complete]
        begun = [entry for entry in unfinished if entry.standing.is_begun]
        return next(iter(begun + unfinished), None)


def course_map(user: User | AnonymousUser) -> CourseMap:
    """The lessons that ``user`` may see, chapter by chapter."""
    lessons = list(Lesson.objects.in_course_order().visible_to(user))
    found = standings(user, lessons)
    entries = [
        LessonEntry(lesson, number, found[lesson.pk]) for number, lesson in enumerate(lessons, start=1)
    ]
    return CourseMap(
        tuple(
            ChapterEntry(chapter, tuple(group))
            for chapter, group in groupby(entries, key=lambda entry: entry.lesson.chapter)
        )
    )
