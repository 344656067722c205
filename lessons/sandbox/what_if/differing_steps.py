"""The steps as they were beside the steps as they are: which come out differently, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lessons.sandbox.performing.grading import is_answered_alike
from lessons.sandbox.performing.stage import Stage
from lessons.sandbox.what_if.replay import PlayedCall, PlayedStep
from lessons.trace import Trace

__all__ = ["ComparedCall", "ComparedStep", "compare"]


@dataclass(frozen=True, slots=True)
class ComparedCall:
    """A call with both answers, "ok" or AWS's error code, and the sentence that says why it is so now.

    ``needed`` names the credentials that are missing where the call cannot be made any more, ``issuer`` the
    step that would have given them.
    """

    line: str
    before: str
    now: str
    is_same: bool
    why: str = ""
    needed: str = ""
    issuer: int = 0


@dataclass(frozen=True, slots=True)
class ComparedStep:
    """A step of the lesson with its calls; one without any has nothing that could come out differently."""

    number: int
    action: str
    calls: tuple[ComparedCall, ...]

    @property
    def is_same(self) -> bool:
        """Whether every call is answered as before."""
        return all(call.is_same for call in self.calls)


def compare(
    trace: Trace, recorded: Sequence[PlayedStep], again: Sequence[PlayedStep]
) -> tuple[ComparedStep, ...]:
    """The steps that were played again, beside those of the same number as they are recorded."""
    return tuple(
        ComparedStep(
            now.step.number,
            trace.steps[now.step.number - 1].action,
            tuple(_calls(recorded, now)),
        )
        for now in again
    )


def _calls(recorded: Sequence[PlayedStep], now: PlayedStep) -> Iterator[ComparedCall]:
    opening, number = recorded[0].before, now.step.number
    for one, other in zip(recorded[number - 1].calls, now.calls, strict=True):
        yield ComparedCall(
            line=one.line,
            before=one.answer,
            now=other.answer,
            is_same=_is_same(opening, one, other),
            why=other.made.call.explanation if other.made else "",
            needed=other.needed,
            issuer=_issuer(recorded[:number], other.needed),
        )


def _is_same(opening: Stage, one: PlayedCall, other: PlayedCall) -> bool:
    if one.made is None or other.made is None:
        return one.made is other.made
    return is_answered_alike(opening, one.made, other.made)


def _issuer(steps: Sequence[PlayedStep], needed: str) -> int:
    """The last step in which credentials of that name are given, 0 where there is none."""
    giving = [
        step.step.number for step in steps if any(needed and call.call.keep == needed for call in step.calls)
    ]
    return max(giving, default=0)
