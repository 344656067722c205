"""What a shared run must not tell: secrets are hidden, and key ids are cut down to their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from lessons.sandbox.models import Sandbox

__all__ = ["masked", "secrets_of"]

HIDDEN = "(hidden)"
KEY_ID = re.compile(r"(A[KS]IA)[A-Z0-9]{12}([A-Z0-9]{4})")
# What a web identity token may stand in: from where JSON in base64 begins to the end of letters and dots.
DOTTED = re.compile(r"eyJ[\w.-]+")
JOINTS = 2  # dots in a token
SECRET = "secret"  # noqa: S105 -- the key under which a world keeps those of access keys and MFA devices


def secrets_of(sandbox: Sandbox) -> frozenset[str]:
    """Every secret that the sandbox knows, plain and as a URL has it: of its users' keys and devices, and of
    what STS issued."""
    issued = chain.from_iterable((item.secret_access_key, item.session_token) for item in sandbox.sessions())
    providers = sandbox.world.get("identity_providers", {}).values()
    plain = frozenset(filter(None, chain(_secrets_in(sandbox.world), providers, issued)))
    return plain | {quote(secret, safe=safe) for secret in plain for safe in ("", "/")}


def masked(value: Any, secrets: frozenset[str]) -> Any:
    """JSON with the same shape, and none of the secrets in its texts and keys."""
    match value:
        case str():
            return _mask(value, secrets)
        case dict():
            return {_mask(key, secrets): masked(item, secrets) for key, item in value.items()}
        case list() | tuple():
            return [masked(item, secrets) for item in value]
    return value


def _mask(text: str, secrets: frozenset[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return KEY_ID.sub(r"\1…\2", DOTTED.sub(_without_token, text))


def _without_token(found: re.Match[str]) -> str:
    return HIDDEN if found[0].count(".") >= JOINTS else found[0]


def _secrets_in(value: Any) -> Iterator[str]:
    """What stands under the key "secret", however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == SECRET and isinstance(item, str):
                yield item
            else:
                yield from _secrets_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _secrets_in(item)
