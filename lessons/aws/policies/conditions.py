"""The Condition element: every operator as a row of one table.

Operators, keys and their blocks are ANDed; several values of one key are ORed, and for a negated operator
NORed (IAM User Guide, "IAM JSON policy elements: Condition operators").
"""

import base64
import operator as compare
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from lessons.aws.policies.patterns import ARN_PARTS, Context, Pattern, arn_parts, pattern

QUALIFIERS = ("ForAllValues", "ForAnyValue")
IF_EXISTS = "IfExists"  # behind any operator but Null

Test = Callable[[str, Any, Context], bool]


@dataclass(frozen=True, slots=True)
class Operator:
    """How a value in a policy is read, and how a value of the request is tested against it."""

    read: Callable[[str, bool], Any]
    test: Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator and one key. `expected` is None where the condition cannot be read."""

    operator: str
    key: str
    values: tuple[str, ...]
    expected: tuple[Any, ...] | None
    test: Test | None = None
    negated: bool = False
    if_exists: bool = False
    qualifier: str = ""

    @property
    def name(self) -> str:
        """How the condition is shown, such as `Condition StringEquals sts:ExternalId`."""
        return f"Condition {self.operator} {self.key}".rstrip()


def _pattern(text: str, variables: bool) -> Pattern:
    return pattern(text, variables=variables)


def _arn(text: str, variables: bool) -> tuple[Pattern, ...]:
    parts = tuple(pattern(part, variables=variables) for part in arn_parts(text))
    if len(parts) != ARN_PARTS and text != "*":
        raise ValueError(text)
    return parts


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _moment(text: str) -> float:
    """Seconds since the epoch, from ISO 8601 or from the epoch itself. A time without a zone is UTC."""
    if text.isdecimal():
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _equal(actual: str, expected: Pattern, context: Context) -> bool:
    return actual == expected.literal(context)


def _equal_ignoring_case(actual: str, expected: Pattern, context: Context) -> bool:
    literal = expected.literal(context)
    return literal is not None and actual.lower() == literal.lower()


def _like(actual: str, expected: Pattern, context: Context) -> bool:
    return expected.matches(actual, context)


def _arn_like(actual: str, expected: tuple[Pattern, ...], context: Context) -> bool:
    """ArnEquals and ArnLike are the same: segment by segment, wildcards in each."""
    parts = actual.split(":", ARN_PARTS - 1) if len(expected) == ARN_PARTS else [actual]
    return len(parts) == len(expected) and all(
        part.matches(text, context) for part, text in zip(expected, parts, strict=True)
    )


# One caller's address is held against many statements, and reading it costs more than the rest of the test.
_address = lru_cache(maxsize=1024)(ip_address)


def _within(actual: str, expected: Any, _context: Context) -> bool:
    return _address(actual) in expected


def _by(read: Callable[[str], Any], test: Callable[[Any, Any], bool], negated: bool = False) -> Operator:
    """An operator that reads both sides the same way. These take no policy variables."""
    return Operator(
        lambda text, _variables: read(text),
        lambda actual, expected, _context: test(read(actual), expected),
        negated,
    )


_ORDER = {
    "LessThan": compare.lt,
    "LessThanEquals": compare.le,
    "GreaterThan": compare.gt,
    "GreaterThanEquals": compare.ge,
}

OPERATORS: Mapping[str, Operator] = {
    "StringEquals": Operator(_pattern, _equal),
    "StringNotEquals": Operator(_pattern, _equal, negated=True),
    "StringEqualsIgnoreCase": Operator(_pattern, _equal_ignoring_case),
    "StringNotEqualsIgnoreCase": Operator(_pattern, _equal_ignoring_case, negated=True),
    "StringLike": Operator(_pattern, _like),
    "StringNotLike": Operator(_pattern, _like, negated=True),
    "ArnEquals": Operator(_arn, _arn_like),
    "ArnNotEquals": Operator(_arn, _arn_like, negated=True),
    "ArnLike": Operator(_arn, _arn_like),
    "ArnNotLike": Operator(_arn, _arn_like, negated=True),
    "NumericEquals": _by(_number, compare.eq),
    "NumericNotEquals": _by(_number, compare.eq, negated=True),
    **{f"Numeric{name}": _by(_number, test) for name, test in _ORDER.items()},
    "DateEquals": _by(_moment, compare.eq),
    "DateNotEquals": _by(_moment, compare.eq, negated=True),
    **{f"Date{name}": _by(_moment, test) for name, test in _ORDER.items()},
    "Bool": _by(_truth, compare.eq),
    "BinaryEquals": _by(_bytes, compare.eq),
    "IpAddress": Operator(lambda text, _variables: ip_network(text, strict=False), _within),
    "NotIpAddress": Operator(lambda text, _variables: ip_network(text, strict=False), _within, negated=True),
    "Null": Operator(lambda text, _variables: _truth(text), lambda *_: False),
}

# What reading a value raises when it is not of the operator's kind.
_UNREADABLE = (ValueError, KeyError, InvalidOperation, OverflowError)


def condition(name: str, key: str, values: tuple[str, ...], variables: bool) -> Condition:
    """Read one operator and key, such as `ForAnyValue:StringLikeIfExists` on `aws:TagKeys`."""
    qualifier, colon, rest = name.rpartition(":")
    base = rest.removesuffix(IF_EXISTS)
    known = OPERATORS.get(base)
    null_with_more = base == "Null" and (qualifier or base != rest)
    if known is None or null_with_more or (colon and qualifier not in QUALIFIERS):
        return Condition(name, key, values, None)
    try:
        expected = tuple(known.read(value, variables) for value in values)
    except _UNREADABLE:
        return Condition(name, key, values, None)
    return Condition(name, key, values, expected, known.test, known.negated, base != rest, qualifier)


def holds(condition: Condition, context: Context) -> bool | None:
    """Whether the request meets the condition; None when the condition cannot be read."""
    if condition.expected is None:
        return None
    actual = context.get(condition.key.lower())
    if condition.operator == "Null":
        return (not actual) in condition.expected
    if condition.qualifier == "ForAllValues":
        return all(_fits(value, condition, context) for value in _set(actual))
    if actual is None:
        return condition.if_exists or (condition.negated and not condition.qualifier)
    if condition.qualifier == "ForAnyValue":
        return any(_fits(value, condition, context) for value in _set(actual))
    return any(_meets(value, condition, context) for value in actual) is not condition.negated


def _set(values: tuple[str, ...] | None) -> tuple[str, ...]:
    """The values as a set of them: nothing, and one that is empty, make an empty set."""
    return () if values is None or values == ("",) else tuple(values)


def _fits(value: str, condition: Condition, context: Context) -> bool:
    return _meets(value, condition, context) is not condition.negated


def _meets(value: str, condition: Condition, context: Context) -> bool:
    """Whether one value of the request meets any expected value, before negation."""
    try:
        return any(condition.test(value, wanted, context) for wanted in condition.expected)  # type: ignore[misc, union-attr] # both are there when the condition could be read
    except _UNREADABLE:
        return False
