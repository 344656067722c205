"""A call as somebody would type it: with the AWS CLI, and with boto3."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore import xform_name
from botocore.model import OperationModel, OperationNotFoundError

from lessons.aws.services.parameters import service_model
from lessons.sandbox.models import Event

__all__ = ["as_boto3", "as_cli", "boto3", "cli"]

# What a command needs beside the parameters that are stored: where an object's bytes come from or go to.
CLI_BODY = {"PutObject": ("--body", "notes.txt"), "GetObject": ("/dev/stdout",)}
BOTO3_BODY = {"PutObject": {"Body": b"..."}}
CLI_SERVICE = {"s3": "s3api"}


def as_cli(event: Event) -> str:
    """The call as an AWS CLI command, one option a line; "" where it cannot be told.

    AWS may have no name for it; and of S3, what the sandbox does not offer is no parameter of the event.
    """
    if (event.service, event.error_code) == ("s3", "UnsupportedOperation"):
        return ""
    return cli(event.service, event.operation, event.parameters)


def as_boto3(event: Event) -> str:
    """The call as Python, one argument a line; "" where AWS has no name for it."""
    return boto3(event.service, event.operation, event.parameters)


def cli(service: str, operation: str, parameters: Mapping[str, Any]) -> str:
    """As `as_cli`, for a call with these parameters."""
    model = _model(service, operation)
    if model is None:
        return ""
    command = f"aws {CLI_SERVICE.get(service, service)} {xform_name(operation, '-')}"
    shown = _shown(model, parameters)
    options = [_option(name, value) for name, value in shown.items()]
    body = () if "Body" in shown else CLI_BODY.get(operation, ())
    return " \\\n    ".join(filter(None, [command, *options, shlex.join(body)]))


def boto3(service: str, operation: str, parameters: Mapping[str, Any]) -> str:
    """As `as_boto3`, for a call with these parameters."""
    model = _model(service, operation)
    if model is None:
        return ""
    arguments = BOTO3_BODY.get(operation, {}) | _shown(model, parameters)
    lines = "".join(f"\n    {name}={value!r}," for name, value in arguments.items())
    call = f'boto3.client("{service}").{xform_name(operation)}'
    return f"{call}({lines}\n)" if lines else f"{call}()"


def _model(service: str, operation: str) -> OperationModel | None:
    """AWS's model of the operation. What the sandbox does not know of S3 is stored by method and query."""
    try:
        return service_model(service).operation_model(operation)
    except OperationNotFoundError:
        return None


def _shown(model: OperationModel, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that the model knows, by AWS's names for them, whole numbers as numbers."""
    members = model.input_shape.members if model.input_shape else {}
    names = {shape.serialization.get("name", name): name for name, shape in members.items()}
    named = {name if name in members else names.get(name, ""): value for name, value in parameters.items()}
    return {name: _typed(members[name].type_name, value) for name, value in named.items() if name in members}


def _typed(type_name: str, value: Any) -> Any:
    """The value as Python has it; what is no number, though it should be, stays as it was sent."""
    if isinstance(value, datetime):
        return value.isoformat()
    try:
        return int(value) if type_name == "integer" else value
    except ValueError:
        return value


def _option(name: str, value: Any) -> str:
    """One option as a shell takes it: a switch, JSON, a file, or a word."""
    option = f"--{xform_name(name, '-')}"
    match value:
        case bool():
            return option if value else option.replace("--", "--no-", 1)
        case bytes():
            return f"{option} notes.txt"
        case list() | dict():
            return f"{option} {shlex.quote(json.dumps(value, ensure_ascii=False))}"
    return f"{option} {shlex.quote(str(value))}"
