"""A lab's goals as its document has them, and what is wrong in such a document. Pure.

    [{"key": "refused", "text": "Be refused as alice",
      "seen": [{"call": "s3:ListObjectsV2", "by": "user/alice", "answer": "AccessDenied"}],
      "now": [{"by": "user/alice", "action": "s3:ListBucket", "on": "arn:aws:s3:::reports-{training}",
               "outcome": "Denied"}],
      "hints": ["a direction", "where to look", "nearly the answer"]}]

`seen` are events in this order, between which others may lie; `with` are their parameters, null for one that
was not sent. `now` are decisions that come out so at the same moment. A goal has one of them or both, and is
reached at the moment when they hold together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lessons.sandbox.documents.placeholders import IDENTITY, PLACEHOLDER
from lessons.sandbox.documents.recorded_calls import is_call, is_told
from lessons.sandbox.documents.shape import Mistake, Path, shape

__all__ = ["DecisionWanted", "EventPattern", "Goal", "mistakes_in_goals", "read_goals"]

GOAL = {"key": str, "text": str, "seen": list, "now": list, "hints": list}
DECIDING = GOAL.keys() - {"text", "hints"}  # without which nobody can tell whether a goal is reached
PATTERN = {"call": str, "by": str, "on": str, "answer": str, "with": dict}
DECISION = {"by": str, "action": str, "on": str, "outcome": str, "context": dict}
OUTCOMES = ("Allowed", "Denied")
HINTS = 3
MOST_GOALS = 12


@dataclass(frozen=True, slots=True)
class EventPattern:
    """A call that has to have happened; what is "" or empty does not matter. `answer` is "ok", an error code
    or "refused", which is any error. A parameter that is None has not been sent."""

    call: str = ""
    by: str = ""
    on: str = ""
    answer: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class DecisionWanted:
    """A question to `evaluate`, and the answer that is wanted."""

    by: str
    action: str
    on: str
    allowed: bool
    context: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Goal:
    """What a learner is asked to bring about, with hints from a direction to nearly the answer."""

    key: str
    text: str
    seen: tuple[EventPattern, ...] = ()
    now: tuple[DecisionWanted, ...] = ()
    hints: tuple[str, ...] = ()


def read_goals(document: Any) -> tuple[Goal, ...]:
    """The goals of a document without mistakes, in its order; their texts and hints may be left out."""
    return tuple(
        Goal(
            item["key"],
            item.get("text", ""),
            tuple(_pattern(pattern) for pattern in item.get("seen", ())),
            tuple(_decision(decision) for decision in item.get("now", ())),
            tuple(item.get("hints", ())),
        )
        for item in document
    )


def _pattern(item: Mapping[str, Any]) -> EventPattern:
    parts = {name: item.get(name, "") for name in ("call", "by", "on", "answer")}
    return EventPattern(**parts, parameters=item.get("with", {}))


def _decision(item: Mapping[str, Any]) -> DecisionWanted:
    allowed = item["outcome"] == OUTCOMES[0]
    return DecisionWanted(item["by"], item["action"], item["on"], allowed, item.get("context", {}))


def mistakes_in_goals(document: Any, accounts: Collection[str]) -> Iterator[Mistake]:
    """Every mistake in a lab's goals; `accounts` are the names that its scenario gives to accounts."""
    if not isinstance(document, list) or len(document) > MOST_GOALS:
        yield Mistake((), f"Goals are a list, {MOST_GOALS} at most.")
        return
    for number, item in enumerate(document):
        yield from _goal((str(number),), item)
    yield from _twice(document)
    yield from _unknown_accounts((), document, accounts)


def _goal(path: Path, item: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, item, GOAL, ("key", "text"))):
        yield from wrong
        return
    if not item.get("seen") and not item.get("now"):
        yield Mistake(path, "A goal says what has to be seen, or what has to be decided now.")
    for number, pattern in enumerate(item.get("seen", ())):
        yield from _seen((*path, "seen", str(number)), pattern)
    for number, decision in enumerate(item.get("now", ())):
        yield from _now((*path, "now", str(number)), decision)
    hints = item.get("hints", [])
    if len(hints) != HINTS or not all(isinstance(hint, str) and hint for hint in hints):
        yield Mistake((*path, "hints"), f"A goal has {HINTS} hints, texts of growing strength.")


def _seen(path: Path, pattern: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, pattern, PATTERN)):
        yield from wrong
        return
    if not pattern.get("call") and not pattern.get("answer"):
        yield Mistake(path, "Say which call it is, or how it was answered.")
    call = pattern.get("call", "*")
    if "*" not in call and not is_call(call):
        yield Mistake((*path, "call"), f"AWS has no call {call}; write service:Operation.")
    for name, value in pattern.get("with", {}).items():
        if value is None and not is_told(call, name):
            yield Mistake((*path, "with", name), f"No event tells whether {call} was sent without {name}.")
    yield from _by(path, pattern)


def _now(path: Path, decision: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, decision, DECISION, ("by", "action", "on", "outcome"))):
        yield from wrong
        return
    if decision["outcome"] not in OUTCOMES:
        yield Mistake((*path, "outcome"), f"An outcome is {' or '.join(OUTCOMES)}.")
    yield from _by(path, decision)


def _by(path: Path, item: Mapping[str, Any]) -> Iterator[Mistake]:
    if item.get("by") and not IDENTITY.fullmatch(item["by"]):
        yield Mistake((*path, "by"), "Write user/NAME, role/NAME or account:role/NAME.")


def _twice(document: list[Any]) -> Iterator[Mistake]:
    keys = [item.get("key") for item in document if isinstance(item, Mapping)]
    for key, times in Counter(map(str, keys)).items():
        if times > 1:
            yield Mistake((str(keys.index(key)), "key"), f"The key “{key}” is taken.")


def _unknown_accounts(path: Path, value: Any, accounts: Collection[str]) -> Iterator[Mistake]:
    """The accounts that are named and that the scenario has not."""
    if isinstance(value, Mapping | list):
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, item in items:
            yield from _unknown_accounts((*path, str(key)), item, accounts)
    elif isinstance(value, str) and path[-1] not in {"text", "key"} and "hints" not in path:
        prefix = IDENTITY.fullmatch(value) if path[-1] == "by" else None
        named = {*PLACEHOLDER.findall(value), *filter(None, [prefix and prefix["account"]])}
        for name in sorted(named - set(accounts)):
            yield Mistake(path, f"The scenario has no account {name}.")
