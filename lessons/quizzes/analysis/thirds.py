"""Who did well in the rest of a quiz, and what they answered: lower, middle and upper third."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lessons.quizzes.analysis.intervals import Interval, wilson
from lessons.quizzes.analysis.table import Column

__all__ = ["THIRDS", "AnswerRow", "answers_by_thirds", "thirds_of"]

THIRDS = ("lower", "middle", "upper")
MOST_ROWS = 24  # of answers that are nobody's choice among few


@dataclass(frozen=True)
class Cell:
    """How many of a third gave an answer, and how much of that third they are in percent."""

    third: str
    count: int
    percent: float


@dataclass(frozen=True)
class AnswerRow:
    """One answer to a question: how many of each third gave it, how many of all, and their share."""

    text: str
    is_right: bool
    cells: tuple[Cell, ...]
    total: int
    share: float
    interval: Interval

    @property
    def of_the_best(self) -> int:
        """How many of the upper third gave it."""
        return self.cells[-1].count


def thirds_of(rests: Sequence[float]) -> tuple[int, ...]:
    """The third of each attempt, 0 for the lower one, by its marks in the rest of the quiz.

    By the whole mark a wrong key would hide itself. Attempts with the same marks stay together, where the
    middle of them is: so thirds can differ in size, and where all tie there is only a middle one.
    """
    n, found = len(rests), [0] * len(rests)
    start = 0
    for _, tied in groupby(sorted(range(n), key=rests.__getitem__), key=rests.__getitem__):
        rows = list(tied)
        middle = start + len(rows) / 2
        for row in rows:
            found[row] = 0 if 3 * middle < n else 2 if 3 * middle > 2 * n else 1
        start += len(rows)
    return tuple(found)


def answers_by_thirds(column: Column, thirds: Sequence[int]) -> tuple[AnswerRow, ...]:
    """What was answered: what the question offers in its order, then the most frequent other answers."""
    item, counts = column.item, count_answers(column, thirds)
    others = Counter({text: sum(count) for text, count in counts.items() if text not in item.choices})
    texts = [*item.choices, *(text for text, _ in sorted(others.most_common(MOST_ROWS), key=_by_count))]
    n, sizes = len(column.attempts), Counter(thirds)
    return tuple(
        AnswerRow(
            text=text,
            is_right=text in item.right,
            cells=tuple(
                Cell(name, count, 100 * count / (sizes[third] or 1))
                for third, (name, count) in enumerate(zip(THIRDS, counts[text], strict=True))
            ),
            total=sum(counts[text]),
            share=100 * sum(counts[text]) / n,
            interval=wilson(sum(counts[text]) / n, n),
        )
        for text in texts
    )


def count_answers(column: Column, thirds: Sequence[int]) -> defaultdict[str, list[int]]:
    """How many of each third gave each answer; each counts once an attempt."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(THIRDS))
    for response, third in zip(column.responses, thirds, strict=True):
        for text in set(response.chosen):
            counts[text][third] += 1
    return counts


def _by_count(answer: tuple[str, int]) -> tuple[int, str]:
    """The most frequent first, of two as frequent by the letter."""
    return -answer[1], answer[0]
