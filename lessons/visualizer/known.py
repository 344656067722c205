"""What is known at a step: each tracked variable before it and after it, and since when it is so."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.trace import START, Trace, Variable
from lessons.visualizer.window import WHOLE

__all__ = ["Fact", "Known", "known"]


@dataclass(frozen=True)
class Fact:
    """A tracked variable: its value ``before`` the step and ``now``, and since when it has this one."""

    name: str
    before: str
    now: str
    since: str

    @property
    def is_new(self) -> bool:
        """Whether the step has changed it."""
        return self.before != self.now


@dataclass(frozen=True)
class Known:
    """The facts at one ``moment``, which is the heading of their column."""

    moment: str
    facts: tuple[Fact, ...]


def known(trace: Trace, current: int) -> Known:
    """What is known after step ``current``; 0 is before the first.

    Of a long trace the facts that nobody watches any more are left out.
    """
    facts = tuple(fact(variable, current) for variable in trace.variables)
    if len(trace.steps) > WHOLE:
        facts = tuple(item for item in facts if item.is_new or item.now not in trace.settled)
    return Known(f"after step {current}" if current else "at the start", facts)


def fact(variable: Variable, current: int) -> Fact:
    """The variable as it is after step ``current``."""
    before, now = variable.after(current - 1), variable.after(current)
    last = max((step for step in variable.values if step <= current), default=0)
    since = ("now" if last == current else f"step {last}") if last else START
    return Fact(variable.name, before, now, since)
