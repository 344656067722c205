"""Policy documents: JSON in, frozen statements out.

Reading never fails. What cannot be read is kept as unreadable, and `evaluate` then takes the safe side:
an Allow that cannot be read lets nobody in, a Deny that cannot be read keeps everybody out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lessons.aws.policies.conditions import Condition, condition
from lessons.aws.policies.patterns import ARN_PARTS, Context, Pattern, arn_parts, pattern
from lessons.aws.policies.policy_json import read_json

VARIABLES_VERSION = "2012-10-17"
VERSIONS = (VARIABLES_VERSION, "2008-10-17")
EFFECTS = ("Allow", "Deny")

_SPECIAL = frozenset("*?$")
_ACCOUNT = re.compile(r"arn:aws:iam::(\d{12}):root")


@dataclass(frozen=True, slots=True)
class Element:
    """Action or Resource, or its negation: `name` is as written, `patterns` is None when unreadable.

    `exact` holds the values without wildcards and variables, `patterns` the others.
    """

    name: str
    values: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] | None = None
    exact: frozenset[str] = frozenset()
    negated: bool = False

    def covers(self, value: str, context: Context) -> bool | None:
        """Whether the element covers `value`; None when it cannot be read."""
        if self.patterns is None:
            return None
        if value in self.exact:
            return not self.negated
        for item in self.patterns:  # the hot line of `evaluate`, so `matches` is called only where it must be
            if item.fits(value) if item.fits else item.matches(value, context):
                return not self.negated
        return self.negated


@dataclass(frozen=True, slots=True)
class Principals:
    """Principal or NotPrincipal. `names` holds ARNs, "*" and bare account ids, or is None when unreadable;
    `providers` are the ARNs of identity providers.
    """

    name: str
    values: tuple[str, ...]
    names: frozenset[str] | None
    negated: bool = False
    providers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. An effect that AWS does not have is "".

    `completed` are the resources as a policy of an identity has them: there AWS completes an ARN that lacks
    some of its six parts (IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)").
    """

    index: int
    sid: str
    effect: str
    principals: Principals | None
    actions: Element
    resources: Element | None
    completed: Element | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, ready to be evaluated. `text` is the document as it was submitted.

    `arn` is "" for what has no ARN: an inline policy, the policy of a role or a bucket, a session's own.
    """

    statements: tuple[Statement, ...]
    text: str = field(default="", repr=False, compare=False)
    arn: str = field(default="", compare=False)


def parse(document: Any) -> Policy:
    """Read a policy from JSON text or from the object it stands for. Each text is read once and kept."""
    if isinstance(document, str):
        return _parse(document)
    try:
        return _parse(json.dumps(document))
    except (TypeError, ValueError, RecursionError):
        return Policy(())


@lru_cache(maxsize=4096)
def _parse(text: str) -> Policy:
    try:
        document = read_json(text)
    except (ValueError, RecursionError):
        return Policy((), text)
    if not isinstance(document, dict):
        return Policy((), text)
    variables = document.get("Version") == VARIABLES_VERSION
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    read = (_statement(index, item, variables) for index, item in enumerate(listed) if isinstance(item, dict))
    return Policy(tuple(read), text)


def _statement(index: int, item: dict[str, Any], variables: bool) -> Statement:
    sid, effect, resources = item.get("Sid"), item.get("Effect"), _resources(item, variables)
    return Statement(
        index=index,
        sid=sid if isinstance(sid, str) else "",
        effect=effect if effect in EFFECTS else "",
        principals=_principals(item),
        actions=_actions(item),
        resources=resources,
        completed=resources and _completed(resources, variables),
        conditions=_conditions(item.get("Condition", {}), variables),
    )


def strings(value: Any) -> tuple[str, ...] | None:
    """A string or a list of them as a tuple; JSON's true and 3600 become "true" and "3600". Else None."""
    items = value if isinstance(value, list) else [value]
    read = tuple(_scalar(item) for item in items)
    return None if None in read else read  # type: ignore[return-value] # None is ruled out


def _scalar(item: Any) -> str | None:
    if isinstance(item, bool):
        return str(item).lower()
    return str(item) if isinstance(item, str | int | float) else None


def _named(item: Mapping[str, Any], name: str) -> tuple[str, tuple[str, ...] | None] | None:
    """Which of `name` and its negation the statement has, and its values; None when it has neither."""
    present = [key for key in (name, f"Not{name}") if key in item]
    if not present:
        return None
    return present[0], strings(item[present[0]]) if len(present) == 1 else None


def _actions(item: Mapping[str, Any]) -> Element:
    """Action or NotAction, whatever its case. Of no service, or of any, are no actions that AWS knows."""
    key, values = _named(item, "Action") or ("Action", None)
    if not values or not all(map(_is_action, values)):
        return Element(key, values or ())
    return _element(key, values, tuple(value.lower() for value in values), variables=False)


def _is_action(text: str) -> bool:
    """AWS on `*:Untag*`: "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards"
    (boogy/iam-policy-validator#172, 2026).
    """
    service, colon, _ = text.partition(":")
    return text in ("*", "*:*") or (colon != "" and not _SPECIAL.intersection(service))


def _resources(item: Mapping[str, Any], variables: bool) -> Element | None:
    key, values = _named(item, "Resource") or ("", None)
    if not values:
        return Element(key) if key else None
    return _element(key, values, values, variables=variables)


def _completed(resources: Element, variables: bool) -> Element:
    values = resources.values
    texts = tuple(map(_complete, values))
    return resources if texts == values else _element(resources.name, values, texts, variables=variables)


def _complete(text: str) -> str:
    """An ARN with `*` for each part that it lacks: `arn:aws:sts` is `arn:aws:sts:*:*:*`."""
    if not text.startswith("arn:"):
        return text
    parts = arn_parts(text)
    return ":".join(parts + ["*"] * (ARN_PARTS - len(parts)))


def _element(key: str, values: tuple[str, ...], texts: tuple[str, ...], *, variables: bool) -> Element:
    """The element that stands at `key` with `values`, which are to be read as `texts`."""
    exact = frozenset(text for text in texts if not _SPECIAL.intersection(text))
    patterns = tuple(pattern(text, variables=variables) for text in texts if text not in exact)
    return Element(key, values, patterns, exact, negated=key.startswith("Not"))


def account_of(name: str) -> str:
    """An account's ARN as its bare id, which means the same; any other name as it is."""
    return _ACCOUNT.sub(r"\1", name)


def _principals(item: Mapping[str, Any]) -> Principals | None:
    key = "NotPrincipal" if "NotPrincipal" in item else "Principal"
    if key not in item:
        return None
    value = item[key]
    named = {"AWS": value} if value == "*" else value
    if not isinstance(named, dict) or not named or {"Principal", "NotPrincipal"} <= item.keys():
        return Principals(key, (), None)
    values = {kind: strings(names) for kind, names in named.items()}
    if not all(values.values()):
        return Principals(key, (), None)
    shown = tuple(name for names in values.values() for name in names or ())
    # Nobody here is a service, so of the other kinds only AWS names and identity providers can be met.
    names = frozenset(account_of(name) for name in values.get("AWS") or ())
    providers = frozenset(values.get("Federated") or ())
    return Principals(key, shown, names, key == "NotPrincipal", providers)


def _conditions(block: Any, variables: bool) -> tuple[Condition, ...]:
    if not isinstance(block, dict):
        return (Condition("Condition", "", (), None),)
    return tuple(
        read for operator, keys in block.items() for read in _operator_block(operator, keys, variables)
    )


def _operator_block(operator: str, keys: Any, variables: bool) -> tuple[Condition, ...]:
    if not isinstance(keys, dict) or not keys:
        return (Condition(operator, "", (), None),)
    return tuple(_condition(operator, key, strings(values), variables) for key, values in keys.items())


def _condition(operator: str, key: str, values: tuple[str, ...] | None, variables: bool) -> Condition:
    return condition(operator, key, values, variables) if values else Condition(operator, key, (), None)
