"""What a call leaves of an account that moto has no part in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """The parts of an account's document that are others now, and what is answered."""

    parts: Mapping[str, Any]
    answer: Mapping[str, Any] = field(default_factory=dict)
