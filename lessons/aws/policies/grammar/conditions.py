"""Conditions as AWS saves them. It looks at their form, at operators and dates; hardly at other values."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lessons.aws.policies.conditions import IF_EXISTS, OPERATORS, QUALIFIERS, Condition
from lessons.aws.policies.grammar.mistake import Mistake
from lessons.aws.policies.policy import Statement, strings

_DATE = re.compile(
    r"(-?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
    r"(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?)?(?:z|[+-](\d\d)(?::(\d\d))?)?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_YEARS = range(-292_275_054, 292_278_994)  # what Java's dates hold, in which AWS reads them
_SECONDS = range(2**63)
_MOST_DIGITS = 19  # of such a number
# The figures of `_DATE` after the year: from and to.
_FIGURES = ((1, 12), (1, 31), (0, 23), (0, 59), (0, 59), (0, 23), (0, 99))


def mistakes(item: Mapping[str, Any], statement: Statement, *, strict: bool) -> Iterator[Mistake]:
    """What is wrong in the conditions of a statement, and what AWS saves though it can mean nothing.

    `strict` is S3, which saves no value that its operator cannot read.
    """
    block = item.get("Condition", {})
    if not isinstance(block, dict):
        yield Mistake(("Condition",), "Write an object of operators, each with its keys.", "condition form")
        return
    read = {(condition.operator, condition.key): condition for condition in statement.conditions}
    for operator, keys in block.items():
        if not isinstance(keys, dict):
            said = "An operator has an object of keys, each with its values."
            yield Mistake(("Condition", operator), said, "condition form")
        elif not keys:
            said = f"{operator} has no key, so the statement never applies. AWS saves it all the same."
            yield Mistake(("Condition", operator), said)
        else:
            for key, values in keys.items():
                for told in _in_values(values, read[operator, key], strict=strict):
                    yield told.within(("Condition", operator, key))


def _in_values(values: Any, read: Condition, *, strict: bool) -> Iterator[Mistake]:
    """What is wrong in one operator with one key."""
    texts = strings(values)
    if not is_operator(read.operator):
        yield Mistake((), f"{read.operator} is no operator of AWS.", "operator", read.operator)
    elif texts is None:
        yield Mistake((), "A value is a text, a number, true, false, or a list of these.", "condition value")
    elif texts and "Date" in read.operator and (wrong := [text for text in texts if not is_date(text)]):
        yield Mistake((), f"{wrong[0]} is no date such as 2026-01-31T12:00:00Z.", "date")
    elif read.expected is None and strict:
        rule = "address" if "IpAddress" in read.operator else "value"
        yield Mistake((), f"{read.operator} does not take this value.", rule)
    elif read.expected is None:
        said = f"{read.operator} cannot read this value, so it means nothing. AWS saves it all the same."
        yield Mistake((), said)


def is_operator(name: str) -> bool:
    """Whether AWS has an operator of this name, with what may stand before and after it."""
    qualifier, colon, rest = name.rpartition(":")
    return (not colon or qualifier in QUALIFIERS) and rest.removesuffix(IF_EXISTS) in OPERATORS


def is_date(text: str) -> bool:
    """Whether AWS takes this for a date: ISO 8601 in part or whole, or seconds since 1970."""
    if text.isascii() and text.isdecimal():
        return len(text) <= _MOST_DIGITS and int(text) in _SECONDS
    found = _DATE.fullmatch(text)
    return found is not None and int(found[1]) in _YEARS and all(map(_fits, found.groups()[1:], _FIGURES))


def _fits(figure: str | None, limits: tuple[int, int]) -> bool:
    return figure is None or limits[0] <= int(figure) <= limits[1]
