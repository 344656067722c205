"""A parameter of AWS's model as a field of a form. Values AWS would refuse are AWS's to refuse."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_timestamp
from dateutil.parser import UnknownTimezoneWarning
from django import forms
from django.core.exceptions import ValidationError

from lessons.sandbox.console.field_help import help_of
from lessons.sandbox.console.json_values import example, misfit
from lessons.sandbox.documents.json_field import unfit
from lessons.sandbox.workbench.forms import VERBATIM

__all__ = ["PolicyField", "field_for"]

# A time in a zone that nobody knows is none; the library says so, and goes on.
warnings.simplefilter("error", UnknownTimezoneWarning)

LONGEST = 100_000  # characters: more than AWS takes in anything but an object
ROWS = 10
# Texts that are long by nature, and some that only sound so.
LONG = ("Token", "EncodedMessage")
SHORT = ("ContinuationToken",)


def _policy(**statement: Any) -> str:
    statements = [{"Effect": "Allow", **statement}]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2, ensure_ascii=False)


# A policy's kind, by which it is checked while it is written, and what one looks like, as a hint in an empty
# field: by the operation that takes it, or any other.
ROOT = {"AWS": "arn:aws:iam::…:root"}
TRUST = _policy(Principal=ROOT, Action="sts:AssumeRole")
PERMISSION = _policy(Action="s3:GetObject", Resource="*")
IN_A_BUCKET = _policy(Principal=ROOT, Action="s3:GetObject", Resource="arn:aws:s3:::…/*")
POLICIES = {
    "CreateRole": ("trust", TRUST),
    "UpdateAssumeRolePolicy": ("trust", TRUST),
    "PutBucketPolicy": ("bucket", IN_A_BUCKET),
    "CreatePolicy": ("managed", PERMISSION),
    "CreatePolicyVersion": ("managed", PERMISSION),
}
ANY_POLICY = ("role-policy", PERMISSION)
NO_ADDRESS = "Fill this in: without it boto3 has no address to send the call to."


class ParameterField(forms.CharField):
    """What somebody typed, read as `read` reads it; None where nothing was."""

    def __init__(self, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(strip=False, empty_value=None, max_length=LONGEST, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        """The value as boto3 takes it. Raises ValidationError."""
        text = super().clean(value)
        return None if text is None else self.read(text.replace("\r\n", "\n"))


class PolicyField(ParameterField):
    """A policy document, of a kind that `lessons.sandbox.policy_editor.policy_types` lists."""

    def __init__(self, operation: str, **kwargs: Any) -> None:
        self.policy, hint = POLICIES.get(operation, ANY_POLICY)
        super().__init__(str, widget=forms.Textarea(VERBATIM | {"rows": ROWS, "placeholder": hint}), **kwargs)


def field_for(operation: str, name: str, shape: Shape) -> forms.Field:
    """The field of one parameter: only what is part of the call's address has to be filled in."""
    in_address = shape.serialization.get("location") == "uri"
    given: dict[str, Any] = {
        "label": name,
        "help_text": help_of(shape),
        "required": in_address,
        "error_messages": {"required": NO_ADDRESS},
    }
    if shape.type_name == "boolean":
        return forms.TypedChoiceField(
            choices=[("", "not sent"), ("true", "true"), ("false", "false")],
            coerce="true".__eq__,
            empty_value=None,
            **given,
        )
    if shape.type_name == "string" and name.endswith(("PolicyDocument", "Policy")):
        return PolicyField(operation, **given)
    return ParameterField(_reader(shape), widget=_widget(name, shape), **given)


def _reader(shape: Shape) -> Callable[[str], Any]:
    match shape.type_name:
        case "integer" | "long":
            return _number
        case "timestamp":
            return _moment
        case "blob":
            return str.encode
        case "structure" | "list" | "map":
            return lambda text: _json(shape, text)
    return str


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValidationError("This has to be a whole number, such as 3600.") from None


def _moment(text: str) -> Any:
    try:
        return parse_timestamp(text)
    except (ArithmeticError, OSError, RuntimeError, TypeError, ValueError, UnknownTimezoneWarning):
        raise ValidationError("This has to be a date and time, such as 2026-01-31T12:00:00Z.") from None


def _json(shape: Shape, text: str) -> Any:
    if not text.strip():
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        said = f"This is no JSON: {error.msg}, at line {error.lineno}, column {error.colno}."
        raise ValidationError(said) from None
    except (ValueError, RecursionError):
        raise ValidationError("This is nested too deeply, or has a number that is too long.") from None
    if said := unfit(value) or misfit(shape, value):
        raise ValidationError(said)
    return value


def _widget(name: str, shape: Shape) -> forms.Widget:
    if shape.type_name in ("structure", "list", "map"):
        shown = json.dumps(example(shape), ensure_ascii=False)
        return forms.Textarea(VERBATIM | {"rows": 2, "placeholder": shown})
    if shape.type_name == "blob" or (name.endswith(LONG) and name not in SHORT):
        return forms.Textarea(VERBATIM | {"rows": ROWS})
    numeric = {"inputmode": "numeric"} if shape.type_name in ("integer", "long") else {}
    return forms.TextInput(VERBATIM | numeric | {"list": f"offered-{name}"})
