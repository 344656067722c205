"""One statement: which elements it has, once each, and what stands in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.aws.policies.grammar import actions, arns, conditions, principals, s3
from lessons.aws.policies.grammar.kinds import KINDS
from lessons.aws.policies.grammar.mistake import Mistake
from lessons.aws.policies.policy import EFFECTS, Statement

ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
PAIRS = ("Principal", "Action", "Resource")  # each has a negation, and a statement has one of the two

_SID = re.compile(r"[A-Za-z0-9]*")
_EFFECTS = tuple(map(str.lower, EFFECTS))
_WRITE_ACTION = 'Write a service and an action, such as "sts:AssumeRole".'
_WRITE_RESOURCE = 'Write an ARN, a list of ARNs, or "*".'


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a document is to be saved: its kind, whom it may name, and the bucket that it is of ("": any)."""

    kind: str
    exists: principals.Exists = principals.is_name
    bucket: str = ""


def mistakes(item: Mapping[str, Any], statement: Statement, place: Surroundings) -> Iterator[Mistake]:
    """Every mistake in a statement, as it was read and as it stands in the JSON."""
    yield from unknown(item, ELEMENTS)
    yield from _effect(item)
    yield from _sid(item, place.kind)
    yield from _pairs(item, place.kind)
    if "Principal" not in KINDS[place.kind].forbidden:
        yield from principals.mistakes(item, place.exists)
        yield from _principals(item, place.kind)
    yield from _values(item, "Action", _WRITE_ACTION, _ACTIONS.get(place.kind, _action))
    if "Resource" not in KINDS[place.kind].forbidden:
        yield from _values(item, "Resource", _WRITE_RESOURCE, _resource_of(place))
    if place.kind == "bucket":
        yield from s3.mistakes(item, statement)
    yield from conditions.mistakes(item, statement, strict=place.kind == "bucket")


def unknown(item: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Mistake]:
    """What stands in an object though no policy has it there."""
    for name in item:
        if name not in known:
            yield Mistake((name,), f"There is no element {name} here, only {', '.join(known)}.", "element")


def _effect(item: Mapping[str, Any]) -> Iterator[Mistake]:
    effect = item.get("Effect")
    if effect not in EFFECTS:
        near = isinstance(effect, str) and effect.lower() in _EFFECTS
        rule = "effect case" if near else "effect" if "Effect" in item else "no effect"
        yield Mistake(("Effect",), f"The effect is {' or '.join(EFFECTS)}.", rule, str(effect))


def _sid(item: Mapping[str, Any], kind: str) -> Iterator[Mistake]:
    sid = item.get("Sid", "")
    if not isinstance(sid, str):
        yield Mistake(("Sid",), "A Sid is a text.", "sid form")
    elif kind != "bucket" and not _SID.fullmatch(sid):
        yield Mistake(("Sid",), "A Sid has letters and digits only.", "sid")


def _pairs(item: Mapping[str, Any], kind: str) -> Iterator[Mistake]:
    """Whether each element stands once, itself or its negation, where this kind of policy has it."""
    for name in PAIRS:
        present = [key for key in (name, f"Not{name}") if key in item]
        if len(present) > 1:
            yield Mistake((present[1],), f"A statement has {name} or Not{name}, not both.", "both")
        elif present and name in KINDS[kind].forbidden:
            said = f"A statement of this kind of policy has no {present[0]}."
            yield Mistake((present[0],), said, name.lower())
        elif not present and name in ("Action", *KINDS[kind].required):
            article = "an" if name == "Action" else "a"
            said = f"A statement of this kind of policy has {article} {name}."
            yield Mistake((name,), said, f"no {name.lower()}")


def _principals(item: Mapping[str, Any], kind: str) -> Iterator[Mistake]:
    """What not every kind of policy takes: NotPrincipal, and everybody as a bare star."""
    if kind == "trust" and item.get("Principal") == "*":
        said = 'A trust policy names everybody as {"AWS": "*"}.'
        yield Mistake(("Principal",), said, "bare star", '"STAR":"*"')
    if "NotPrincipal" not in item:
        return
    if kind == "trust":
        yield Mistake(("NotPrincipal",), "A trust policy names whom it means: by Principal.", "not principal")
    elif item.get("Effect") == "Allow":
        said = "NotPrincipal goes with Deny only: with Allow it would let in everybody else."
        yield Mistake(("NotPrincipal",), said, "allow not principal")


_Check = Callable[[str], Mistake | None]


def _values(item: Mapping[str, Any], name: str, hint: str, check: _Check) -> Iterator[Mistake]:
    """The values of Action or Resource (or its negation) that AWS refuses, or that mean nothing."""
    for key in (name, f"Not{name}"):
        given = item.get(key, ())
        values = given if isinstance(given, list) else [given]
        if key in item and not values:
            yield Mistake((key,), hint, f"no {name.lower()}")
        for index, value in enumerate(values if key in item else ()):
            path = (key, index) if isinstance(given, list) else (key,)
            told = check(value) if isinstance(value, str) else Mistake((), hint, f"{name.lower()} form")
            if told:
                yield told.within(path)


def _action(action: str) -> Mistake | None:
    if refused := actions.mistake_in(action):
        return Mistake((), _WRITE_ACTION, "vendor", refused)
    if not actions.is_name(action):
        return Mistake((), "No action is called so, so this means nothing. AWS saves it all the same.")
    return None


def _trust_action(action: str) -> Mistake | None:
    if not action.lower().startswith("sts:"):
        return Mistake((), 'A trust policy is about actions of STS, such as "sts:AssumeRole".', "service")
    if action not in actions.OF_TRUST:
        return Mistake(
            (), f"A trust policy has these actions only: {', '.join(actions.OF_TRUST)}.", "sts action"
        )
    return None


_ACTIONS: Mapping[str, _Check] = {"trust": _trust_action, "bucket": s3.mistake_in_action}


def _resource_of(place: Surroundings) -> _Check:
    if place.kind == "bucket":
        return lambda resource: s3.mistake_in_resource(resource, place.bucket)
    return _resource


def _resource(resource: str) -> Mistake | None:
    refused = arns.mistake_in(resource)
    return Mistake((), _WRITE_RESOURCE, *refused) if refused else None
