"""The course as the home page shows it: chapters, their lessons, and where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.accounts.models import User
from lessons.models import Chapter, Lesson
from lessons.reading.course_cache import Course
from lessons.reading.lesson_page import tabs_of
from lessons.reading.progress_summary import Standing, standings
from lessons.reading.reading_time import LessonTime
from lessons.styles import STYLES
from lessons.version_cache import once_a_version

__all__ = ["ChapterEntry", "CourseMap", "LessonEntry", "course_map"]


@dataclass(frozen=True)
class Figures:
    """What the map says of a lesson: its number in the course, its size, and how far the reader is.

    How far a stranger is only their browser knows, which writes it into the page.
    """

    is_stranger: bool
    number: int
    time: LessonTime
    step_count: int
    seen_count: int
    predicted: int
    predicted_right: int
    done: frozenset[str]


@dataclass(frozen=True)
class LessonEntry:
    """A lesson on the map, and the reader's marks."""

    lesson: Lesson
    standing: Standing
    figures: Figures

    @property
    def html(self) -> SafeString:
        """The lesson's line of the map."""
        return entry_html(self.lesson, self.figures)

    @property
    def is_complete(self) -> bool:
        """Whether every style is done."""
        return self.standing.next_style is None

    @property
    def url(self) -> str:
        """Where the reader goes on: the first style that is not done, or the first of all."""
        return url_to_go_on(self.lesson, self.standing.done)


@dataclass(frozen=True)
class ChapterEntry:
    """A chapter on the map, with its lessons in order."""

    chapter: Chapter
    lessons: tuple[LessonEntry, ...]


@dataclass(frozen=True)
class CourseMap:
    """The whole course for one reader."""

    chapters: tuple[ChapterEntry, ...]

    @cached_property
    def lessons(self) -> tuple[LessonEntry, ...]:
        """Every lesson in order."""
        return tuple(entry for chapter in self.chapters for entry in chapter.lessons)

    @property
    def is_begun(self) -> bool:
        """Whether the reader has opened anything."""
        return any(entry.standing.is_begun for entry in self.lessons)

    @cached_property
    def go_on(self) -> LessonEntry | None:
        """The lesson to go on with: the first begun and unfinished one, else the first unfinished one."""
        unfinished = [entry for entry in self.lessons if not entry.is_complete]
        begun = [entry for entry in unfinished if entry.standing.is_begun]
        return next(iter(begun + unfinished), None)


def course_map(course: Course, user: User | AnonymousUser) -> CourseMap:
    """The lessons that ``user`` may see, chapter by chapter."""
    lessons = course.visible_to(user)
    found = standings(user, lessons, course.step_counts)
    entries = [
        LessonEntry(
            lesson,
            standing := found[lesson.pk],
            Figures(
                not user.is_authenticated,
                number,
                course.times[lesson.pk],
                course.step_counts[lesson.pk],
                standing.seen_count,
                standing.predicted,
                standing.predicted_right,
                standing.done,
            ),
        )
        for number, lesson in enumerate(lessons, start=1)
    ]
    return CourseMap(
        tuple(
            ChapterEntry(chapter, tuple(group))
            for chapter, group in groupby(entries, key=lambda entry: entry.lesson.chapter)
        )
    )


def url_to_go_on(lesson: Lesson, done: frozenset[str]) -> str:
    """Where a reader goes on who has done these styles."""
    return next((style for style in STYLES if style.key not in done), STYLES[0]).url(lesson.slug)


@once_a_version
def entry_html(lesson: Lesson, figures: Figures) -> SafeString:
    """A lesson's line of the map, for every reader who is as far as that."""
    context = {
        "lesson": lesson,
        "figures": figures,
        "marks": tabs_of(lesson, figures.done, current=""),
        "url": url_to_go_on(lesson, figures.done),
    }
    return render_to_string("lessons/reading/_entry.html", context)
