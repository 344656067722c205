"""Which goals are reached: by the calls of a run, and by what the world as it is now would decide. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lessons import aws
from lessons.sandbox.documents.goals import DecisionWanted, EventPattern, Goal
from lessons.sandbox.documents.placeholders import filled, identity_arn
from lessons.sandbox.labs.call_patterns import Call, asks_for, matches, plain

__all__ = ["Moment", "NumberedCall", "comes_out", "decide", "holds_now", "reached", "within_reach"]

Alternatives = tuple[EventPattern, ...]


class NumberedCall(Call, Protocol):
    """A call that a page can lead to."""

    number: int


@dataclass(frozen=True, slots=True)
class Moment:
    """What just happened, the world and the time (UTC, the sandbox's) after it, and how to get all the calls
    up to it, oldest first. `changed` tells whether the world or its time is another one than before."""

    newest: Call
    calls: Callable[[], Sequence[Call]]
    world: aws.World
    now: datetime
    changed: bool


def within_reach(goals: Iterable[Goal], call: str) -> tuple[Goal, ...]:
    """The goals that a call such as `sts:AssumeRole` may complete, and those that any change may."""
    return tuple(goal for goal in goals if goal.now or any(asks_for(last, call) for last in _last(goal)))


def reached(goals: Iterable[Goal], moment: Moment) -> list[str]:
    """The keys of those goals that are reached at this moment."""
    return [goal.key for goal in goals if _is_reached(goal, moment)]


def _is_reached(goal: Goal, moment: Moment) -> bool:
    """Only the newest call or a change can reach what was not reached before, so most goals end here."""
    completes = _is_one_of(_last(goal), moment.newest, moment.world)
    if not completes and not (goal.now and moment.changed):
        return False
    seen_alone = completes and len(goal.seen) == 1
    if goal.seen and not seen_alone and not _in_order(goal.seen, moment.calls(), moment.world):
        return False
    return holds_now(goal, moment.world, moment.now)


def holds_now(goal: Goal, world: aws.World, now: datetime) -> bool:
    """Whether all the decisions that the goal wants come out so; true where it wants none."""
    return all(
        any(comes_out(wanted, decide(wanted, world, now)) for wanted in choices) for choices in goal.now
    )


def decide(wanted: DecisionWanted, world: aws.World, now: datetime) -> aws.Decision | None:
    """What would be decided now; None where nobody could ask so."""
    return aws.would_be(_supposed(wanted, world), now, world)


def comes_out(wanted: DecisionWanted, decision: aws.Decision | None) -> bool:
    """Whether it is decided as wanted. Who is not there is allowed nothing."""
    if wanted.refused_by:
        return decision is not None and decision.refused_by == wanted.refused_by
    return (decision is not None and decision.allowed) == wanted.allowed


def _supposed(wanted: DecisionWanted, world: aws.World) -> aws.Supposed:
    session = wanted.session
    return aws.Supposed(
        identity_arn(wanted.by, world) if wanted.by else "",
        wanted.action,
        filled(wanted.on, world),
        {key: _values(filled(value, world)) for key, value in wanted.context.items()},
        filled(session.policy, world) if session.policy else None,
        tuple(filled(arn, world) for arn in session.policy_arns),
        wanted.issued,
        filled(wanted.token, world),
    )


def _values(value: Any) -> tuple[str, ...]:
    return tuple(map(plain, value)) if isinstance(value, list) else (plain(value),)


def _last(goal: Goal) -> Alternatives:
    """What the goal wants to see at last; nothing where it wants to see no call."""
    return goal.seen[-1] if goal.seen else ()


def _in_order(patterns: Sequence[Alternatives], calls: Sequence[Call], world: aws.World) -> bool:
    """Whether the patterns are found one after the other among the calls."""
    left = iter(calls)
    return all(any(_is_one_of(choices, call, world) for call in left) for choices in patterns)


def _is_one_of(choices: Alternatives, call: Call, world: aws.World) -> bool:
    return any(matches(pattern, call, world) for pattern in choices)
