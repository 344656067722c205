"""What a regrade would change, as values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from lessons.quizzes.grading import AskedQuestion, Score
from lessons.quizzes.models import Answer, Attempt

__all__ = ["Corrected", "Regraded", "Report"]


@dataclass(frozen=True)
class Corrected:
    """A question of an attempt with its corrected key, and what the answer, if any, is worth by it."""

    number: int
    kept: AskedQuestion
    question: AskedQuestion
    answer: Answer | None
    after: float | None

    @property
    def before(self) -> float | None:
        """What the answer was worth."""
        return self.answer.worth if self.answer else None


@dataclass(frozen=True)
class Regraded:
    """An attempt of which something changes; scores are None while it is open."""

    attempt: Attempt
    corrected: tuple[Corrected, ...]
    before: Score | None
    after: Score | None

    @property
    def is_pass_now(self) -> bool:
        """Whether it takes the change to pass."""
        return bool(self.before and self.after and self.after.is_pass and not self.before.is_pass)


@dataclass(frozen=True)
class Report:
    """What a regrade would change, and the questions whose kept key stands, with how many asked them."""

    attempts: int
    regraded: tuple[Regraded, ...]
    standing: Mapping[str, int]

    @property
    def rescored(self) -> tuple[Regraded, ...]:
        """The finished attempts whose score changes."""
        return tuple(one for one in self.regraded if one.before != one.after)

    @property
    def means(self) -> tuple[float, float]:
        """The mean share of those scores, before and after."""
        scores = [(one.before.share, one.after.share) for one in self.rescored if one.before and one.after]
        return (
            (fmean(before for before, _ in scores), fmean(after for _, after in scores)) if scores else (0, 0)
        )

    @property
    def raised(self) -> int:
        """How many of those scores are higher afterwards."""
        return sum(one.before.share < one.after.share for one in self.rescored if one.before and one.after)

    @property
    def lowered(self) -> int:
        """How many are lower."""
        return len(self.rescored) - self.raised

    @property
    def token(self) -> str:
        """By which a confirmation names exactly this report."""
        told = repr(
            [
                (one.attempt.pk, [(c.number, c.question.content) for c in one.corrected])
                for one in self.regraded
            ]
        )
        return hashlib.sha256(told.encode()).hexdigest()[:32]
