"""What came back, as the AWS CLI prints it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.handlers import json_decode_policies
from botocore.model import OperationNotFoundError
from botocore.parsers import ResponseParserError, create_parser

from lessons.aws.services.parameters import service_model
from lessons.sandbox.calls.event_fields import HIDDEN
from lessons.sandbox.calls.execution import Recorded
from lessons.sandbox.documents.storable import storable
from lessons.sandbox.models import Event

__all__ = ["as_text", "whole_text"]

# As botocore's ClientError puts it, which is what the AWS CLI prints.
FAILED = "An error occurred ({code}) when calling the {operation} operation: {message}"
NO_MESSAGE = "Unknown"  # botocore's word where the error has none
NOTHING = "(AWS did it, and has nothing more to say.)"
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


def _body_text(service: str, operation: str, body: str, headers: Mapping[str, str] = NO_HEADERS) -> str:
    """A body parsed by AWS's own model of the operation, as JSON; as it is where that says nothing."""
    try:
        model = service_model(service).operation_model(operation)
        shape = model.output_shape
        if shape is None or shape.serialization.get("payload"):
            return body
        response = {"status_code": HTTPStatus.OK, "headers": HeadersDict(headers), "body": body.encode()}
        parsed = create_parser(model.metadata["protocol"]).parse(response, shape)
        json_decode_policies(parsed, model)
    except (OperationNotFoundError, ResponseParserError):
        return body
    parsed.pop("ResponseMetadata", None)
    return storable(json.dumps(parsed, indent=4, default=_plain, ensure_ascii=False)) if parsed else body


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
