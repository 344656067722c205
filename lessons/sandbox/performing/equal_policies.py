"""Whether two policies say the same: in another order, in one statement or in several, as list or as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

__all__ = ["meaning"]

ANYBODY = {"AWS": "*"}
MOST_PARTS = 1_000  # of one statement; a statement with more is compared as a whole


def meaning(text: str | None, moment: Callable[[str], str] = str) -> Any:
    """What is the same for policies that say the same; ``moment`` stands for a time in a condition.

    The names of statements say nothing. What is no policy is its text.
    """
    try:
        document = json.loads(text or "null")
        statements = _listed(document["Statement"])
        said = {_plain(part) for statement in statements for part in _parts(statement, moment)}
    except (KeyError, TypeError, ValueError, AttributeError):
        return text
    return [str(document.get("Version")), sorted(said)]


def _parts(statement: Mapping[str, Any], moment: Callable[[str], str]) -> Iterator[Any]:
    """The statement as many small ones: each for one principal, one action and one resource."""
    principals = _once(_principals(statement))
    actions = _once(_of(statement, "Action", str.lower))
    resources = _once(_of(statement, "Resource", str))
    effect, conditions = statement["Effect"], _conditions(statement.get("Condition", {}), moment)
    if len(principals) * len(actions) * len(resources) > MOST_PARTS:
        yield [effect, principals, actions, resources, conditions]
        return
    for principal, action, resource in product(principals, actions, resources):
        yield [effect, principal, action, resource, conditions]


def _once(values: Iterable[Any]) -> list[Any]:
    """Each value once, in an order of their own."""
    by_text = {_plain(value): value for value in values}
    return [by_text[text] for text in sorted(by_text)]


def _principals(statement: Mapping[str, Any]) -> Iterator[Any]:
    if "NotPrincipal" in statement:
        yield ["not", _plain(statement["NotPrincipal"])]
        return
    principal = statement.get("Principal")
    if principal is None:
        yield None
        return
    for kind, named in (ANYBODY if principal == "*" else principal).items():
        yield from ([kind, _as_root(name)] for name in _listed(named))


def _as_root(name: str) -> str:
    return f"arn:aws:iam::{name}:root" if name.isdigit() else name


def _of(statement: Mapping[str, Any], name: str, read: Callable[[str], str]) -> Iterator[Any]:
    """Each value of an element; those that are excepted belong together."""
    if f"Not{name}" in statement:
        yield ["not", sorted(map(read, _listed(statement[f"Not{name}"])))]
    else:
        yield from map(read, _listed(statement[name])) if name in statement else [None]


def _conditions(conditions: Mapping[str, Any], moment: Callable[[str], str]) -> Any:
    return sorted(
        [operator.lower(), key.lower(), sorted(moment(_text(value)) for value in _listed(values))]
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
