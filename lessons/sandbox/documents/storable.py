"""What every database can hold: texts and JSON without NUL, and without halves of characters."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["StorableJSON", "as_stored", "storable"]

INSTEAD = "\ufffd"  # of what databases refuse
NUL = "\\u0000"  # as JSON writes it, unless its backslash is an escaped one
ESCAPE = re.compile(r"\\(?:u0000|.)")


class StorableJSON(json.JSONEncoder):
    """Writes JSON that every database can hold; what JSON has no word for is written as a text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False, "default": str})

    def encode(self, o: Any) -> str:
        """The value as JSON."""
        text = _whole(super().encode(o))
        return ESCAPE.sub(_without_nul, text) if NUL in text else text


def as_stored(value: Any) -> Any:
    """The value as a database would give it back, had it been stored."""
    return json.loads(json.dumps(value, cls=StorableJSON))


def storable(text: str) -> str:
    """The text, with a sign in place of what no database holds."""
    return _whole(text).replace("\0", INSTEAD)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _without_nul(escape: re.Match[str]) -> str:
    return INSTEAD if escape[0] == NUL else escape[0]
