"""How sure somebody said they were, against how often they were right: predictions and quizzes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from lessons.accounts.models import User
from lessons.models import Prediction
from lessons.prediction_questions import Sureness
from lessons.quizzes.models import Answer

__all__ = ["SAID", "Calibration", "calibration"]

# How often, in percent, who judges well is right who says so. Of two to four choices a guess hits a third.
SAID: Mapping[Sureness, int] = {Sureness.GUESS: 33, Sureness.FAIRLY: 70, Sureness.CERTAIN: 95}


@dataclass(frozen=True)
class Calibration:
    """What was said so often at this level of sureness, and how often that was right."""

    level: Sureness
    right: int
    total: int

    @property
    def said(self) -> int:
        """The percentage that the word promises."""
        return SAID[self.level]

    @property
    def reached(self) -> int:
        """The percentage that was right, rounded down; 0 of nothing."""
        return 100 * self.right // self.total if self.total else 0


def calibration(user: User, now: datetime) -> tuple[Calibration, ...]:
    """Each level, in two queries; none where nothing was said yet.

    Only first predictions of a step count, and answers whose verdict their learner may know by ``now``.
    """
    shown = Q(attempt__quiz__closes_at=None) | Q(attempt__quiz__closes_at__lte=now)
    answers = Answer.objects.filter(shown, attempt__user=user, attempt__finished_at__isnull=False)
    counts = _counts(Prediction.objects.filter(user=user).first_ones()) + _counts(answers)
    if not counts:
        return ()
    return tuple(
        Calibration(level, counts[level, True], counts[level, True] + counts[level, False])
        for level in Sureness
    )


def _counts(rows: QuerySet[Prediction] | QuerySet[Answer]) -> Counter[tuple[str, bool]]:
    """How many rows there are by level and by whether they are right; none of which no level was said."""
    said = rows.exclude(sureness="").order_by().values_list("sureness", "right").annotate(Count("pk"))
    return Counter({(level, right): count for level, right, count in said})
