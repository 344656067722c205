"""The analysis as lines of a CSV file: a line for each question, or for each answer to one."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.quizzes.analysis.intervals import Interval
from lessons.quizzes.analysis.report import QuestionReport, Report
from lessons.quizzes.analysis.thirds import THIRDS

__all__ = ["SHEETS"]

Line = tuple[str | float | None, ...]

QUESTION_HEADINGS = (
    *("Number", "Key", "Question", "Attempts", "Not attempted"),
    *("Facility (%)", "from", "to", "Standard deviation (%)"),
    *("Discrimination index (%)", "from", "to", "Discriminative efficiency (%)"),
    *("Intended weight (%)", "Effective weight (%)", "Median time (s)", "Hints", "In a word"),
)
ANSWER_HEADINGS = (
    *("Number", "Key", "Question", "Answer", "Right"),
    *(f"{third.capitalize()} third" for third in THIRDS),
    *("All", "Share (%)", "from", "to"),
)


def question_lines(report: Report) -> Iterator[Line]:
    """The figures of each question; empty where there is none."""
    yield QUESTION_HEADINGS
    for question in report.questions:
        yield (*_named(question), question.n, question.not_attempted, *_figures(question))


def _figures(question: QuestionReport) -> Line:
    found, last = question.figures, (_short(question.seconds), question.hinted, question.verdict.word)
    if found is None:
        return (*[None] * 10, *last)
    return (
        *(_short(found.facility), *_ends(found.facility_interval), _short(found.deviation)),
        *(_short(found.discrimination), *_ends(found.discrimination_interval), _short(found.efficiency)),
        *(_short(found.intended_weight), _short(found.effective_weight)),
        *last,
    )


def answer_lines(report: Report) -> Iterator[Line]:
    """Each answer to each question, by thirds."""
    yield ANSWER_HEADINGS
    for question in report.questions:
        for row in question.answers:
            counts = (cell.count for cell in row.cells)
            yield (
                *(*_named(question), row.text, "yes" if row.is_right else "no"),
                *(*counts, row.total, _short(row.share), *_ends(row.interval)),
            )


def _named(question: QuestionReport) -> Line:
    return question.item.number, question.item.key, question.item.prompt


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (_short(interval.low), _short(interval.high)) if interval else (None, None)


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


SHEETS = {"questions": question_lines, "answers": answer_lines}
