"""External IDs: what a vendor sends, and what a customer's role takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    by_code,
    trust_policy,
    which,
)
from lessons.quizzes.generators.scene import Scene
from lessons.quizzes.generators.worlds import (
    NAMES,
    allow,
    assume,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


VENDOR = "arn:aws:iam::{vendor}"


_ISSUED = "STS issues credentials."


def _vendor_scene(drawn: Drawn, condition: Mapping[str, Any], *given: str | None) -> Scene:
    """A vendor's user asks for a customer's role, with each of the external IDs that are given."""
    users = {drawn["user"]: {"policies": {"work": policy(allow("sts:AssumeRole"))}}}
    let_in = trust(f"{VENDOR}:root", Condition=condition)
    calls = (assume(drawn, **({"ExternalId": one} if one is not None else {})) for one in given)
    accounts = {
        "vendor": {"users": users},
        "training": {"roles": {drawn["role"]: {"trust": policy(let_in)}}},
    }
    return scene(drawn, accounts, *calls)


def _id(drawn: Drawn) -> str:
    return f"{drawn['customer']}-{drawn['number']}"


# What the vendor sends, by the ID that the customer's trust policy wants.
_SENT: Mapping[str, str] = {
    "the same": "the external ID `{}`",
    "none": "no external ID",
    "another case": "the external ID `{}`",
    "longer": "the external ID `{}`",
    "of another customer": "the external ID `{}`",
}


def _sent(drawn: Drawn) -> str | None:
    wanted = _id(drawn)
    return {
        "the same": wanted,
        "none": None,
        "another case": wanted.upper(),
        "longer": f"{wanted}0",
        "of another customer": f"zebra-{drawn['number']}",
    }[drawn["sent"]]


def _external_scene(drawn: Drawn) -> Scene:
    return _vendor_scene(drawn, {drawn["operator"]: {"sts:ExternalId": _id(drawn)}}, _sent(drawn))


def _external(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"A vendor has the account `{scene.account('vendor')}`. Its user `{drawn['user']}` may assume every "
        f"role, and calls `AssumeRole` for the role `{drawn['role']}` of a customer, with "
        f"{_SENT[drawn['sent']].format(_sent(drawn))}.",
    )
    more = {
        "StringEquals": "`StringEquals` compares letter by letter, and a missing ID equals nothing.",
        "StringEqualsIgnoreCase": "This operator does not look at the case, and a missing ID equals nothing.",
        "StringEqualsIfExists": "With `IfExists`, a call without any ID meets the condition.",
    }[drawn["operator"]]
    codes = ("AccessDenied", "ValidationError", "InvalidClientTokenId")
    return by_code(lines, answers[0], _ISSUED, codes, more).showing(trust_policy(scene, drawn["role"]))


# A pattern of external IDs for a customer and a number, and IDs of which it takes the first alone.
_IDS: Mapping[str, tuple[str, ...]] = {
    "{c}-*": ("{c}-{n}", "{c}{n}", "my-{c}-{n}", "{n}-{c}"),
    "*-{n}": ("{c}-{n}", "{c}-{n}-2", "{n}-{c}", "{c}-0"),
    "{c}-??{n}": ("{c}-eu{n}", "{c}-{n}", "{c}-e{n}", "{c}-eur{n}"),
    "{c}-{n}?": ("{c}-{n}7", "{c}-{n}", "{c}-{n}77", "{c}-7{n}"),
}


def _ids(drawn: Drawn) -> list[str]:
    return [one.format(c=drawn["customer"], n=drawn["number"]) for one in _IDS[drawn["pattern"]]]


def _which_id_scene(drawn: Drawn) -> Scene:
    wanted = drawn["pattern"].format(c=drawn["customer"], n=drawn["number"])
    return _vendor_scene(drawn, {"StringLike": {"sts:ExternalId": wanted}}, *_ids(drawn))


def _which_id(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"The user `{drawn['user']}` of the vendor's account may assume every role, and asks for the role "
        f"`{drawn['role']}` of a customer.",
        "With which external ID does STS issue credentials?",
    )
    more = "In `StringLike`, `*` is any run of characters and `?` is exactly one."
    candidates = [f"`{one}`" for one in _ids(drawn)]
    return which(lines, candidates, answers, more).showing(trust_policy(scene, drawn["role"]))


_CUSTOMERS = ("heron", "falcon", "otter", "maple", "cedar", "comet")


_NUMBERS = (21, 34, 42, 57, 68, 73, 85, 96)


GENERATORS = (
    Generator(
        "external-id",
        "What an external ID opens",
        "confused-deputy",
        {
            **NAMES,
            "customer": _CUSTOMERS,
            "number": _NUMBERS,
            "sent": tuple(_SENT),
            "operator": ("StringEquals", "StringEquals", "StringEqualsIgnoreCase", "StringEqualsIfExists"),
        },
        _external_scene,
        _external,
    ),
    Generator(
        "external-id-pattern",
        "Which external ID a pattern takes",
        "confused-deputy",
        {**NAMES, "customer": _CUSTOMERS, "number": _NUMBERS, "pattern": tuple(_IDS)},
        _which_id_scene,
        _which_id,
    ),
)
