"""Conditions at random, of which every other one is met or nearly so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

WORDS = ("red", "blue", "alice", "team", "red/", "a*b", "${aws:username}", "${aws:PrincipalTag/team}")
VARIABLES = (*WORDS[-2:], "${AWS:PrincipalTag/Team, 'red'}", "${aws:username,'alice'}")
KEYS = {  # with what they hold
    "aws:username": "text",
    "aws:PrincipalTag/team": "text",
    "aws:SourceIdentity": "text",
    "aws:UserAgent": "text",
    "aws:PrincipalAccount": "text",
    "aws:RequestTag/team": "text",
    "aws:ResourceTag/team": "text",
    "s3:prefix": "text",
    "s3:delimiter": "text",
    "sts:ExternalId": "text",
    "sts:RoleSessionName": "text",
    "login.example:sub": "text",
    "example:digest": "binary",
    "aws:TagKeys": "texts",
    "aws:PrincipalArn": "arn",
    "s3:max-keys": "number",
    "aws:MultiFactorAuthAge": "number",
    "aws:EpochTime": "date",
    "aws:CurrentTime": "date",
    "aws:TokenIssueTime": "date",
    "aws:SecureTransport": "flag",
    "aws:MultiFactorAuthPresent": "flag",
    "aws:SourceIp": "address",
}
COMPARED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OF_TEXTS = ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
OPERATORS = {
    "text": tuple(f"String{name}" for name in OF_TEXTS),
    "binary": ("BinaryEquals",),
    "arn": ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringLike", "StringNotLike"),
    "number": tuple(f"Numeric{name}" for name in COMPARED),
    "date": tuple(f"Date{name}" for name in COMPARED),
    "flag": ("Bool",),
    "address": ("IpAddress", "NotIpAddress"),
}


def drawn_conditions(draw: Random, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The value of a Condition element, about keys that mostly are there."""
    found: dict[str, dict[str, Any]] = {}
    for _ in range(draw.choice([1, 1, 2])):
        known = [key for key in KEYS if key in context]
        key = draw.choice(known if draw.random() < 0.75 else [*KEYS])
        name, values = drawn_condition(draw, key, context.get(key))
        found.setdefault(name, {})[draw.choice([key, key, key.lower()])] = values
    return found


def drawn_condition(draw: Random, key: str, actual: Any) -> tuple[str, Any]:
    if draw.random() < 0.1:
        return "Null", draw.choice(["true", "false", True, False])
    kind = KEYS[key]
    several = kind == "texts" or (kind == "text" and draw.random() < 0.1)
    family = "text" if kind == "texts" else kind
    name = draw.choice(OPERATORS[family])
    examples = actual if isinstance(actual, list) else [actual]
    values = [
        VALUES[family](draw, draw.choice(examples) if examples else None)
        for _ in range(draw.choice([1, 1, 2, 3]))
    ]
    quantifier = draw.choice(["ForAllValues:", "ForAnyValue:"]) if several else ""
    suffix = "IfExists" if draw.random() < 0.2 else ""
    return f"{quantifier}{name}{suffix}", values[0] if len(values) == 1 else values


def text(draw: Random, actual: str | None) -> str:
    if not actual or draw.random() < 0.4:
        return draw.choice(["", "*", *WORDS, *VARIABLES])
    place = draw.randrange(len(actual))
    return draw.choice(
        [
            actual,
            actual.swapcase(),
            actual[:place] + "*",
            f"*{actual[place:]}",
            f"{actual[:place]}?{actual[place + 1 :]}",
            actual.replace("*", "${*}").replace("?", "${?}").replace("$", "${$}"),
            actual.replace("alice", "${aws:username}").replace("red", "${aws:PrincipalTag/team}"),
        ]
    )


def arn(draw: Random, actual: str | None) -> str:
    fields = (actual or "arn:aws:iam::444455556666:role/red/other").split(":", 5)
    place = draw.randrange(3, 6)
    changes = {
        3: ["", "*"],
        4: ["444455556666", "*", "1111????????", "${aws:PrincipalAccount}"],
        5: [
            "*",
            "user/red/${aws:username}",
            "role/*",
            "*/demo",
            "user/??d/alice",
            fields[5].upper(),
            fields[5],
        ],
    }
    fields[place] = draw.choice(changes[place])
    return ":".join(fields)


def number(draw: Random, actual: str | None) -> Any:
    value = int(actual or "10") + draw.choice([-1, 0, 0, 1])
    return draw.choice([value, str(value), f"{value}.0", f"{value}.50"])


def date(draw: Random, actual: str | None) -> str:
    hour = draw.choice(["11:30", "12:00", "12:30"])
    return draw.choice(
        [
            actual or "1",
            f"2026-06-15T{hour}:00Z",
            f"2026-06-15T{hour}:00+02:00",
            "2026-06-15",
            "1781524800",
            "1781524799",
        ]
    )


def flag(draw: Random, actual: str | None) -> Any:
    return draw.choice([actual or "true", "true", "false", True, False])


def address(draw: Random, actual: str | None) -> str:
    return draw.choice(
        [actual or "::1", "10.0.0.0/8", "203.0.113.0/24", "203.0.113.8", "2001:db8::/32", "0.0.0.0/0"]
    )


def binary(draw: Random, actual: str | None) -> str:
    return draw.choice([actual or "AQID", "AQID", "/w=="])


VALUES: Mapping[str, Callable[[Random, str | None], Any]] = {
    "text": text,
    "arn": arn,
    "number": number,
    "date": date,
    "flag": flag,
    "address": address,
    "binary": binary,
}
