"""What STS answers, in the XML of AWS's query protocol."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from lessons.aws.errors import NAMESPACES


def written(operation: str, answer: Mapping[str, Any], request_id: str) -> str:
    """The body: an element for each value of `answer`, none where it is None."""
    result = _element(f"{operation}Result", answer)
    metadata = _element("ResponseMetadata", {"RequestId": request_id})
    return f'<{operation}Response xmlns="{NAMESPACES["sts"]}">{result}{metadata}</{operation}Response>'


def _element(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        inner = "".join(_element(key, part) for key, part in value.items() if part is not None)
    else:
        inner = escape(f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value))
    return f"<{name}>{inner}</{name}>"
