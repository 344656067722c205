"""A call as somebody would type it: with the AWS CLI, and with boto3."""

from __future__ import annotations

import shlex
from typing import Any

from botocore import xform_name
from botocore.model import OperationModel, OperationNotFoundError

from lessons.aws.parameters import service_model
from lessons.sandbox.models import Event

__all__ = ["as_boto3", "as_cli"]

# What a command needs beside the parameters that are stored: where an object's bytes come from or go to.
CLI_BODY = {"PutObject": ("--body", "notes.txt"), "GetObject": ("/dev/stdout",)}
BOTO3_BODY = {"PutObject": {"Body": b"..."}}
CLI_SERVICE = {"s3": "s3api"}


def as_cli(event: Event) -> str:
    """The call as an AWS CLI command, one option a line; "" where AWS has no name for it."""
    if _model(event) is None:
        return ""
    service = CLI_SERVICE.get(event.service, event.service)
    command = f"aws {service} {xform_name(event.operation, '-')}"
    shown = _shown(event).items()
    options = [f"--{xform_name(name, '-')} {shlex.quote(str(value))}" for name, value in shown]
    body = shlex.join(CLI_BODY.get(event.operation, ()))
    return " \\\n    ".join(filter(None, [command, *options, body]))


def as_boto3(event: Event) -> str:
    """The call as Python, one argument a line; "" where AWS has no name for it."""
    if _model(event) is None:
        return ""
    arguments = _shown(event) | BOTO3_BODY.get(event.operation, {})
    lines = "".join(f"\n    {name}={value!r}," for name, value in arguments.items())
    call = f'boto3.client("{event.service}").{xform_name(event.operation)}'
    return f"{call}({lines}\n)" if lines else f"{call}()"


def _model(event: Event) -> OperationModel | None:
    """AWS's model of the operation. What the sandbox does not know of S3 is stored by method and query."""
    try:
        return service_model(event.service).operation_model(event.operation)
    except OperationNotFoundError:
        return None


def _shown(event: Event) -> dict[str, Any]:
    """The plain parameters that AWS's model of the operation knows, whole numbers as numbers."""
    model = _model(event)
    members = model.input_shape.members if model and model.input_shape else {}
    return {
        name: _typed(members[name].type_name, value)
        for name, value in event.parameters.items()
        if name in members and isinstance(value, str | int)
    }


def _typed(type_name: str, value: str | int) -> str | int:
    """The value as Python has it; what is no number, though it should be, stays as it was sent."""
    try:
        return int(value) if type_name == "integer" else value
    except ValueError:
        return value
