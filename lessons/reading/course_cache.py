"""The course as every process keeps it: a small statement says whether anything has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count
from django.http import HttpRequest

from lessons.accounts.models import User
from lessons.levels import offered
from lessons.models import Lesson, Step
from lessons.reading.reading_time import LessonTime, time_of, work_seconds
from lessons.sql import select

__all__ = ["Course", "course_of", "read_course", "read_stamp"]

# One row, for between two rows of SQLite other threads take their turns, which costs more than the statement.
STAMP = """
SELECT {joined}(
    lesson.id || ' ' || lesson.updated_at || ' ' || lesson.status || ' ' || lesson.position || ' '
    || chapter.id || ' ' || chapter.position || ' ' || chapter.title || ' ' || chapter.summary, ' '
)
FROM lessons_lesson lesson JOIN lessons_chapter chapter ON chapter.id = lesson.chapter_id
"""
JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


@dataclass(frozen=True)
class Course:
    """Every lesson with its chapter, in course order; by a lesson's id its steps, how long it takes, and what
    it has that is passed or not.

    All readers share these rows: they are read, and never changed.
    """

    lessons: tuple[Lesson, ...]
    step_counts: Mapping[int, int]
    times: Mapping[int, LessonTime]
    challenges: Mapping[int, tuple[str, ...]]

    @cached_property
    def published(self) -> tuple[Lesson, ...]:
        """What students see."""
        return tuple(lesson for lesson in self.lessons if not lesson.is_draft)

    def visible_to(self, user: User | AnonymousUser) -> tuple[Lesson, ...]:
        """Published lessons; who may edit lessons sees drafts too."""
        return self.lessons if Lesson.editable_by(user) else self.published

    def find(self, slug: str) -> Lesson | None:
        """The lesson of that slug, a draft too."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def lesson(self, pk: int) -> Lesson:
        """The lesson of that id. Raises StopIteration where there is none."""
        return next(lesson for lesson in self.lessons if lesson.pk == pk)


def course_of(request: HttpRequest) -> Course:
    """The course as it is at this request: asked for once, however many parts of the page need it."""
    course: Course | None = getattr(request, "course", None)
    if course is None:
        course = read_course()
        setattr(request, "course", course)  # noqa: B010 -- HttpRequest declares no such attribute
    return course


def read_course() -> Course:
    """The course as it is now: one query, and a few more where anything of it has changed."""
    return read_rows(read_stamp())


def read_stamp() -> str:
    """What is another one after every change of the course, in one query."""
    [(stamp,)] = select(1, STAMP.format(joined=JOINED[connection.vendor]))
    return stamp or ""


@lru_cache(maxsize=1)
def read_rows(_stamp: str) -> Course:
    """The course that has this stamp."""
    lessons = tuple(Lesson.objects.in_course_order())
    counted = dict(Step.objects.order_by().values_list("lesson").annotate(Count("pk")))
    steps = {lesson.pk: counted.get(lesson.pk, 0) for lesson in lessons}
    work = work_seconds()
    times = {
        lesson.pk: time_of(
            len(lesson.article.split()),
            steps[lesson.pk],
            {name: seconds.get(lesson.pk, 0) for name, seconds in work.items()},
        )
        for lesson in lessons
    }
    return Course(lessons, steps, times, {lesson.pk: offered(work, lesson.pk) for lesson in lessons})
