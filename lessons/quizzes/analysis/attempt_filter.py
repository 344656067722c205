"""From a figure to the attempts behind it: which ones, and what they have in common in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from lessons.quizzes.analysis.table import Column, FirstAttempt, Response, Table
from lessons.quizzes.analysis.thirds import THIRDS, thirds_of
from lessons.requests import whole_number

__all__ = ["AttemptFilter", "FilteredAttempt"]

# What can be asked of a response, as the address says it, with its words.
ONLY: dict[str, tuple[str, Callable[[Response], bool]]] = {
    "hinted": ("answered after a hint", lambda response: response.is_hinted),
    "right": ("all right", lambda response: response.share == 1),
    "missed": ("not all right", lambda response: response.mark < 1),
    "not-attempted": ("not attempted", lambda response: response.share is None),
}
BANDS = 10


@dataclass(frozen=True)
class FilteredAttempt:
    """An attempt that was asked for, the share that it reached, and what came of the question asked about."""

    attempt: FirstAttempt
    percent: float
    response: Response | None


@dataclass(frozen=True)
class AttemptFilter:
    """What a link from a figure asks for; what is empty asks for nothing. ``band`` counts from 1."""

    question: int = 0
    answer: str = ""
    third: str = ""
    only: str = ""
    band: int = 0

    @classmethod
    def of(cls, query: QueryDict) -> AttemptFilter:
        """What the query asks for; what is not known there asks for nothing."""
        third, only = query.get("third", ""), query.get("only", "")
        return cls(
            question=whole_number(query, "question"),
            answer=query.get("answer", ""),
            third=third if third in THIRDS else "",
            only=only if only in ONLY else "",
            band=whole_number(query, "band"),
        )

    def apply(self, table: Table) -> list[FilteredAttempt]:
        """The attempts of the table that are asked for."""
        column = self.column(table)
        if column is None:
            found = zip(table.attempts, table.totals, strict=True)
            rows = [FilteredAttempt(attempt, 100 * total, None) for attempt, total in found]
        else:
            rows = list(self._of_question(column))
        return [row for row in rows if not self.band or self.band == band_of(row.percent)]

    def column(self, table: Table) -> Column | None:
        """The question that is asked about, None where it is none."""
        return next((column for column in table.columns if column.item.number == self.question), None)

    def _of_question(self, column: Column) -> Iterator[FilteredAttempt]:
        thirds = thirds_of(column.rests)
        rows = zip(column.attempts, column.totals, column.responses, thirds, strict=True)
        for attempt, total, response, third in rows:
            if self._takes(response, THIRDS[third]):
                yield FilteredAttempt(attempt, 100 * total, response)

    def _takes(self, response: Response, third: str) -> bool:
        return (
            (not self.answer or self.answer in response.chosen)
            and (not self.third or self.third == third)
            and (not self.only or ONLY[self.only][1](response))
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What these attempts have in common, besides the question."""
        found = (
            f"answered “{self.answer}”" if self.answer else "",
            f"{self.third} third by the rest of the quiz" if self.third else "",
            ONLY[self.only][0] if self.only else "",
            f"{10 * (self.band - 1)} to {100 if self.band == BANDS else 10 * self.band - 1} % reached"
            if self.band
            else "",
        )
        return tuple(filter(None, found))


def band_of(percent: float) -> int:
    """The ten percent in which marks lie, from 1; 100 is in the last ten."""
    return min(BANDS, int(round(percent / 10, 9)) + 1)
