"""What a lesson shows in the styles that are the same for every reader: made once a version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons import visualizer
from lessons.models import Lesson
from lessons.tracing import key_moments, mode_links, mode_url, step_url, trace_of
from lessons.versions import once_a_version
from lessons.visualizer import Board, Mode

__all__ = ["board_of", "body_of", "frame_of"]


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
    more = CONTEXTS[key](lesson) if key in CONTEXTS else {}
    return render_to_string(f"lessons/_{key}.html", {"lesson": lesson, **more})


def board_of(lesson: Lesson, number: int, mode: Mode) -> Board:
    """Step ``number`` in a mode that asks nothing."""
    return visualizer.board_at(
        trace_of(lesson),
        number,
        mode_url(lesson, mode),
        modes=mode_links(lesson, mode, number),
        is_faded=mode == Mode.RECALL,
    )


@once_a_version
def frame_of(lesson: Lesson, number: int, mode: Mode, template: str) -> SafeString:
    """That step, by the visualizer's template for a page or for what HTMX swaps."""
    return render_to_string(f"visualizer/{template}.html", {"board": board_of(lesson, number, mode)})
