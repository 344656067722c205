"""What an instructor is shown of a quiz: its figures, its questions, and what to do about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median

from lessons.quizzes.analysis import meanings
from lessons.quizzes.analysis.meanings import meaning_of
from lessons.quizzes.analysis.question_statistics import QuestionStatistics, question_statistics
from lessons.quizzes.analysis.quiz_statistics import QuizStatistics, quiz_statistics
from lessons.quizzes.analysis.table import Column, Item, Table
from lessons.quizzes.analysis.thirds import THIRDS, AnswerRow, answers_by_thirds, thirds_of
from lessons.quizzes.analysis.verdicts import FEWEST_ATTEMPTS, Urgency, Verdict, verdict_on

__all__ = ["Figure", "QuestionReport", "Report", "report_on"]


@dataclass(frozen=True)
class Figure:
    """A figure of the whole quiz, what it is called, its unit, and what it means in words."""

    name: str
    value: float | None
    unit: str
    meaning: str


@dataclass(frozen=True)
class QuestionReport:
    """One question: counts of all attempts that asked it, and figures once they are enough.

    ``sizes`` are how many attempts are in each third; ``seconds`` is the median time, if it is known.
    """

    item: Item
    n: int
    not_attempted: int
    hinted: int
    seconds: float | None
    figures: QuestionStatistics | None
    verdict: Verdict
    sizes: tuple[int, ...]
    answers: tuple[AnswerRow, ...]

    @property
    def words(self) -> str:
        """What its figures say, in a sentence."""
        if self.figures is None:
            return ""
        facility = meaning_of(self.figures.facility, meanings.FACILITY)
        if self.figures.discrimination is None:
            return f"{facility} All marks are the same, here or in the rest, so it tells nobody apart."
        apart = meaning_of(self.figures.discrimination, meanings.DISCRIMINATION)
        allowed = meaning_of(self.figures.efficiency, meanings.EFFICIENCY)
        return f"{facility} {apart} {allowed}"

    @property
    def evidence(self) -> str:
        """What the upper third chose, where that is more often something else than what is right."""
        wrong = [row for row in self.answers if not row.is_right]
        most = max(wrong, key=lambda row: row.of_the_best, default=None)
        right = sum(row.of_the_best for row in self.answers if row.is_right)
        if self.verdict.urgency != Urgency.ACT or most is None or most.of_the_best <= right:
            return ""
        best = f"Of the {self.sizes[-1]} best in the rest of the quiz {most.of_the_best}"
        return f"{best} chose “{most.text}”, and {right} the key."


@dataclass(frozen=True)
class Report:
    """A whole quiz; no ``figures`` under `FEWEST_ATTEMPTS`. ``bands`` count marks by tens of percent."""

    n: int
    figures: tuple[Figure, ...]
    consistency_of: str
    questions: tuple[QuestionReport, ...]
    bands: tuple[int, ...]

    @property
    def one_by_one(self) -> tuple[QuestionReport, ...]:
        """Those of which something can be concluded, the most urgent first."""
        found = [question for question in self.questions if question.figures]
        return tuple(sorted(found, key=lambda one: (one.verdict.urgency, one.item.number)))

    @property
    def to_act_on(self) -> tuple[QuestionReport, ...]:
        """Those that need somebody now."""
        return tuple(question for question in self.questions if question.verdict.urgency == Urgency.ACT)


BANDS = 10


def report_on(table: Table) -> Report:
    """The report on these first attempts."""
    found = question_statistics(table)
    quiz = quiz_statistics(table) if len(table.attempts) >= FEWEST_ATTEMPTS else None
    return Report(
        n=len(table.attempts),
        figures=figures_of(quiz) if quiz else (),
        consistency_of=limits_of(quiz) if quiz else "",
        questions=tuple(question_report(column, found.get(column.item.key)) for column in table.columns),
        bands=bands_of(table.totals),
    )


def question_report(column: Column, figures: QuestionStatistics | None) -> QuestionReport:
    """The report on one question."""
    thirds = thirds_of(column.rests)
    sizes = Counter(thirds)
    n, times = len(column.attempts), [one.seconds for one in column.responses if one.seconds is not None]
    return QuestionReport(
        item=column.item,
        n=n,
        not_attempted=sum(one.share is None for one in column.responses),
        hinted=sum(one.is_hinted for one in column.responses),
        seconds=median(times) if times and n >= FEWEST_ATTEMPTS else None,
        figures=figures if n >= FEWEST_ATTEMPTS else None,
        verdict=verdict_on(figures),
        sizes=tuple(sizes[third] for third in range(len(THIRDS))),
        answers=answers_by_thirds(column, thirds) if n >= FEWEST_ATTEMPTS else (),
    )


def figures_of(quiz: QuizStatistics) -> tuple[Figure, ...]:
    """The figures of the whole quiz, each with its meaning."""
    same = quiz.consistency
    rows = (
        ("Mean", quiz.mean, "%", meanings.MEAN),
        ("Median", quiz.median, "%", ((0, "half of the attempts reached less"),)),
        ("Standard deviation", quiz.deviation, "%", meanings.DEVIATION),
        ("Skewness", quiz.skewness, "", meanings.SKEWNESS),
        ("Kurtosis", quiz.kurtosis, "", meanings.KURTOSIS),
        ("Internal consistency", same.coefficient if same else None, "%", meanings.CONSISTENCY),
        ("Error ratio", same.error_ratio if same else None, "%", meanings.ERROR_RATIO),
        ("Standard error", same.standard_error if same else None, "%", meanings.STANDARD_ERROR),
    )
    return tuple(Figure(name, value, unit, meaning_of(value, table)) for name, value, unit, table in rows)


def limits_of(quiz: QuizStatistics) -> str:
    """Over which attempts consistency is taken, where that is not all of them."""
    same = quiz.consistency
    if same is None or same.n == quiz.n:
        return ""
    return f"Consistency and errors: of the {same.n} attempts with the same {same.questions} questions."


def bands_of(totals: tuple[float, ...]) -> tuple[int, ...]:
    """How many attempts reached 0 to 9 percent, 10 to 19 and so on; the last band has 100, too."""
    counts = Counter(min(BANDS - 1, int(round(BANDS * total, 9))) for total in totals)
    return tuple(counts[band] for band in range(BANDS))
