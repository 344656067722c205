"""What came back, as the AWS CLI prints it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

from botocore.awsrequest import HeadersDict
from botocore.handlers import json_decode_policies, parse_get_bucket_location
from botocore.model import OperationModel, OperationNotFoundError
from botocore.parsers import ResponseParserError, create_parser

from lessons.aws.services.parameters import service_model
from lessons.sandbox.calls.event_fields import HIDDEN
from lessons.sandbox.calls.execution import Recorded
from lessons.sandbox.documents.storable import storable
from lessons.sandbox.models import Event

__all__ = ["as_sent", "as_text", "whole_text"]

# As botocore's ClientError puts it, which is what the AWS CLI prints.
FAILED = "An error occurred ({code}) when calling the {operation} operation: {message}"
NO_MESSAGE = "Unknown"  # botocore's word where the error has none
NOTHING = "(AWS did it, and has nothing more to say.)"
XML = "<"  # what it begins with
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


def as_text(event: Event) -> str:
    """The answer of a call: AWS's error text, JSON, or the bytes of an object as they are."""
    if event.error_code:
        return FAILED.format(
            code=event.error_code,
            operation=event.operation or "unknown",
            message=event.error_message or NO_MESSAGE,
        )
    return _body_text(event.service, event.operation, event.answer) or NOTHING


def whole_text(recorded: Recorded) -> str:
    """The answer of a call that was just made: all of it, and a new access key's secret this once.

    Temporary credentials stay hidden, for the page has a card that shows them.
    """
    event, response = recorded.event, recorded.response
    if not event.succeeded:
        return as_text(event)
    body = response.body.decode("utf-8", "replace").replace("\0", "\ufffd")
    if event.issued:
        for secret in (event.issued.secret_access_key, event.issued.session_token):
            body = body.replace(secret, HIDDEN)
    return _body_text(event.service, event.operation, body, response.headers) or NOTHING


def as_sent(event: Event) -> str:
    """The XML of an answer that is shown in another form, "" where there is none."""
    is_xml = event.succeeded and event.answer.startswith(XML)
    return event.answer if is_xml and as_text(event) != event.answer else ""


def _body_text(service: str, operation: str, body: str, headers: Mapping[str, str] = NO_HEADERS) -> str:
    """A body parsed by AWS's own model of the operation, as JSON; as it is where that says nothing.

    Where AWS's model has no answer, the AWS CLI prints none: its XML tells the request's number alone.
    """
    try:
        model = service_model(service).operation_model(operation)
    except OperationNotFoundError:
        return body
    if model.output_shape is None:
        return "" if body.startswith(XML) else body
    if _is_file(service, operation):
        return body
    try:
        parsed = _parsed(model, body, headers)
    except ResponseParserError:
        return body
    return storable(json.dumps(parsed, indent=4, default=_plain, ensure_ascii=False)) if parsed else body


def _parsed(model: OperationModel, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """What botocore makes of an answer, without the part about the request."""
    response = {"status_code": HTTPStatus.OK, "headers": HeadersDict(headers), "body": body.encode()}
    parsed = create_parser(model.metadata["protocol"]).parse(response, model.output_shape)
    json_decode_policies(parsed, model)
    if model.name == "GetBucketLocation":  # whose shape no model can tell, as botocore says
        parse_get_bucket_location(parsed, SimpleNamespace(raw=body, content=body.encode()))
    parsed.pop("ResponseMetadata", None)
    return cast("dict[str, Any]", parsed)


def _is_file(service: str, operation: str) -> bool:
    """Whether the answer is an object or a document as it was stored, and no structure of AWS's."""
    try:
        shape = service_model(service).operation_model(operation).output_shape
    except OperationNotFoundError:
        return False
    payload = shape.serialization.get("payload") if shape else None
    return bool(payload) and shape.members[payload].type_name != "structure"


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
