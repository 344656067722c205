"""Where the marks of a chart stand, as the templates of `templates/quizzes/analysis/` draw them in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.quizzes.analysis.intervals import Interval
from lessons.quizzes.analysis.report import QuestionReport
from lessons.quizzes.analysis.verdicts import Urgency

__all__ = ["Bar", "Point", "Strip", "bars_of", "points_of", "strip_of"]

# The plot within the picture, in its own units; templates draw the same axes.
LEFT, RIGHT, TOP, BOTTOM = 40, 350, 10, 210
BAR_STEP, BAR_WIDTH, BAR_TOP, BAR_BOTTOM = 32, 26, 24, 124


@dataclass(frozen=True)
class Point:
    """A question by facility and discrimination, with the interval from ``low`` to ``high``."""

    number: int
    x: float
    y: float
    low: float | None
    high: float | None
    is_urgent: bool
    label: str

    @property
    def diamond(self) -> str:
        """The corners of the mark of what is urgent: a shape of its own beside the color."""
        x, y, r = self.x, self.y, 9
        return f"{x},{y - r} {x + r},{y} {x},{y + r} {x - r},{y}"


@dataclass(frozen=True)
class Bar:
    """How many reached marks of one band, from ``least`` to ``most`` percent."""

    band: int
    least: int
    most: int
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its figures stand."""
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where its count stands."""
        return self.y - 6


@dataclass(frozen=True)
class Strip:
    """A figure with its interval on a scale of 0 to 100, as it stands in a line of the table."""

    at: float
    low: float | None
    width: float


def strip_of(figure: float | None, interval: Interval | None, least: float) -> Strip | None:
    """The strip of a figure between ``least`` and 100, None where there is no figure."""
    if figure is None:
        return None
    scale = 100 / (100 - least)
    at = round((figure - least) * scale, 1)
    if interval is None:
        return Strip(at, None, 0)
    low, width = (interval.low - least) * scale, (interval.high - interval.low) * scale
    return Strip(at, round(low, 1), round(width, 1))


def points_of(questions: Sequence[QuestionReport]) -> tuple[Point, ...]:
    """A point for each question whose discrimination is defined."""
    return tuple(filter(None, map(point_of, questions)))


def point_of(question: QuestionReport) -> Point | None:
    """Where a question stands, None where it has no figures."""
    found = question.figures
    if found is None or found.discrimination is None:
        return None
    interval = found.discrimination_interval
    return Point(
        number=question.item.number,
        x=round(LEFT + (RIGHT - LEFT) * found.facility / 100, 1),
        y=height_of(found.discrimination),
        low=height_of(interval.low) if interval else None,
        high=height_of(interval.high) if interval else None,
        is_urgent=question.verdict.urgency == Urgency.ACT,
        label=f"Question {question.item.number}: facility {found.facility:.0f} %, discrimination"
        f" {found.discrimination:.0f}, {question.verdict.word}",
    )


def height_of(discrimination: float) -> float:
    """Where a discrimination of -100 to 100 stands."""
    return round(BOTTOM - (BOTTOM - TOP) * (discrimination + 100) / 200, 1)


def bars_of(bands: Sequence[int]) -> tuple[Bar, ...]:
    """A bar for each band; the highest count fills the picture."""
    highest, width = max(bands, default=0) or 1, 100 // len(bands)
    return tuple(bar_of(band, count, highest, width) for band, count in enumerate(bands))


def bar_of(band: int, count: int, highest: int, width: int) -> Bar:
    """One bar; each band is ``width`` percent wide."""
    height = round((BAR_BOTTOM - BAR_TOP) * count / highest, 1)
    least = width * band
    most = 100 if least + width == 100 else least + width - 1  # noqa: PLR2004 -- percent
    x = 6 + BAR_STEP * band
    return Bar(band, least, most, count, x, round(BAR_BOTTOM - height, 1), BAR_WIDTH, height)
