"""Figures: how long things take, and how they compare."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

Call = Callable[[], Any]


@dataclass(frozen=True)
class Timings:
    """Durations in milliseconds."""

    values: Sequence[float]

    @property
    def p50(self) -> float:
        return quantiles(self.values, n=100)[49]

    @property
    def p95(self) -> float:
        return quantiles(self.values, n=100)[94]

    @property
    def p99(self) -> float:
        return quantiles(self.values, n=100)[98]

    def __str__(self) -> str:
        return f"p50 {self.p50:6.2f} ms   p95 {self.p95:6.2f} ms"

    def against(self, other: Timings) -> str:
        """How many times as long as the other."""
        return f"p50 x {self.p50 / other.p50:.2f}   p95 x {self.p95 / other.p95:.2f}"


def milliseconds(call: Call) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def side_by_side(calls: Mapping[str, Call], rounds: int) -> dict[str, Timings]:
    """The calls in turn, so that whatever else the machine does meets all of them alike."""
    for _ in range(10):
        for call in calls.values():
            call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(milliseconds(call))
    return {name: Timings(values) for name, values in taken.items()}


def line(name: str, figure: object, goal: str = "") -> None:
    """Print one row of the table."""
    print(f"  {name:<46} {figure}{f'   (goal: {goal})' if goal else ''}", flush=True)
