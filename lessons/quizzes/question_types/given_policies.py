"""Policies as an author writes them: each with its kind, its document in YAML or as JSON text, and a name.

    - kind: identity
      name: read-reports
      document:
        Version: 2012-10-17
        Statement:
          - {Sid: Read, Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*"}

Control policies may name the `level` of the organization that they are attached at, from its root down to the
account. Where there are several requests, `of` names what a policy is attached to, see `owners_in`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from lessons.aws import AccessRequest, Level, Policies, parse, validate
from lessons.aws.applicable_policies import WITH_RCP
from lessons.aws.arn import BUCKETS
from lessons.aws.policies.access_request import (
    BOUNDARY,
    IDENTITY,
    RCP,
    RESOURCE,
    SCP,
    SESSION,
    TRUST,
    NamedPolicies,
)
from lessons.aws.policies.policy_json import read_json
from lessons.quizzes.question_types.asked_request import bucket_of
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.written import check_differ, check_length, check_number, entries, text

__all__ = [
    "KINDS",
    "OF_CALLER",
    "WrittenPolicy",
    "apply",
    "check_fit",
    "owners_in",
    "parse_document",
    "parse_policies",
]

KEYS = ("kind", "name", "document", "level")
MOST = 8
FULL_ACCESS = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


class Kind(NamedTuple):
    """A policy type by its name in the engine, and the grammar that its documents are saved by."""

    title: str
    grammar: str


KINDS: Mapping[str, Kind] = {
    "identity": Kind(IDENTITY, "identity"),
    "resource": Kind(RESOURCE, "bucket"),
    "trust": Kind(TRUST, "trust"),
    "boundary": Kind(BOUNDARY, "managed"),
    "session": Kind(SESSION, "identity"),
    "scp": Kind(SCP, "identity"),
    "rcp": Kind(RCP, "control"),
}
CONTROL = ("scp", "rcp")
OF_CALLER = ("identity", "boundary", "session", "scp")

# Condition keys that every request has, or every session's. Whatever asks for one needs it in the context.
ALWAYS = ("aws:currenttime", "aws:epochtime", "aws:sourceip", "aws:useragent", "aws:userid")
ALWAYS_IN_SESSION = (*ALWAYS, "aws:tokenissuetime")


@dataclass(frozen=True)
class WrittenPolicy:
    """A policy; `document` is its JSON text."""

    kind: str
    name: str
    document: str
    level: str = ""
    of: str = ""

    @property
    def title(self) -> str:
        """The policy type."""
        return KINDS[self.kind].title

    @property
    def statements(self) -> list[Any]:
        """The statements as they stand in the document, where one may stand alone."""
        found = read_json(self.document)["Statement"]
        return found if isinstance(found, list) else [found]

    def has_say(self, asked: AccessRequest) -> bool:
        """Whether the policy is attached to what a request is about, or says nothing of it."""
        return self.of == "" or self.of in owners_in(asked, self.kind)

    def dump(self) -> dict[str, Any]:
        """The policy as JSON values, as `parse_policies` reads them."""
        more = {name: value for name in ("level", "of") if (value := getattr(self, name))}
        return {"kind": self.kind, "name": self.name, "document": read_json(self.document), **more}


def owners_in(asked: AccessRequest, kind: str) -> tuple[str, ...]:
    """What a policy of a kind can be attached to, to have a say in a request; what names it best comes first.

    Who asks, the role behind a session, or their account; the role or the bucket that is asked for; or for
    resource control policies the account of that.
    """
    who = asked.principal
    if kind in OF_CALLER:
        return tuple(name for name in (who.issuer_arn, who.arn, who.account_id) if name)
    if kind == "rcp":
        return (asked.resource_account,)
    return (asked.resource if kind == "trust" else BUCKETS + bucket_of(asked.resource),)


def parse_policies(
    values: Values, key: str = "policies", *keys: str, bucket: str = ""
) -> tuple[WrittenPolicy, ...]:
    """The policies that an author wrote; ``keys`` are known beside `KEYS`. Raises QuestionMistakeError."""
    found = tuple(_policy(one, key, bucket) for one in entries(values, key, *KEYS, *keys))
    check_number(key, len(found), 0, MOST)
    check_differ(key, [policy.name for policy in found])
    return found


def _policy(one: Values, key: str, bucket: str) -> WrittenPolicy:
    kind = text(one, "kind", within=key)
    if kind not in KINDS:
        raise QuestionMistakeError(key, f"“{kind}” is none of {', '.join(KINDS)}.")
    name, level, of = (text(one, part, "", within=key) for part in ("name", "level", "of"))
    name = name or KINDS[kind].title
    check_length(key, (name, level, of))
    if level and kind not in CONTROL:
        raise QuestionMistakeError(key, f"“{name}” has a “level”, which only {' and '.join(CONTROL)} have.")
    document = parse_document(one.get("document"), kind, key, name, bucket_of(of) or bucket)
    return WrittenPolicy(kind, name, document, level, of)


def parse_document(value: Any, kind: str, key: str, name: str, bucket: str = "") -> str:
    """The JSON text of a document that AWS saves as a policy of ``kind``. Raises QuestionMistakeError."""
    try:
        given = value if isinstance(value, str) else json.dumps(value, default=_in_quotes, indent=2)
    except (TypeError, ValueError, RecursionError):
        raise QuestionMistakeError(key, f"“{name}” is no JSON document.") from None
    refused = [one for one in validate(given, KINDS[kind].grammar, bucket=bucket) if one.answer]
    if refused:
        said = f"“{name}”, {refused[0].path}: {refused[0].message}"
        raise QuestionMistakeError(key, said)
    return json.dumps(read_json(given), indent=2, ensure_ascii=False)


def _in_quotes(value: Any) -> str:
    """What YAML takes for a date though it is none: a Version that has no quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError


def apply(policies: Iterable[WrittenPolicy], asked: AccessRequest) -> Policies:
    """The policies that have a say in a request.

    A federated user has a session policy always, which allows nothing where none was passed (STS API
    Reference, "GetFederationToken"). To every level the policy RCPFullAWSAccess is attached, which nobody can
    detach (AWS Organizations User Guide, "Resource control policies").
    """
    mine = [policy for policy in policies if policy.has_say(asked)]
    full = ("RCPFullAWSAccess", parse({"Version": "2012-10-17", "Statement": FULL_ACCESS}))
    rcp = tuple(Level(level.name, (full, *level.policies)) for level in _levels(mine, "rcp"))
    return Policies(
        None if asked.principal.provider else _named(mine, "identity"),
        _named(mine, "trust" if asked.asks_for_role else "resource"),
        _named(mine, "boundary") or None,
        _named(mine, "session") or (() if ":federated-user/" in asked.principal.arn else None),
        _levels(mine, "scp") or None,
        rcp or None,
    )


def _named(policies: Iterable[WrittenPolicy], kind: str) -> NamedPolicies:
    return tuple((policy.name, parse(policy.document)) for policy in policies if policy.kind == kind)


def _levels(policies: Sequence[WrittenPolicy], kind: str) -> tuple[Level, ...]:
    names = dict.fromkeys(policy.level for policy in policies if policy.kind == kind)
    return tuple(Level(name, _named([one for one in policies if one.level == name], kind)) for name in names)


def check_fit(policies: Iterable[WrittenPolicy], asked: AccessRequest, key: str = "policies") -> None:
    """Raise QuestionMistakeError where a policy has no say in the request, or asks what the request lacks."""
    mine = [policy for policy in policies if policy.has_say(asked)]
    kinds = {policy.kind for policy in mine}
    for said, is_wrong in (
        ("A role always has a trust policy.", asked.asks_for_role and "trust" not in kinds),
        ("Only who asks STS for a role meets a trust policy.", not asked.asks_for_role and "trust" in kinds),
        ("Here only buckets have a policy of kind resource.", "resource" in kinds and not _is_s3(asked)),
        ("A web identity has no policies of its own.", asked.principal.provider and kinds & {*OF_CALLER}),
        ("A user has no session policy.", asked.principal.issuer_arn is None and "session" in kinds),
        (
            f"Resource control policies are asked for {' and '.join(WITH_RCP)} here.",
            "rcp" in kinds and asked.action.partition(":")[0] not in WITH_RCP,
        ),
    ):
        if is_wrong:
            raise QuestionMistakeError(key, said)
    _check_context(mine, asked, key)


def _is_s3(asked: AccessRequest) -> bool:
    return bucket_of(asked.resource) != ""


def _check_context(policies: Iterable[WrittenPolicy], asked: AccessRequest, key: str) -> None:
    there = {name.lower() for name in asked.context}
    always = ALWAYS_IN_SESSION if asked.principal.issuer_arn else ALWAYS
    for policy in policies:
        for condition in (one for item in parse(policy.document).statements for one in item.conditions):
            if condition.key.lower() in always and condition.key.lower() not in there:
                said = f"“{policy.name}” asks for “{condition.key}”, which the context of the request lacks."
                raise QuestionMistakeError(key, said)
