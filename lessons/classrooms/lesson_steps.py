"""What is told of a class step by step: the lessons in their order, and what is done at each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet

from lessons.models import Lesson, Step

__all__ = ["Actions", "LessonSteps", "by_lesson", "published_lessons", "read_actions"]

S = TypeVar("S")
# By the id of a lesson, what is done at each step by its key, in their order.
Actions = Mapping[int, dict[str, str]]


@dataclass(frozen=True)
class LessonSteps(Generic[S]):
    """A lesson with what is told of its steps."""

    slug: str
    title: str
    steps: tuple[S, ...]


def published_lessons() -> QuerySet[Lesson]:
    """The lessons that a class may be told about."""
    return Lesson.objects.filter(status=Lesson.Status.PUBLISHED).in_course_order()


def read_actions(lessons: QuerySet[Lesson]) -> Actions:
    """What is done at each step of these lessons, in one query."""
    actions: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows = Step.objects.filter(lesson__in=lessons.values("pk")).order_by("lesson", "position", "pk")
    for lesson, key, action in rows.values_list("lesson", "key", "action"):
        actions[lesson][key] = action
    return actions


def by_lesson(
    lessons: Iterable[Lesson], steps_of: Callable[[Lesson], Iterable[S]]
) -> tuple[LessonSteps[S], ...]:
    """Those lessons of whose steps anything is told."""
    told = (LessonSteps(lesson.slug, lesson.title, tuple(steps_of(lesson))) for lesson in lessons)
    return tuple(entry for entry in told if entry.steps)
