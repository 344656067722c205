"""The process table that a hint points into, with the cell that proves the answer."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.lesson_trace import step_url, trace_of
from lessons.models import Lesson
from lessons.version_cache import once_a_version
from lessons.visualizer import process_table

__all__ = ["evidence_of"]


@once_a_version
def evidence_of(lesson: Lesson, proof: int | None, column: str) -> SafeString:
    """The table; the cell in ``column`` of step ``proof`` is ready to be lit, where that step is there."""
    lit = (proof, column) if proof else None
    rows = process_table(trace_of(lesson), None, step_url(lesson), lit=lit)
    return render_to_string("quizzes/_evidence.html", {"rows": rows})
