"""What every page of a lesson shows around its style: heading, styles, votes, where to go next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from lessons.accounts.models import User
from lessons.levels import Level, left_of
from lessons.models import Lesson
from lessons.reading.course_cache import Course, course_of
from lessons.reading.progress import open_style
from lessons.reading.progress_summary import Standing, standing_queries, standings_from
from lessons.reading.votes import Votes, votes_from, votes_query
from lessons.sql import select_together
from lessons.styles import STYLES, STYLES_BY_KEY, Style
from lessons.version_cache import once_a_version

__all__ = [
    "Links",
    "Place",
    "Tab",
    "get_lesson",
    "lesson_context",
    "lesson_required",
    "links_of",
    "opened_context",
    "tabs_of",
]

P = ParamSpec("P")


@dataclass(frozen=True)
class Tab:
    """A style in the strip at the top of a lesson."""

    style: Style
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True)
class Place:
    """Where a lesson is in the course: number ``number`` of ``total``, and the lesson after it."""

    number: int
    total: int
    next: Lesson | None

    @property
    def named(self) -> str:
        """Such as “lesson 2 of 15”."""
        return f"lesson {self.number} of {self.total}"


@dataclass(frozen=True)
class Links:
    """Where a style of a lesson leads: to its neighbours, where it has them, and to be done or voted on."""

    previous: str | None
    next: str | None
    done: str
    vote: str


def get_lesson(request: HttpRequest, slug: str) -> Lesson:
    """The lesson of that slug. Raises Http404 where there is none that the user may see."""
    lesson = course_of(request).find(slug)
    if lesson is None or lesson.hidden_from(request.user):
        raise Http404("There is no lesson at this address.")
    return lesson


def lesson_required(
    view: Callable[Concatenate[HttpRequest, Lesson, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Give the view its lesson, whoever asks."""

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, get_lesson(request, slug), *args, **kwargs)

    return wrapper


def lesson_context(request: HttpRequest, lesson: Lesson, style_key: str) -> dict[str, Any]:
    """What ``lessons/reading/lesson.html`` needs to show ``lesson`` in the style of that key."""
    course = course_of(request)
    place = place_of(course.visible_to(request.user), lesson)
    standing, votes = read_standing_and_votes(request.user, lesson, course)
    return {
        "lesson": lesson,
        "style": STYLES_BY_KEY[style_key],
        "standing": standing,
        "votes": votes,
        "head": head_of(
            lesson,
            style_key,
            standing.done,
            (course.times[lesson.pk].in_full, place.named, how_far(standing, course.challenges[lesson.pk])),
        ),
        "place": place,
        "links": links_of(lesson, style_key),
    }


def read_standing_and_votes(
    user: User | AnonymousUser, lesson: Lesson, course: Course
) -> tuple[Standing, Votes]:
    """Where ``user`` stands in ``lesson``, and the votes on it, in one query."""
    *found, votes = select_together(*standing_queries(user, [lesson]), votes_query(lesson, user))
    return standings_from(user, found, [lesson], course)[lesson.pk], votes_from(votes)


def opened_context(request: HttpRequest, lesson: Lesson, key: str) -> dict[str, Any]:
    """What ``lesson_context`` gives; the style is remembered as opened, once in a few minutes."""
    context = lesson_context(request, lesson, key)
    if key not in context["standing"].lately:
        open_style(request.user, lesson, key)
    return context


@once_a_version
def links_of(lesson: Lesson, style_key: str) -> Links:
    """The addresses on the page of ``lesson`` in the style of that key."""
    style = STYLES_BY_KEY[style_key]
    return Links(
        style.previous.url(lesson.slug) if style.previous else None,
        style.next.url(lesson.slug) if style.next else None,
        reverse("lessons:done", args=[lesson.slug, style.key]),
        reverse("lessons:vote", args=[lesson.slug]),
    )


def how_far(standing: Standing, wanted: tuple[str, ...]) -> str:
    """What is left of a lesson's challenges, or that it is mastered; empty for who has not begun."""
    left = left_of(wanted, standing.done, standing.level)
    return f"left: {left}" if left else Level.MASTERED.label * (standing.level == Level.MASTERED)


@once_a_version
def head_of(lesson: Lesson, style_key: str, done: frozenset[str], facts: tuple[str, str, str]) -> SafeString:
    """The title with the nine styles, for every reader who has done these.

    ``facts`` are how long the lesson takes, where it is in the course, and how far the reader is.
    """
    time, place, how_far = facts
    context = {
        "lesson": lesson,
        "tabs": tabs_of(lesson, done, style_key),
        "time": time,
        "place": place,
        "how_far": how_far,
    }
    return render_to_string("lessons/reading/_head.html", context)


def tabs_of(lesson: Lesson, done: frozenset[str], current: str) -> tuple[Tab, ...]:
    """The nine styles of ``lesson``, of which these are done, with the one of key ``current`` marked."""
    return tuple(
        Tab(style, style.url(lesson.slug), style.key == current, style.key in done) for style in STYLES
    )


def place_of(lessons: Sequence[Lesson], lesson: Lesson) -> Place:
    """The lesson's number among those that the reader may see, counted from 1."""
    index = lessons.index(lesson)
    return Place(index + 1, len(lessons), next(iter(lessons[index + 1 :]), None))
