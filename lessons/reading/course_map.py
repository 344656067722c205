"""The course as the home page shows it: chapters, their lessons, and where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.accounts.models import User
from lessons.levels import Level, challenges, left_of
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
    level: Level
    challenges: tuple[str, ...]

    @property
    def tasks(self) -> tuple[tuple[str, bool], ...]:
        """The word for each challenge of the lesson, and whether it is passed."""
        return tuple((one.label, one.key in self.done) for one in challenges() if one.key in self.challenges)

    @property
    def left(self) -> str:
        """What still masters the lesson, in words."""
        return left_of(self.challenges, self.done, self.level)

    def has(self, key: str) -> bool:
        """Whether there is something to do in the style or the challenge of that key."""
        if key == "steps":
            return bool(self.step_count)
        return key in self.challenges or all(key != one.key for one in challenges())


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
    def url(self) -> str:
        """Where the reader goes on."""
        return url_to_go_on(self.lesson, self.figures)


@dataclass(frozen=True)
class Part:
    """A style of a lesson, or a challenge that is none, as something to do."""

    entry: LessonEntry
    key: str
    label: str
    url: str

    @property
    def is_left(self) -> bool:
        """Whether it is still to be done: nothing is of a lesson whose challenges are all passed."""
        figures = self.entry.figures
        is_through = figures.challenges and figures.level == Level.MASTERED
        return not is_through and self.key not in figures.done and figures.has(self.key)


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

    @cached_property
    def is_begun(self) -> bool:
        """Whether the reader has opened anything."""
        return any(entry.standing.is_begun for entry in self.lessons)

    @property
    def done(self) -> int:
        """How many lessons are done or mastered."""
        return sum(entry.standing.level >= Level.DONE for entry in self.lessons)

    @property
    def mastered(self) -> int:
        """How many lessons are mastered."""
        return sum(entry.standing.level == Level.MASTERED for entry in self.lessons)

    @cached_property
    def go_on(self) -> Part | None:
        """The first part that is not done after the last one that was, by time; None where nothing is left.

        Who has done nothing goes on with the lesson that they opened last; after the end comes the beginning.
        """
        parts = [Part(entry, *place) for entry in self.lessons for place in places_in(entry.lesson)]
        start = self._after_the_last_done(parts)
        return next((part for part in parts[start:] + parts[:start] if part.is_left), None)

    def _after_the_last_done(self, parts: list[Part]) -> int:
        """The place among ``parts`` from which to look for something to do."""
        latest = max(self.lessons, key=lambda entry: entry.standing.done_at, default=None)
        if latest and latest.standing.done_at:
            keys = [(part.entry.lesson.pk, part.key) for part in parts]
            return keys.index((latest.lesson.pk, latest.standing.last_done)) + 1
        opened = max(self.lessons, key=lambda entry: entry.standing.opened_at, default=None)
        return next((place for place, part in enumerate(parts) if part.entry is opened), 0)


def course_map(course: Course, user: User | AnonymousUser) -> CourseMap:
    """The lessons that ``user`` may see, chapter by chapter."""
    lessons = course.visible_to(user)
    found = standings(user, lessons, course)
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
                standing.level,
                course.challenges[lesson.pk],
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


@once_a_version
def places_in(lesson: Lesson) -> tuple[tuple[str, str, str], ...]:
    """Key, label and address of every style, and of each challenge that is none after the style it is in."""
    return tuple(
        place
        for style in STYLES
        for place in (
            (style.key, style.label, style.url(lesson.slug)),
            *((one.key, one.label, one.page(lesson.slug)) for one in challenges() if one.within == style.key),
        )
    )


def url_to_go_on(lesson: Lesson, figures: Figures) -> str:
    """Where a reader goes on: to the first thing that is not done, or to the first of all."""
    places = places_in(lesson)
    left = (url for key, _, url in places if key not in figures.done and figures.has(key))
    return next(left, places[0][2])


@once_a_version
def entry_html(lesson: Lesson, figures: Figures) -> SafeString:
    """A lesson's line of the map, for every reader who is as far as that."""
    marks = tabs_of(lesson, figures.done, current="")
    context = {
        "lesson": lesson,
        "figures": figures,
        "marks": marks,
        "done_count": sum(mark.is_done for mark in marks),
        "url": url_to_go_on(lesson, figures),
    }
    return render_to_string("lessons/reading/_entry.html", context)
