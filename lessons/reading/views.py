"""The course map and the lesson pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lessons import glossary as words
from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.levels import legend
from lessons.models import Lesson
from lessons.reading.course_cache import course_of
from lessons.reading.course_map import course_map
from lessons.reading.exercises import exercise_of, mark
from lessons.reading.lesson_page import get_lesson, lesson_required, links_of, opened_context
from lessons.reading.marks import take_over
from lessons.reading.misses import misses_of
from lessons.reading.progress import cast_vote, finish_style
from lessons.reading.style_bodies import body_of, body_with
from lessons.reading.votes import votes_on
from lessons.requests import wants_part
from lessons.styles import STYLES, STYLES_BY_KEY, Style

__all__ = ["check", "done", "glossary", "home", "lesson", "marks", "progress", "style", "vote"]

HELPFUL = {"yes": True, "no": False}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The course map, with what the reader has done and where to go on."""
    return render(request, "lessons/reading/home.html", progress_context(request))


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the reader is, lesson by lesson; a stranger sees what it will show, and how it begins."""
    return render(request, "lessons/reading/progress.html", progress_context(request))


def progress_context(request: HttpRequest) -> dict[str, Any]:
    """The course with the reader's marks, and what the marks mean."""
    return {"course": course_map(course_of(request), request.user), "legend": legend()}


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the course, each with the lesson that explains it first, where the reader may see it."""
    lessons = {lesson.folder: lesson for lesson in course_of(request).visible_to(request.user)}
    entries = [(term, lessons.get(term.lesson)) for term in words.glossary().in_order]
    return render(request, "lessons/reading/glossary.html", {"entries": entries})


@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """A lesson's own address leads to its first style."""
    return redirect("lessons:read", get_lesson(request, slug).slug)


@require_safe
@lesson_required
def style(request: HttpRequest, lesson: Lesson, key: str) -> HttpResponse:
    """The lesson in a style that is read, which is remembered as opened."""
    context = opened_context(request, lesson, key) | {"body": body_of(lesson, key)}
    if key == "snapshot":
        context["misses"] = misses_of(request.user, lesson)
    return render(request, "lessons/reading/style.html", context)


@require_safe
@lesson_required
def check(request: HttpRequest, lesson: Lesson, style: str) -> HttpResponse:
    """The style with its exercise as it was filled in, marked; HTMX swaps the exercise alone."""
    exercise = exercise_of(lesson, style)
    if exercise is None:
        raise Http404("There is nothing to fill in here.")
    marked = mark(exercise, request.GET)
    if wants_part(request):
        context = {"lesson": lesson, "style_key": style, "exercise": marked}
        return render(request, "lessons/reading/_exercise.html", context)
    context = opened_context(request, lesson, style) | {"body": body_with(lesson, style, marked)}
    return render(request, "lessons/reading/style.html", context)


@require_POST
@lesson_required
def done(request: HttpRequest, lesson: Lesson, style: str) -> HttpResponse:
    """Mark a style as done and go on to the next."""
    finished = STYLES_BY_KEY.get(style)
    if finished is None or not finished.by_reader or finished.next is None:
        raise Http404("This lesson has no such part to finish.")
    return finish(request, lesson, finished, finished.next)


@learner_required
def finish(request: LearnerRequest, lesson: Lesson, style: Style, then: Style) -> HttpResponse:
    """Remember that a style is done, and lead on."""
    finish_style(request.user, lesson, style.key)
    return redirect(then.url(lesson.slug))


@require_POST
@lesson_required
def vote(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Count the reader's vote, once, whichever it was last."""
    choice = request.POST.get("helpful", "")
    if choice not in HELPFUL:
        raise BadRequest("Vote with one of the two buttons: helpful or not helpful.")
    return count_vote(request, lesson, helpful=HELPFUL[choice])


@learner_required
def count_vote(request: LearnerRequest, lesson: Lesson, *, helpful: bool) -> HttpResponse:
    """Remember a vote, and answer with the counters or with the page that it came from."""
    cast_vote(request.user, lesson, helpful=helpful)
    style = STYLES_BY_KEY.get(request.POST.get("style", ""), STYLES[0])
    if wants_part(request):
        votes, links = votes_on(lesson, request.user), links_of(lesson, style.key)
        return render(
            request, "lessons/reading/_votes.html", {"votes": votes, "style": style, "links": links}
        )
    return redirect(f"{style.url(lesson.slug)}#votes")


@require_POST
def marks(request: HttpRequest) -> HttpResponse:
    """Take over what the reader's browser kept while they were a stranger."""
    if not request.user.is_authenticated:
        raise PermissionDenied("Nobody is known here yet. What you have read stays in your browser.")
    take_over(request.user, request.POST.getlist("mark"))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
