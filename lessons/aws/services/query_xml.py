"""What STS and IAM answer, in the XML of AWS's query protocol, by botocore's model of the answer."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from botocore.model import ListShape, MapShape, Shape, StructureShape

from lessons.aws.errors import NAMESPACES
from lessons.aws.services.parameters import service_model
from lessons.aws.xml_text import escaped

_ENCODED = "policyDocumentType"  # IAM encodes policies as RFC 3986 has it (IAM API Reference, GetRolePolicy)


def written(service: str, operation: str, answer: Mapping[str, Any], request_id: str) -> str:
    """The body: an element for each value of `answer`, none where it is None.

    Raises KeyError for a member that AWS's answer does not have.
    """
    shape = service_model(service).operation_model(operation).output_shape
    result = _element(f"{operation}Result", shape, answer) if shape else ""
    metadata = f"<ResponseMetadata><RequestId>{escaped(request_id)}</RequestId></ResponseMetadata>"
    return f'<{operation}Response xmlns="{NAMESPACES[service]}">{result}{metadata}</{operation}Response>'


def _element(name: str, shape: Shape, value: Any) -> str:
    return f"<{name}>{_inner(shape, value)}</{name}>"


def _inner(shape: Shape, value: Any) -> str:
    if isinstance(shape, StructureShape):
        told = {key: part for key, part in value.items() if part is not None}
        return "".join(_element(key, shape.members[key], part) for key, part in told.items())
    if isinstance(shape, ListShape):
        return "".join(_element("member", shape.member, item) for item in value)
    if isinstance(shape, MapShape):
        return "".join(_entry(shape, key, item) for key, item in value.items())
    return escaped(_text(shape, value))


def _entry(shape: MapShape, key: str, item: Any) -> str:
    return f"<entry>{_element('key', shape.key, key)}{_element('value', shape.value, item)}</entry>"


def _text(shape: Shape, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return quote(value, safe="") if shape.name == _ENCODED else str(value)
