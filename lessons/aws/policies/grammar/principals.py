"""Whom a resource policy may name, by the form of the name.

The API reference of IAM has what names are made of; wildcards are in none ("AWS JSON policy elements:
Principal").
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lessons.aws.policies.grammar.mistake import Mistake
from lessons.aws.policies.policy import strings

TYPES = ("AWS", "Service", "Federated", "CanonicalUser")

ACCOUNT = re.compile(r"\d{12}|arn:aws:iam::\d{12}:root")
ENTITY = re.compile(r"arn:aws:iam::(\d{12}):(user|role)/(?:[\x21-\x7e]+/)?([\w+=,.@-]{1,64})")
SESSION = re.compile(r"arn:aws:sts::(\d{12}):assumed-role/[\w+=,.@-]{1,64}/[\w+=,.@-]{2,64}")
FEDERATED = re.compile(r"arn:aws:sts::(\d{12}):federated-user/[\w+=,.@-]{2,32}")

Exists = Callable[[str], bool]

_WRITE = 'Write "*" or an object such as {"AWS": "arn:aws:iam::…"}.'


def is_name(name: str) -> bool:
    """Whether somebody could be called so: everybody, an account, a user, a role, a session."""
    return name == "*" or any(form.fullmatch(name) for form in (ACCOUNT, ENTITY, SESSION, FEDERATED))


def mistakes(item: Mapping[str, Any], exists: Exists) -> Iterator[Mistake]:
    """What is wrong in the Principal of a statement, or in its NotPrincipal."""
    for element in ("Principal", "NotPrincipal"):
        value = item.get(element, "*")
        if value == "*":
            continue
        if not isinstance(value, dict) or not value or not all(map(strings, value.values())):
            yield Mistake((element,), _WRITE, "principal form")
            continue
        for kind in value:
            if kind not in TYPES:
                said = f"There is no {kind} here, only {', '.join(TYPES)}."
                yield Mistake((element, kind), said, "principal form")
        for told in _nobody(value.get("AWS", "*"), exists):
            yield told.within((element, "AWS"))


def _nobody(names: Any, exists: Exists) -> Iterator[Mistake]:
    for index, name in enumerate(strings(names) or ()):
        if not exists(name):
            path = (index,) if isinstance(names, list) else ()
            yield Mistake(path, f"There is nobody called {name}.", "nobody", f'"AWS":"{name}"')
