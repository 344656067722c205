"""Parameters of the query protocol: read by botocore's service model, checked against its limits.

The messages are those of AWS: they count the mistakes and name each parameter in lowerCamelCase.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, takewhile
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

from lessons.aws.errors import AwsError

# What the limits of a parameter mean, for a student.
HINTS = {
    "durationSeconds": "a session lasts from 900 seconds (15 minutes) to 43200 (12 hours), "
    "that of a user or a federated user to 129600 (36 hours)",
    "roleSessionName": "a session name has 2 to 64 letters, digits or any of _+=,.@- and no spaces",
    "roleArn": "a role's ARN looks like arn:aws:iam::123456789012:role/name",
    "tokenCode": "an MFA code has six digits",
    "serialNumber": "the serial number of an MFA device looks like arn:aws:iam::123456789012:mfa/name",
    "sourceIdentity": "a source identity has 2 to 64 letters, digits or any of _+=,.@- and no spaces",
    "externalId": "an external id has 2 to 1224 letters, digits or any of _+=,.@:/- and no spaces",
}

# Letters and numbers are what Python calls word characters, beside the underscore that every pattern has too.
_CLASSES = {
    "\\p{L}": r"\w",
    "\\p{N}": "",
    "\\p{Z}": " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
_INT32 = range(-(2**31), 2**31)
_DEEPEST = 8  # no parameter of STS or IAM is nested as deep as this
_NULL = "Value null at '{place}' failed to satisfy constraint: Member must not be null"
_FAILED = "Value '{value}' at '{place}' failed to satisfy constraint: Member must {constraint}"


@lru_cache(maxsize=8)
def service_model(service: str) -> ServiceModel:
    """botocore's model of a service, from the package alone: no search path of the host is looked at."""
    loader = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    return ServiceModel(loader.load_service_model(service, "service-2"), service)


@lru_cache(maxsize=1)
def known_services() -> frozenset[str]:
    """AWS's services by their short names, such as dynamodb, from the package too."""
    loader = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    return frozenset(loader.list_available_services("service-2"))


@lru_cache(maxsize=1)
def regions() -> frozenset[str]:
    """AWS's regions, such as us-east-1, from the package too."""
    loader = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    partitions = {item["id"]: item["regions"] for item in loader.load_data("partitions")["partitions"]}
    return frozenset(name for name in partitions["aws"] if not name.endswith("-global"))


@dataclass(frozen=True, slots=True)
class Form:
    """The flat parameters of a call, and every place that they fill, such as `Tags.member.1`."""

    values: Mapping[str, str]
    places: frozenset[str]


def form(pairs: Iterable[tuple[str, str]]) -> Form:
    """Index the flat parameters of a call. Of a name given twice the first value counts."""
    values: dict[str, str] = {}
    for name, value in pairs:
        values.setdefault(name, value)
    return Form(values, frozenset(place for name in values for place in _places(name)))


def _places(name: str) -> Iterator[str]:
    parts = name.split(".", _DEEPEST)
    return (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def read(model: OperationModel, given: Form) -> dict[str, Any]:
    """The parameters of an operation, checked. Raises AwsError with every mistake in one message."""
    if model.input_shape is None:
        return {}
    service = model.service_model.service_name
    parameters: dict[str, Any] = _read(model.input_shape, "", given, service)
    mistakes = list(_mistakes(model.input_shape, parameters, ""))
    if mistakes:
        errors = "error" if len(mistakes) == 1 else "errors"
        message = f"{len(mistakes)} validation {errors} detected: {'; '.join(mistakes)}"
        raise AwsError("invalid", service, message=message, hint=_hint(mistakes[0]))
    return parameters


def _hint(mistake: str) -> str:
    """What to do about a mistake, or which parameter must be what."""
    place, _, constraint = mistake.rpartition(" at '")[2].partition("' failed to satisfy constraint: Member ")
    return HINTS.get(place, f"{place} {constraint}")


def _read(shape: Shape, place: str, given: Form, service: str) -> Any:
    if isinstance(shape, StructureShape):
        members = ((name, member, f"{place}.{name}".lstrip(".")) for name, member in shape.members.items())
        return {
            name: _read(member, inner, given, service)
            for name, member, inner in members
            if inner in given.places
        }
    if isinstance(shape, ListShape):
        items = takewhile(given.places.__contains__, (f"{place}.member.{n}" for n in count(1)))
        return [_read(shape.member, item, given, service) for item in items]
    return _scalar(shape, place, given.values.get(place, ""), service)


def _scalar(shape: Shape, place: str, text: str, service: str) -> Any:
    if shape.type_name == "boolean":
        return text.lower() == "true"
    if shape.type_name not in ("integer", "long"):
        return text
    if not text:
        raise AwsError("no number", service, name=place)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or int(text) not in _INT32:
        raise AwsError("malformed number", service, value=text, name=place)
    return int(text)


def _mistakes(shape: Shape, value: Any, place: str) -> Iterator[str]:
    """What is wrong with a value and everything in it, in the words of AWS."""
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            inner = f"{place}.{_camel(name)}".lstrip(".")
            if name in value:
                yield from _mistakes(member, value[name], inner)
            elif name in shape.required_members:
                yield _NULL.format(place=inner)
        return
    for constraint in _constraints(shape, value):
        yield _FAILED.format(value=_shown(value), place=place, constraint=constraint)
    if isinstance(shape, ListShape):
        for number, item in enumerate(value, start=1):
            yield from _mistakes(shape.member, item, f"{place}.{number}.member")


def _constraints(shape: Shape, value: Any) -> Iterator[str]:
    """The constraints of a shape that a value fails."""
    limits, is_number = shape.metadata, isinstance(value, int)
    size, measure = (value, "value") if is_number else (len(value), "length")
    if "min" in limits and size < limits["min"]:
        yield f"have {measure} greater than or equal to {limits['min']}"
    if "max" in limits and size > limits["max"]:
        yield f"have {measure} less than or equal to {limits['max']}"
    if "enum" in limits and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"
    expression = _expression(limits.get("pattern"))
    if expression is not None and not expression.fullmatch(value):
        yield f"satisfy regular expression pattern: {limits['pattern']}"


@lru_cache(maxsize=256)
def _expression(text: str | None) -> re.Pattern[str] | None:
    """A pattern of the model; None where there is none. Classes of Unicode are put as Python knows them."""
    if text is None:
        return None
    if "\\p{" not in text:
        return re.compile(text, re.ASCII)
    for name, characters in _CLASSES.items():
        text = text.replace(name, characters)
    return None if "\\p{" in text else re.compile(text)


def _camel(name: str) -> str:
    return name[0].lower() + name[1:]


def _shown(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
