"""JSON as policies are written in, which can spell half a character in an escape."""

import json
import re
from typing import Any

_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises ValueError and RecursionError as `json.loads` does.

    No request, page or database holds half a character: U+FFFD stands in its place.
    """
    value = json.loads(text)
    if not _MAY_BE_HALF.search(text):
        return value
    whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass").decode(errors="replace")
    return json.loads(whole)
