"""JSON as policies are written in, which can spell half a character in an escape."""

import json
import re
from typing import Any

_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises ValueError and RecursionError as `json.loads` does.

    No request, page or database holds half a character: U+FFFD stands in its place.
    """
    value = json.loads(text)
    if not _ESCAPED.search(text):
        return value
    return json.loads(_HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
