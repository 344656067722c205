"""What came back, as the AWS CLI prints it."""

from __future__ import annotations

import json
from typing import Any

from botocore.model import OperationNotFoundError
from botocore.parsers import ResponseParserError, create_parser

from lessons.aws.parameters import service_model
from lessons.sandbox.models import Event

__all__ = ["as_text"]

# As botocore's ClientError puts it, which is what the AWS CLI prints.
FAILED = "An error occurred ({code}) when calling the {operation} operation: {message}"
NOTHING = "(AWS did it, and has nothing more to say.)"


def as_text(event: Event) -> str:
    """The answer of a call: AWS's error text, JSON, or the bytes of an object as they are."""
    if event.error_code:
        return FAILED.format(
            code=event.error_code, operation=event.operation or "unknown", message=event.error_message
        )
    return _as_json(event) or event.answer or NOTHING


def _as_json(event: Event) -> str:
    """The answer parsed by AWS's own model of the operation; "" where it is none, or was cut short."""
    try:
        model = service_model(event.service)
        shape = model.operation_model(event.operation).output_shape
        if shape is None or shape.serialization.get("payload"):
            return ""
        response = {"status_code": event.status, "headers": {}, "body": event.answer.encode()}
        parsed = create_parser(model.metadata["protocol"]).parse(response, shape)
    except (OperationNotFoundError, ResponseParserError):
        return ""
    parsed.pop("ResponseMetadata", None)
    return json.dumps(parsed, indent=4, default=_plain) if parsed else ""


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
