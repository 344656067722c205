"""A step of a lesson as the visualizer shows it: explained, asked about, or recalled."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons import visualizer
from lessons.lesson_trace import mode_links, mode_url, step_links, trace_of
from lessons.models import Lesson
from lessons.stepping.forms import PredictionForm
from lessons.version_cache import once_a_version
from lessons.visualizer import Board, Mode, Verdict

__all__ = ["board_of", "frame_of", "question_board"]


def board_of(lesson: Lesson, number: int, mode: Mode, verdict: Verdict | None = None) -> Board:
    """Step ``number`` as it is shown; one that was predicted with the verdict, and nothing of later steps."""
    trace = trace_of(lesson)
    return visualizer.board_at(
        visualizer.veiled(trace, number) if mode == Mode.PREDICT else trace,
        number,
        mode_url(lesson, mode),
        modes=mode_links(lesson, mode, number),
        links=() if mode == Mode.PREDICT else step_links(lesson, number),
        verdict=verdict,
        is_faded=mode == Mode.RECALL,
        is_for_all=mode != Mode.PREDICT,
    )


def question_board(lesson: Lesson, number: int, question: PredictionForm) -> Board:
    """The question about step ``number``, of which nothing else is told."""
    return visualizer.board_at(
        visualizer.veiled(trace_of(lesson), number - 1),
        number,
        mode_url(lesson, Mode.PREDICT),
        modes=mode_links(lesson, Mode.PREDICT, number),
        question=question,
    )


@once_a_version
def frame_of(lesson: Lesson, number: int, mode: Mode, template: str, verdict: Verdict | None) -> SafeString:
    """That step, by the visualizer's template for a page or for what HTMX swaps."""
    board = board_of(lesson, number, mode, verdict)
    return render_to_string(f"visualizer/{template}.html", {"board": board})
