"""What a lesson shows in the styles that are the same for every reader: made once a version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons import visualizer
from lessons.lesson_trace import key_moments, step_url, trace_of
from lessons.models import Lesson
from lessons.reading.exercises import Exercise, exercise_of
from lessons.version_cache import once_a_version

__all__ = ["body_of", "body_with"]


def whole_trace(lesson: Lesson) -> dict[str, Any]:
    """The process as a whole."""
    return {"board": visualizer.overview(trace_of(lesson), step_url(lesson))}


# What a style shows besides the lesson's own fields.
CONTEXTS: Mapping[str, Callable[[Lesson], dict[str, Any]]] = {
    "flow": whole_trace,
    "state": whole_trace,
    "insights": lambda lesson: {"moments": key_moments(lesson)},
}


@once_a_version
def body_of(lesson: Lesson, key: str) -> SafeString:
    """The lesson in the style of that key, without what is around it on the page."""
    return body_with(lesson, key, exercise_of(lesson, key))


def body_with(lesson: Lesson, key: str, exercise: Exercise | None) -> SafeString:
    """The same with its exercise as it was filled in."""
    more = CONTEXTS[key](lesson) if key in CONTEXTS else {}
    context = {"lesson": lesson, "style_key": key, "exercise": exercise, **more}
    return render_to_string(f"lessons/reading/_{key}.html", context)
