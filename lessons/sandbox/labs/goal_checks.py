"""Which goals are reached: by the calls of a run, and by what the world as it is now would decide. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from lessons import aws
from lessons.sandbox.documents.goals import DecisionWanted, EventPattern, Goal
from lessons.sandbox.documents.placeholders import caller_arns, filled, fits, identity_arn
from lessons.sandbox.documents.recorded_calls import OK, model_of

__all__ = ["Call", "Moment", "holds_now", "reached", "within_reach"]

REFUSED = "refused"


class Call(Protocol):
    """One call as it was, or a turn of the clock, which has no service: an Event is one."""

    service: str
    operation: str
    caller_arn: str
    resource: str
    error_code: str
    parameters: Any

    @property
    def succeeded(self) -> bool:
        """Whether AWS carried it out."""


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
    return tuple(goal for goal in goals if goal.now or (goal.seen and _asks_for(goal.seen[-1], call)))


def reached(goals: Iterable[Goal], moment: Moment) -> list[str]:
    """The keys of those goals that are reached at this moment."""
    return [goal.key for goal in goals if _is_reached(goal, moment)]


def _is_reached(goal: Goal, moment: Moment) -> bool:
    """Only the newest call or a change can reach what was not reached before, so most goals end here."""
    completes = bool(goal.seen) and _fits(goal.seen[-1], moment.newest, moment.world)
    if not completes and not (goal.now and moment.changed):
        return False
    seen_alone = completes and len(goal.seen) == 1
    if goal.seen and not seen_alone and not _in_order(goal.seen, moment.calls(), moment.world):
        return False
    return holds_now(goal, moment.world, moment.now)


def holds_now(goal: Goal, world: aws.World, now: datetime) -> bool:
    """Whether all the decisions that the goal wants come out so; true where it wants none."""
    return all(_comes_out(wanted, world, now) for wanted in goal.now)


def _comes_out(wanted: DecisionWanted, world: aws.World, now: datetime) -> bool:
    """Who is not there is allowed nothing."""
    context = {key: _values(filled(value, world)) for key, value in wanted.context.items()}
    arn, on = identity_arn(wanted.by, world), filled(wanted.on, world)
    decision = aws.would_be(aws.Supposed(arn, wanted.action, on, context), now, world)
    return (decision is not None and decision.allowed) == wanted.allowed


def _values(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, value)) if isinstance(value, list) else (_text(value),)


def _in_order(patterns: Sequence[EventPattern], calls: Sequence[Call], world: aws.World) -> bool:
    """Whether the patterns are found one after the other among the calls."""
    left = iter(calls)
    return all(any(_fits(pattern, call, world) for call in left) for pattern in patterns)


def _fits(pattern: EventPattern, call: Call, world: aws.World) -> bool:
    return (
        bool(call.service)
        and _asks_for(pattern, f"{call.service}:{call.operation}")
        and _answered(pattern.answer, call)
        and (not pattern.by or any(fits(arn, call.caller_arn) for arn in caller_arns(pattern.by, world)))
        and (not pattern.on or fits(filled(pattern.on, world), call.resource))
        and all(_given(name, value, call, world) for name, value in pattern.parameters.items())
    )


def _asks_for(pattern: EventPattern, call: str) -> bool:
    return fits(pattern.call or "*", call)


def _answered(answer: str, call: Call) -> bool:
    if answer in ("", OK, REFUSED):
        return answer == "" or call.succeeded == (answer == OK)
    return call.error_code == answer


def _given(name: str, wanted: Any, call: Call, world: aws.World) -> bool:
    """Whether the call had this parameter with such a value, or none where None is wanted."""
    if wanted is None:
        sent = call.parameters
        return not any(key in (name, _wire_name(name, call)) or key.startswith(f"{name}.") for key in sent)
    value = call.parameters.get(name, call.parameters.get(_wire_name(name, call)))
    return value is not None and fits(_text(filled(wanted, world)), _text(value))


def _wire_name(name: str, call: Call) -> str:
    """What S3 calls a parameter in its requests: `prefix`, and not `Prefix` as the SDKs do."""
    model = model_of(f"{call.service}:{call.operation}")
    members = model.input_shape.members if model and model.input_shape else {}
    return str(members[name].serialization.get("name", name)) if name in members else name


def _text(value: Any) -> str:
    """A value as text, JSON in one way of writing, so that both sides of a comparison are alike."""
    if isinstance(value, str):
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return _text(inner) if isinstance(inner, Mapping | list) else value
    if isinstance(value, Mapping | list):
        return json.dumps(value, sort_keys=True)
    return str(value).lower() if isinstance(value, bool) else str(value)
