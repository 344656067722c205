"""Which of several attempts counts: a table of functions over the scores, oldest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lessons.quizzes.grading import Score

__all__ = ["POLICIES", "Policy", "counting"]


class Policy(NamedTuple):
    """What an author calls it, what a learner is told, and the score that it takes of one or more."""

    label: str
    sentence: str
    take: Callable[[Sequence[Score]], Score]


def best(scores: Sequence[Score]) -> Score:
    """The one with the largest share; of equal ones the latest."""
    return max(reversed(scores), key=lambda score: score.share)


def average(scores: Sequence[Score]) -> Score:
    """The mean of the shares, in points of the latest: attempts may have drawn other questions."""
    total = scores[-1].total
    return Score.of_points(total * sum(score.share for score in scores) / len(scores), total)


POLICIES: Mapping[str, Policy] = {
    "best": Policy("the best", "The best attempt counts.", best),
    "latest": Policy("the latest", "The latest attempt counts.", lambda scores: scores[-1]),
    "first": Policy("the first", "The first attempt counts.", lambda scores: scores[0]),
    "average": Policy("the average", "The average of your attempts counts.", average),
}


def counting(policy: str, scores: Sequence[Score]) -> Score | None:
    """The score that counts by the policy of this name; None of no attempt."""
    return POLICIES[policy].take(scores) if scores else None
