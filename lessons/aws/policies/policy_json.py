"""JSON as policies are written in, which can spell half a character in an escape."""

import json
import re
from collections.abc import Iterable
from typing import Any

DEEPEST = 32  # levels; a condition's value in a policy is on the sixth

_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises ValueError and RecursionError as `json.loads` does, the latter for
    what is nested deeper than DEEPEST: whoever walks the value has room for it.

    No request, page or database holds half a character: U+FFFD stands in its place.
    """
    value = json.loads(text)
    if _is_deeper(value):
        raise RecursionError(f"nested deeper than {DEEPEST} levels")
    if not _ESCAPED.search(text):
        return value
    return json.loads(_HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)))


def _is_deeper(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for outer in level for inner in _inside(outer)]
    return bool(level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
