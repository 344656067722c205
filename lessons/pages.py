"""What every page of a lesson shows around its style: heading, styles, votes, where to go next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.progress import open_style
from lessons.standing import Standing, standings
from lessons.styles import STYLES, STYLES_BY_KEY, Style

__all__ = ["Place", "Tab", "get_lesson", "lesson_context", "lesson_required", "reading_minutes", "style_page"]

P = ParamSpec("P")

WORDS_A_MINUTE = 200
SECONDS_A_STEP = 20


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


def get_lesson(request: HttpRequest, slug: str) -> Lesson:
    """The lesson of that slug. Raises Http404 where there is none that the user may see."""
    lesson = Lesson.objects.select_related("chapter").filter(slug=slug).first()
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
    """What ``lessons/lesson.html`` needs to show ``lesson`` in the style of that key."""
    style = STYLES_BY_KEY[style_key]
    standing = standings(request.user, [lesson])[lesson.pk]
    return {
        "lesson": lesson,
        "style": style,
        "standing": standing,
        "tabs": tabs_of(lesson, standing, style_key),
        "place": place_of(request.user, lesson),
        "minutes": reading_minutes(lesson, standing.step_count),
        "previous_url": style.previous.url(lesson.slug) if style.previous else None,
        "next_url": style.next.url(lesson.slug) if style.next else None,
    }


def style_page(
    request: HttpRequest, lesson: Lesson, key: str, status: int = 200, **body: Any
) -> HttpResponse:
    """The lesson in the style of that key, which is remembered as opened."""
    open_style(request.user, lesson, key)
    context = lesson_context(request, lesson, key) | body
    return render(request, f"lessons/{key}.html", context, status=status)


def tabs_of(lesson: Lesson, standing: Standing, current: str) -> tuple[Tab, ...]:
    """The nine styles of ``lesson`` for a reader who stands there, with the one of key ``current`` marked."""
    return tuple(
        Tab(style, style.url(lesson.slug), style.key == current, style.key in standing.done)
        for style in STYLES
    )


def place_of(user: User | AnonymousUser, lesson: Lesson) -> Place:
    """The lesson's number among those that ``user`` may see, counted from 1."""
    course = list(Lesson.objects.in_course_order().visible_to(user).only("slug", "title", "chapter"))
    index = course.index(lesson)
    return Place(index + 1, len(course), next(iter(course[index + 1 :]), None))


def reading_minutes(lesson: Lesson, step_count: int) -> int:
    """How long the article and the steps take, in whole minutes, at least one."""
    seconds = 60 * len(lesson.article.split()) / WORDS_A_MINUTE + SECONDS_A_STEP * step_count
    return max(1, ceil(seconds / 60))
