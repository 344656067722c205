"""Whether a call is as the pattern of a goal says. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from lessons import aws
from lessons.sandbox.documents.goals import EventPattern
from lessons.sandbox.documents.placeholders import caller_arns, filled, fits
from lessons.sandbox.documents.recorded_calls import OK, model_of

__all__ = ["Call", "asks_for", "differences", "is_near", "matches", "plain"]

REFUSED = "refused"


class Call(Protocol):
    """One call as it was, or a turn of the clock, which has no service: an Event is one."""

    service: str
    operation: str
    caller_arn: str
    access_key_id: str
    resource: str
    error_code: str
    parameters: Any

    @property
    def succeeded(self) -> bool:
        """Whether AWS carried it out."""

    @property
    def refused_by(self) -> str | None:
        """The policy type that said no; "" or None where none did."""


def matches(pattern: EventPattern, call: Call, world: aws.World) -> bool:
    """Whether the call is such a one; `world` tells which accounts are meant."""
    return bool(call.service) and next(differences(pattern, call, world), None) is None


def differences(pattern: EventPattern, call: Call, world: aws.World) -> Iterator[str]:
    """The parts of the pattern that the call is not as: the cheap ones to find out first."""
    if not asks_for(pattern, f"{call.service}:{call.operation}"):
        yield "call"
    if not _answered(pattern.answer, call):
        yield "answer"
    if pattern.refused_by and pattern.refused_by != call.refused_by:
        yield "refused_by"
    if pattern.key and not fits(pattern.key, call.access_key_id):
        yield "key"
    if not _is_by(pattern, call, world):
        yield "by"
    if pattern.on and not fits(filled(pattern.on, world), call.resource):
        yield "on"
    if not all(_given(name, value, call, world) for name, value in pattern.parameters.items()):
        yield "with"


def is_near(pattern: EventPattern, call: Call, world: aws.World) -> bool:
    """Whether the call is of the kind that is meant; where any kind is, whether the right caller made it."""
    if pattern.call:
        return asks_for(pattern, f"{call.service}:{call.operation}")
    return _is_by(pattern, call, world)


def _is_by(pattern: EventPattern, call: Call, world: aws.World) -> bool:
    return not pattern.by or any(fits(arn, call.caller_arn) for arn in caller_arns(pattern.by, world))


def asks_for(pattern: EventPattern, call: str) -> bool:
    """Whether a call such as `sts:AssumeRole` is meant."""
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
    return value is not None and fits(plain(filled(wanted, world)), plain(value))


def _wire_name(name: str, call: Call) -> str:
    """What S3 calls a parameter in its requests: `prefix`, and not `Prefix` as the SDKs do."""
    model = model_of(f"{call.service}:{call.operation}")
    members = model.input_shape.members if model and model.input_shape else {}
    return str(members[name].serialization.get("name", name)) if name in members else name


def plain(value: Any) -> str:
    """A value as text, JSON in one way of writing, so that both sides of a comparison are alike."""
    if isinstance(value, str):
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return plain(inner) if isinstance(inner, Mapping | list) else value
    if isinstance(value, Mapping | list):
        return json.dumps(value, sort_keys=True)
    return str(value).lower() if isinstance(value, bool) else str(value)
