"""Calls as an author records them: a lab's solution, its wrong ways, and a trace's `run`. Pure.

- by: alice
  call: sts:AssumeRole
  with: {RoleArn: "arn:aws:iam::{training}:role/demo", RoleSessionName: session1}
  keep: session
  answer: ok
  decides: TrustThisAccount
- skip: 900
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from botocore.model import OperationModel, OperationNotFoundError, Shape

from lessons.aws.services.parameters import service_model
from lessons.aws.services.requested import SERVICES
from lessons.sandbox.documents.shape import Mistake, Path, shape

__all__ = ["OK", "RecordedCall", "Skip", "is_call", "is_told", "mistakes_in_calls", "model_of", "read_calls"]

OK = "ok"
CALL = {"by": str, "call": str, "with": dict, "keep": str, "answer": str, "decides": str}
SKIP = {"skip": int}


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call: who signs it (a user's name, or a session kept earlier; "" signs nothing), and its answer.

    `parameters` are as boto3 takes them, placeholders not yet filled in. `keep` names the credentials that
    come back. `answer` is "ok" or AWS's error code.

    `decides` names the statement that decides it, where whoever does a trace's steps is asked for it: by its
    Sid, by its policy and its number there, as "no-roles 1", or it is "nothing".
    """

    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    by: str = ""
    keep: str = ""
    answer: str = OK
    decides: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """The sandbox's clock is put ahead."""

    seconds: int


def read_calls(recorded: Any) -> tuple[RecordedCall | Skip, ...]:
    """The calls of a document without mistakes: a list of them, or one alone."""
    items = recorded if isinstance(recorded, list) else [recorded]
    return tuple(Skip(item["skip"]) if "skip" in item else _call(item) for item in items)


def _call(item: Mapping[str, Any]) -> RecordedCall:
    service, _, operation = item["call"].partition(":")
    members = _members(item["call"])
    given = {name: _as_boto3(members[name], value) for name, value in item.get("with", {}).items()}
    return RecordedCall(
        service,
        operation,
        given,
        item.get("by", ""),
        item.get("keep", ""),
        item.get("answer", OK),
        item.get("decides", ""),
    )


def _as_boto3(member: Shape, value: Any) -> Any:
    """A document that is sent as text, such as a policy, may be written as the mapping it is."""
    return json.dumps(value) if member.type_name == "string" and isinstance(value, Mapping) else value


@lru_cache(maxsize=200)
def model_of(call: str) -> OperationModel | None:
    """AWS's own model of `service:Operation`, None where there is no such call."""
    service, _, operation = call.partition(":")
    try:
        return service_model(service).operation_model(operation) if service in SERVICES else None
    except OperationNotFoundError:
        return None


def is_call(call: str) -> bool:
    """Whether AWS has the call."""
    return model_of(call) is not None


def is_told(call: str, parameter: str) -> bool:
    """Whether an event tells if a call was sent with a parameter: never of a secret, of S3 by the address."""
    member = _members(call).get(parameter)
    if member is None or call.startswith("s3:"):
        return member is not None and member.serialization.get("location") in ("uri", "querystring")
    return not member.metadata.get("sensitive")


def _members(call: str) -> Mapping[str, Shape]:
    model = model_of(call)
    return model.input_shape.members if model and model.input_shape else {}


def mistakes_in_calls(recorded: Any, path: Path = ()) -> Iterator[Mistake]:
    """Every mistake in recorded calls at ``path``; a call that is no list has no place of its own in it."""
    if not isinstance(recorded, list):
        yield from _mistakes(path, recorded)
        return
    if not recorded:
        yield Mistake(path, "There is no call in here.")
    for number, item in enumerate(recorded):
        yield from _mistakes((*path, str(number)), item)


def _mistakes(path: Path, item: Any) -> Iterator[Mistake]:
    if isinstance(item, Mapping) and "skip" in item:
        yield from shape(path, item, SKIP, ("skip",))
        return
    if wrong := list(shape(path, item, CALL, ("call",))):
        yield from wrong
        return
    if not is_call(item["call"]):
        yield Mistake((*path, "call"), f"AWS has no call {item['call']}; write service:Operation.")
        return
    members = _members(item["call"])
    for name, value in item.get("with", {}).items():
        if name not in members:
            known = ", ".join(members) or "none"
            yield Mistake((*path, "with", name), f"{item['call']} has no such parameter, only {known}.")
        elif members[name].type_name == "string" and not isinstance(value, str | Mapping):
            yield Mistake((*path, "with", name), f"{name} is a text; put it in quotes.")
