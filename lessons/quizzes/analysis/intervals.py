"""How sure a figure is: the interval in which it lies with 95 % confidence."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from typing import NamedTuple

__all__ = ["Interval", "fisher", "wilson"]

Z = 1.959963984540054  # of the normal distribution, for 95 % between both ends
FEWEST_FOR_FISHER = 4  # the deviation of z is 1/√(n - 3)
PERFECT = 1 - 1e-12  # nearer to 1 is rounding, and z has no end


class Interval(NamedTuple):
    """From ``low`` to ``high``, in the unit of the figure."""

    low: float
    high: float


def wilson(share: float, n: int) -> Interval:
    """Wilson's score interval of a share from 0 to 1 of ``n`` ≥ 1 (E. B. Wilson, 1927), in percent.

    For marks with part credit it is too wide rather than too narrow: no spread is larger than that of
    right or wrong.
    """
    scale = 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / scale
    half = Z / scale * sqrt(max(0.0, share * (1 - share)) / n + Z**2 / (4 * n**2))
    return Interval(100 * max(0.0, middle - half), 100 * min(1.0, middle + half))


def fisher(correlation: float, n: int) -> Interval | None:
    """Fisher's z interval of a correlation from -1 to 1 over ``n`` pairs (R. A. Fisher, 1915), in percent.

    None where there is none: under four pairs, and for what correlates perfectly.
    """
    if n < FEWEST_FOR_FISHER or abs(correlation) > PERFECT:
        return None
    z, half = atanh(correlation), Z / sqrt(n - 3)
    return Interval(100 * tanh(z - half), 100 * tanh(z + half))
