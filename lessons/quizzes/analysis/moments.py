"""Means, variances and covariances of samples, as Moodle takes them: divided by n - 1."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from operator import mul

__all__ = ["covariance", "deviations", "mean"]

SAME = 1e-9  # values nearer to each other than this differ by rounding
NOTHING = 1e-12  # and so is a covariance that is nearer to 0


def mean(values: Sequence[float]) -> float:
    """The mean of one value or more."""
    return fsum(values) / len(values)


def deviations(values: Sequence[float]) -> list[float]:
    """How far each value is from the mean; exactly 0 where all are the same."""
    if max(values) - min(values) < SAME:
        return [0.0] * len(values)
    middle = mean(values)
    return [value - middle for value in values]


def covariance(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The covariance of two samples given as `deviations`, None under two values."""
    if len(one) < 2:  # noqa: PLR2004 -- there is no n - 1 of one
        return None
    shared = fsum(map(mul, one, other)) / (len(one) - 1)
    return 0.0 if abs(shared) < NOTHING else shared
