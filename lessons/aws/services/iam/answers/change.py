"""What a call leaves of an account that moto has no part in."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNIQUE_ID = 17  # characters after the four that say what it is of


@dataclass(frozen=True, slots=True)
class Change:
    """The parts of an account's document that are others now, and what is answered."""

    parts: Mapping[str, Any]
    answer: Mapping[str, Any] = field(default_factory=dict)


def new_id(prefix: str) -> str:
    """A unique id as AWS gives it, such as AIPA… of an instance profile."""
    return prefix + base64.b32encode(secrets.token_bytes(UNIQUE_ID))[:UNIQUE_ID].decode()
