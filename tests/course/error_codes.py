"""The error codes of AWS that the course names."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from botocore.model import StructureShape

from lessons.aws.errors import FAILURES
from lessons.aws.policies.conditions import IF_EXISTS, OPERATORS
from lessons.aws.services.parameters import service_model

# A name in capitals and small letters, and the status after it if there is one. What has a prefix, such as
# sts:TagSession, is an action or a key.
NAMED = re.compile(r"(?<![:\w])(?P<name>[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)(?:, (?P<status>\d{3})\b)?")


@cache
def codes() -> frozenset[tuple[str, str]]:
    """The error codes of the engine, each with a status that it comes with."""
    words = (words for failure in FAILURES.values() for words in (failure.words, failure.s3) if words)
    return frozenset((said.code, str(said.status)) for said in words)


@cache
def other_names() -> frozenset[str]:
    """What else AWS writes like a code: operations and their parts, and how conditions compare."""
    models = [service_model(service) for service in ("sts", "iam", "s3")]
    shapes = (model.shape_for(name) for model in models for name in model.shape_names)
    members = (shape.members for shape in shapes if isinstance(shape, StructureShape))
    operators = (f"{name}{end}" for name in OPERATORS for end in ("", IF_EXISTS))
    return frozenset(chain(operators, *(model.operation_names for model in models), *members))


def unknown_codes(text: str, names: frozenset[str]) -> list[str]:
    """What looks like an error code in a sentence, and is none of the engine's or comes with another status.

    `names` are known to be something else.
    """
    known = {code for code, _ in codes()} | other_names() | names
    found = ((named[0], named["name"], named["status"]) for named in NAMED.finditer(text))
    return [
        said
        for said, name, status in found
        if name not in known or (status and (name, status) not in codes())
    ]
