"""What AWS would refuse to save in a policy document, and where it stands."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.aws.policies.json_positions import Path, begins, repeated_keys
from lessons.aws.policies.policy import EFFECTS, VERSIONS, Statement, parse, strings
from lessons.aws.policies.policy_json import read_json

ELEMENTS = ("Version", "Id", "Statement")
STATEMENT_ELEMENTS = (
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
PRINCIPAL_TYPES = ("AWS", "Service", "Federated", "CanonicalUser")

# Which of Principal and Resource a statement of each kind of policy must have, and which it may not.
REQUIRED = {"identity": ("Resource",), "trust": ("Principal",), "bucket": ("Principal", "Resource")}
FORBIDDEN = {"identity": ("Principal",), "trust": ("Resource",), "bucket": ()}

# The longest policy of each kind, in characters that are no white space (IAM User Guide, "IAM and STS
# quotas"; a bucket's in bytes). One that is longer is not looked into.
LONGEST = {"identity": 10_240, "trust": 2_048, "bucket": 20_480}

_SID = re.compile(r"[A-Za-z0-9]*")
_ACTION = re.compile(r"\*|[\w-]+:[\w*?-]+")
_RESOURCE = re.compile(r"\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+", re.DOTALL)

_Mistake = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a document, and where: a JSON path such as `$.Statement[0].Effect`, and the line and
    column (from 1) at which that begins, or what it is missing in.
    """

    path: str
    message: str
    line: int = 1
    column: int = 1


def validate(document: Any, kind: str = "identity") -> list[Problem]:
    """Every mistake in a policy of a kind ("identity", "trust", "bucket"), statement by statement.

    A document that is no text is taken as written with an indent of 2. Takes time linear in its size.
    """
    try:
        text = document if isinstance(document, str) else json.dumps(document, indent=2)
        read = read_json(text)
    except json.JSONDecodeError as error:
        return [Problem("$", f"This is not JSON: {error.msg}.", error.lineno, error.colno)]
    except (TypeError, ValueError, RecursionError):
        return [Problem("$", "This is not JSON that AWS would read.")]
    if size(text) > LONGEST[kind]:
        return [Problem("$", f"A policy of this kind has {LONGEST[kind]:,} characters at most.")]
    if not isinstance(read, dict):
        return [Problem("$", "A policy is a JSON object with Version and Statement.")]
    return list(_placed([*_repeated(text), *_head(read), *_statements(read, kind)], text))


def size(text: str) -> int:
    """The characters that IAM counts: all but white space."""
    return len("".join(text.split()))


def _placed(mistakes: Iterable[_Mistake], text: str) -> Iterator[Problem]:
    """The mistakes with their places. What is missing has that of what it is missing in."""
    places = begins(text)
    for path, message in mistakes:
        there = path
        while there not in places:
            there = there[:-1]
        yield Problem(_shown(path), message, *places[there])


def _shown(path: Path) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def _repeated(text: str) -> Iterator[_Mistake]:
    for path in repeated_keys(text):
        yield path, f"{path[-1]} stands here twice, and only one of the two can count."


def _unknown(item: Mapping[str, Any], known: tuple[str, ...], path: Path) -> Iterator[_Mistake]:
    for name in item:
        if name not in known:
            yield (*path, name), f"There is no element {name} here, only {', '.join(known)}."


def _head(document: Mapping[str, Any]) -> Iterator[_Mistake]:
    yield from _unknown(document, ELEMENTS, ())
    if document.get("Version", VERSIONS[-1]) not in VERSIONS:
        yield ("Version",), f"The version is {' or '.join(VERSIONS)}."
    if document.get("Statement") == []:
        yield ("Statement",), "A policy has at least one statement."


def _statements(document: Mapping[str, Any], kind: str) -> Iterator[_Mistake]:
    """The mistakes in each statement; the only one may stand without a list."""
    given, sids = document.get("Statement"), set()
    read = {item.index: item for item in parse(json.dumps(document)).statements}
    for index, item in enumerate(given if isinstance(given, list) else [given]):
        path: Path = ("Statement", index) if isinstance(given, list) else ("Statement",)
        if not isinstance(item, dict):
            yield path, "A statement is a JSON object."
            continue
        for name, message in _mistakes(item, read[index], kind):
            yield (*path, *name), message
        if item.get("Sid") and str(item["Sid"]) in sids:
            yield (*path, "Sid"), "Another statement has this Sid already."
        sids.add(str(item.get("Sid")))


def _mistakes(item: Mapping[str, Any], statement: Statement, kind: str) -> Iterator[_Mistake]:
    yield from _unknown(item, STATEMENT_ELEMENTS, ())
    if not statement.effect:
        yield ("Effect",), f"The effect is {' or '.join(EFFECTS)}."
    sid = item.get("Sid", "")
    if not isinstance(sid, str) or (kind != "bucket" and not _SID.fullmatch(sid)):
        yield ("Sid",), "A Sid has letters and digits only."
    yield from _pairs(item, kind)
    yield from _principals(item)
    yield from _values(item, "Action", _ACTION, 'Write a service and an action, such as "sts:AssumeRole".')
    yield from _values(item, "Resource", _RESOURCE, 'Write an ARN, a list of ARNs, or "*".')
    for condition in statement.conditions:
        if condition.expected is None:
            place = tuple(
                filter(None, ("Condition", condition.operator.removeprefix("Condition"), condition.key))
            )
            yield place, f"{condition.operator} is no operator of AWS, or does not take this value."


def _pairs(item: Mapping[str, Any], kind: str) -> Iterator[_Mistake]:
    """Whether each element stands once, itself or its negation, where this kind of policy has it."""
    for name in PAIRS:
        present = [key for key in (name, f"Not{name}") if key in item]
        if len(present) > 1:
            yield (present[1],), f"A statement has {name} or Not{name}, not both."
        elif present and name in FORBIDDEN[kind]:
            yield (present[0],), f"A statement of this kind of policy has no {present[0]}."
        elif not present and name in ("Action", *REQUIRED[kind]):
            yield (name,), f"A statement of this kind of policy has a {name}."


def _principals(item: Mapping[str, Any]) -> Iterator[_Mistake]:
    for name in ("Principal", "NotPrincipal"):
        value = item.get(name, "*")
        if value == "*":
            continue
        if not isinstance(value, dict) or not value or not all(map(strings, value.values())):
            yield (name,), 'Write "*" or an object such as {"AWS": "arn:aws:iam::…"}.'
        else:
            yield from _unknown(value, PRINCIPAL_TYPES, (name,))


def _values(item: Mapping[str, Any], name: str, pattern: re.Pattern[str], hint: str) -> Iterator[_Mistake]:
    """The values of Action or Resource (or its negation) that are not of its form."""
    for key in (name, f"Not{name}"):
        if key not in item:
            continue
        listed = isinstance(item[key], list)
        values = item[key] if listed else [item[key]]
        if not values:
            yield (key,), hint
        for index, value in enumerate(values):
            if not isinstance(value, str) or not pattern.fullmatch(value):
                yield ((key, index) if listed else (key,)), hint
