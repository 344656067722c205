"""A lab's goals as its document has them. Pure.

    [{"key": "refused", "text": "Be refused as alice",
      "seen": [{"call": "s3:ListObjectsV2", "by": "user/alice", "answer": "AccessDenied"}],
      "now": [{"by": "user/alice", "action": "s3:ListBucket", "on": "arn:aws:s3:::reports-{training}",
               "outcome": "Denied"}],
      "hints": ["a direction", "where to look", "nearly the answer"],
      "forms": [{"call": "s3:ListObjectsV2", "by": "user/alice", "with": {"Bucket": "reports-{training}"}},
                {"policy": "role/demo"}]}]

`seen` are events in this order, between which others may lie; `with` are their parameters, null for one that
was not sent. `now` are decisions that come out so at the same moment. A goal has one of them or both, and is
reached at the moment when they hold together. In both, `refused_by` names the policy type that said no, and a
list in the place of an event or a decision means any one of those in it.

Who asks in a decision is `by`, a user or a role, or `token`, the claims of a web identity:
`{"iss": "https://builds.example", "sub": "shop/main", "aud": "sts.amazonaws.com"}`. `session` is what
a role's session was opened with, its `policy` and `policy_arns`. `issued` is from when their credentials are,
if not from now: a role's session of that time, or a user's key, which has to be active still.

`forms` are where a learner does it: a call, by whom and `with` what is known, or the `policy` of a user or a
role, with its `name`; a role's trust policy has none. Where the words made for an event or a decision are not
enough, `say` is what the event is called, and `who` whom the decision is about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

__all__ = [
    "DECIDING",
    "OUTCOMES",
    "DecisionWanted",
    "EventPattern",
    "Form",
    "Goal",
    "SessionWanted",
    "read_goals",
]

DECIDING = {"key", "seen", "now"}  # the parts that tell whether a goal is reached
OUTCOMES = ("Allowed", "Denied")


@dataclass(frozen=True, slots=True)
class EventPattern:
    """A call that has to have happened; what is "" or empty does not matter. `answer` is "ok", an error code
    or "refused", which is any error. `key` is the id of the key that signed: "AKIA*" for a long-term one,
    "ASIA*" for a session's. A parameter that is None has not been sent. `say` is what learners read of it."""

    call: str = ""
    by: str = ""
    on: str = ""
    answer: str = ""
    refused_by: str = ""
    key: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    say: str = ""


@dataclass(frozen=True, slots=True)
class SessionWanted:
    """The session policies that a role's session is supposed to have: one as JSON, managed ones by ARN."""

    policy: str | None = None
    policy_arns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionWanted:
    """A question to `evaluate`, and the answer that is wanted. Who asks is `by`, or the claims of `token`.

    `issued` (UTC) is from when their key or session is, None for now. `who` is what a learner reads of them.
    """

    action: str
    on: str
    allowed: bool
    by: str = ""
    token: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    session: SessionWanted = SessionWanted()
    issued: datetime | None = None
    refused_by: str = ""
    context: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    who: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Where something is done: the form of a `call`, or the page of the `policy` of a user or a role.

    `by` signs it, a user or a session of a role, "" nobody. A role's trust policy has no `name`.
    """

    call: str = ""
    by: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    policy: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a learner is asked to bring about, with hints from a direction to nearly the answer.

    `seen` and `now` hold alternatives: of each, one is enough. `forms` are where it is done, in their order.
    """

    key: str
    text: str
    seen: tuple[tuple[EventPattern, ...], ...] = ()
    now: tuple[tuple[DecisionWanted, ...], ...] = ()
    hints: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()


def read_goals(document: Any) -> tuple[Goal, ...]:
    """The goals of a document without mistakes, in its order; their texts and hints may be left out."""
    return tuple(
        Goal(
            item["key"],
            item.get("text", ""),
            tuple(tuple(map(_pattern, alternatives(part))) for part in item.get("seen", ())),
            tuple(tuple(map(_decision, alternatives(part))) for part in item.get("now", ())),
            tuple(item.get("hints", ())),
            tuple(map(_form, item.get("forms", ()))),
        )
        for item in document
    )


def alternatives(part: Any) -> list[Any]:
    """What stands in the place of an event or a decision, as a list."""
    return part if isinstance(part, list) else [part]


def _pattern(item: Mapping[str, Any]) -> EventPattern:
    parts = {name: item.get(name, "") for name in ("call", "by", "on", "answer", "refused_by", "key", "say")}
    return EventPattern(**parts, parameters=item.get("with", {}))


def _decision(item: Mapping[str, Any]) -> DecisionWanted:
    return DecisionWanted(
        item["action"],
        item["on"],
        item["outcome"] == OUTCOMES[0],
        item.get("by", ""),
        item.get("token", {}),
        _session(item.get("session", {})),
        datetime.fromisoformat(item["issued"]) if "issued" in item else None,
        item.get("refused_by", ""),
        item.get("context", {}),
        item.get("who", ""),
    )


def _form(item: Mapping[str, Any]) -> Form:
    parts = {name: item.get(name, "") for name in ("call", "by", "policy", "name")}
    return Form(**parts, parameters=item.get("with", {}))


def _session(item: Mapping[str, Any]) -> SessionWanted:
    policy = item.get("policy")
    return SessionWanted(json.dumps(policy) if policy else None, tuple(item.get("policy_arns", ())))
