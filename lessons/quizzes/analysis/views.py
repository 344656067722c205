"""The pages of an item analysis, for instructors: figures, the attempts behind them, one attempt, CSV."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.instructors import instructors_only
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.analysis import charts
from lessons.quizzes.analysis.attempt_filter import AttemptFilter
from lessons.quizzes.analysis.first_attempts import read_table
from lessons.quizzes.analysis.report import QuestionReport, report_on
from lessons.quizzes.analysis.sheets import SHEETS
from lessons.quizzes.analysis.thirds import THIRDS
from lessons.quizzes.analysis.verdicts import FEWEST_ATTEMPTS, Urgency
from lessons.quizzes.models import Attempt
from lessons.quizzes.result_marks import marks
from lessons.reading.lesson_page import lesson_required
from lessons.spreadsheets import write_lines

__all__ = ["analysis", "attempt", "attempts", "sheet"]

ATTEMPTS_A_PAGE = 50
for_instructors = instructors_only(
    "Only instructors see how a quiz did. Sign in with your instructor account.", home="lessons:home"
)


@require_safe
@for_instructors
@lesson_required
def analysis(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """How the quiz of a lesson did, as a whole and question by question."""
    report = report_on(read_table(lesson))
    context = {
        "lesson": lesson,
        "report": report,
        "sittings": Attempt.objects.asking(lesson).finished().exclude(quiz=None).count(),
        "rows": [(question, *strips_of(question)) for question in report.questions],
        "points": charts.points_of(report.questions),
        "bars": charts.bars_of(report.bands),
        "fewest": FEWEST_ATTEMPTS,
        "thirds": THIRDS,
        "folded_from": Urgency.KEEP,
    }
    return render(request, "quizzes/analysis/analysis.html", context)


def strips_of(question: QuestionReport) -> tuple[charts.Strip | None, charts.Strip | None]:
    """A question's facility and discrimination, drawn."""
    found = question.figures
    if found is None:
        return None, None
    facility = charts.strip_of(found.facility, found.facility_interval, least=0)
    return facility, charts.strip_of(found.discrimination, found.discrimination_interval, least=-100)


@require_safe
@for_instructors
@lesson_required
def attempts(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The first attempts behind a figure, newest first and without names."""
    table, asked_for = read_table(lesson), AttemptFilter.of(request.GET)
    column, found = asked_for.column(table), asked_for.apply(table)
    context: dict[str, Any] = {
        "lesson": lesson,
        "filter": asked_for,
        "item": column.item if column else None,
        "page": Paginator(found[::-1], ATTEMPTS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "quizzes/analysis/attempts.html", context)


@require_safe
@for_instructors
@lesson_required
def attempt(request: HttpRequest, lesson: Lesson, attempt_id: UUID) -> HttpResponse:
    """One finished attempt, question by question and without a name."""
    found = get_object_or_404(Attempt.objects.finished().filter(lesson=lesson), pk=attempt_id)
    found.lesson = lesson
    asked = tuple(zip(found.questions, marks(found, trace_of(lesson)), strict=True))
    context = {"lesson": lesson, "attempt": found, "asked": asked}
    return render(request, "quizzes/analysis/attempt.html", context)


@require_safe
@for_instructors
@lesson_required
def sheet(request: HttpRequest, lesson: Lesson, name: str) -> HttpResponse:
    """The analysis as CSV, in UTF-8 with the byte order mark that spreadsheets look for."""
    if name not in SHEETS:
        raise Http404("There is no such sheet of the analysis.")
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{lesson.slug}-{name}.csv"'
    write_lines(response, SHEETS[name](report_on(read_table(lesson))))
    return response
