"""Every operation that the sandbox has, and which of AWS's parameters it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from botocore import xform_name
from botocore.model import OperationModel, Shape, StructureShape

from lessons.aws.services.iam.operations import IAM
from lessons.aws.services.parameters import service_model
from lessons.aws.services.s3.operations import S3
from lessons.aws.services.s3.routes import Route
from lessons.aws.services.sts.operations import STS
from lessons.sandbox.console.summaries import SENTENCES
from lessons.sandbox.explanations.fidelity import TITLES

__all__ = ["Call", "Group", "find", "groups"]

FEW = 4  # parameters that are all shown at once, where none of them is required
# What boto3 works out by itself.
LEFT_TO_BOTO3 = ("Checksum", "ContentLength", "ContentMD5")
# The groups of the list, in its order. A call is in the first of its service whose pattern its name has.
GROUPS = (
    ("sts", "Temporary credentials", ""),
    ("iam", "The account", "Account|Report|LastAccessed"),
    ("iam", "Users and their keys", "^(?!.*Group).*(User|AccessKey)"),
    ("iam", "MFA devices", "MFADevice"),
    ("iam", "Identity providers", "Provider"),
    ("iam", "Groups", "Group"),
    ("iam", "Roles", "Role|InstanceProfile"),
    ("iam", "Managed policies", ""),
    ("s3", "Buckets", "Bucket|ListObjects|PublicAccess"),
    ("s3", "Objects", "Object"),
    ("s3", "Uploads in parts", ""),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One operation: `members` are the parameters that the sandbox takes, by AWS's names for them.

    The `first` of them are those that a call needs or is about. An `unsigned` call needs no credentials.
    """

    service: str
    name: str
    sentence: str
    members: Mapping[str, Shape]
    required: frozenset[str]
    first: frozenset[str]
    unsigned: bool = False

    @property
    def python_name(self) -> str:
        """What boto3 calls it."""
        return xform_name(self.name)

    @property
    def is_of_caller(self) -> bool:
        """Whether it is about the user who calls, unless it names another; an administrator here is none."""
        return "UserName" in self.members and "UserName" not in self.required


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that are about the same things."""

    service: str
    title: str
    calls: tuple[Call, ...]


def find(service: str, name: str) -> Call | None:
    """The call of that service and name, as AWS writes them; None where the sandbox has none."""
    return _calls().get((service, name))


def groups(text: str = "") -> tuple[Group, ...]:
    """Every call, or those whose name or sentence has each word of `text`, group by group."""
    words = text.lower().split()
    found = [call for call in _calls().values() if _speaks_of(call, words)]
    listed = ((row, tuple(call for call in found if _row_of(call) == row)) for row in GROUPS)
    return tuple(Group(TITLES[row[0]], row[1], calls) for row, calls in listed if calls)


def _row_of(call: Call) -> tuple[str, str, str]:
    return next(row for row in GROUPS if row[0] == call.service and re.search(row[2], call.name))


def _speaks_of(call: Call, words: list[str]) -> bool:
    spoken = f"{call.service} {call.name} {call.python_name} {call.sentence}".lower()
    return all(word in spoken for word in words)


@cache
def _calls() -> Mapping[tuple[str, str], Call]:
    return {(call.service, call.name): call for call in (*_query_calls(), *_s3_calls())}


def _query_calls() -> Iterator[Call]:
    for service, table in (("sts", STS), ("iam", IAM)):
        for name, operation in table.items():
            model = service_model(service).operation_model(name)
            known = operation.parameters
            names = {key for key in _members(model) if known is None or key in known}
            yield _call(model, names, unsigned=operation.unsigned)


def _s3_calls() -> Iterator[Call]:
    for route in S3:
        model = service_model("s3").operation_model(route.operation.name)
        members = _members(model)
        yield _call(model, {key for key, shape in members.items() if _is_taken(key, shape, route)})


def _is_taken(name: str, shape: Shape, route: Route) -> bool:
    place, wire_name = shape.serialization.get("location", ""), shape.serialization.get("name", "")
    return not name.startswith(LEFT_TO_BOTO3) and route.takes(place, wire_name)


def _members(model: OperationModel) -> Mapping[str, Shape]:
    shape = model.input_shape
    return shape.members if isinstance(shape, StructureShape) else {}


def _call(model: OperationModel, names: set[str], *, unsigned: bool = False) -> Call:
    service, shape = model.service_model.service_name, model.input_shape
    members = {name: member for name, member in _members(model).items() if name in names}
    required = frozenset(shape.required_members) & names if shape else frozenset()
    bodies = {name for name, member in members.items() if member.type_name == "blob"}
    few = names if not required and len(names) <= FEW else set()
    order = sorted(members, key=lambda name: (name in bodies, name not in required))
    return Call(
        service=service,
        name=model.name,
        sentence=SENTENCES[service].get(model.name, ""),
        members={name: members[name] for name in order},
        required=required,
        first=required | bodies | few,
        unsigned=unsigned,
    )
