"""The evaluator and the second opinion, asked so much that what seldom happens does."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from tests.aws.policies.comparison import Tally, tallied

AT_ONCE = 20_000


def opinions(number: int) -> Tally:
    """Both asked about so many pairs, on every processor."""
    seeds = range(number // AT_ONCE)
    with ProcessPoolExecutor() as pool:
        return sum(pool.map(tallied, [AT_ONCE] * len(seeds), seeds), Tally())
