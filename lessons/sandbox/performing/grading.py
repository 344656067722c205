"""Whether a move does what a recorded one does: by what AWS answers and by the world that is left.

Never by its parameters. What nobody can choose is equal (ids, times, secrets), and so are names that are
free: of a session, and of a policy that is part of a user, a group or a role.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lessons import aws
from lessons.sandbox.models.sandboxes import UNPROVEN
from lessons.sandbox.performing.equal_policies import meaning
from lessons.sandbox.performing.stage import Made, Stage

__all__ = ["FREE", "are_equal", "is_answered_alike"]

# The parameters that hold free names, by their operation; of others the name matters.
FREE: Mapping[str, tuple[str, ...]] = {
    "AssumeRole": ("RoleSessionName",),
    "AssumeRoleWithWebIdentity": ("RoleSessionName",),
    "AssumeRoleWithSAML": ("RoleSessionName",),
    "GetFederationToken": ("Name",),
    "PutGroupPolicy": ("PolicyName",),
    "PutRolePolicy": ("PolicyName",),
    "PutUserPolicy": ("PolicyName",),
    "PutObject": ("Body",),
}
UNIQUE_ID = re.compile(r"\bA[A-Z]{3}[A-Z0-9]{12,}\b")
NUMBER_OF_A_DECISION = re.compile(r"\b[0-9a-f]{32}\b")
QUOTED = re.compile(r"Value '[^']*'")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
KIND = 4  # characters of a key's id that tell a session's from a long-term one
SECONDS_AGO = 120  # a time that somebody has typed as now
# What an answer says beside what was asked for.
BESIDE = {"ResponseMetadata", "ETag", "LastModified", "Marker", "NextMarker", "KeyCount", "MaxKeys"}
BESIDE |= {"Prefix", "EncodingType", "Owner", "RequestCharged", "IsTruncated", "ContinuationToken"}
TIMES = {"created", "modified", "updated", "enabled", "generated"}
POLICIES = {"trust", "policy", "document"}


def are_equal(before: Stage, one: Made, other: Made) -> bool:
    """Whether two moves on the same stage come to the same."""
    return _mark(before, one) == _mark(before, other)


def is_answered_alike(opening: Stage, one: Made, other: Made) -> bool:
    """Whether AWS answers two calls alike, whatever each leaves, in two worlds that began as ``opening``."""
    read = _Reading(opening)
    return _as_text(_answer(read, one)) == _as_text(_answer(read, other))


def _mark(before: Stage, made: Made) -> str:
    """What AWS answered and what it left, in a text that is equal where both are."""
    read = _Reading(before)
    return _as_text([*_answer(read, made), read.world(made.after.world) if made.changed else None])


def _answer(read: _Reading, made: Made) -> list[Any]:
    """What AWS answered, and which policy type decided."""
    call = made.call
    told: list[Any] = [call.error_code, call.caller_arn, call.access_key_id[:KIND]]
    if call.error_code in UNPROVEN:  # AWS looked no further than at who asks
        return [*told, call.service]
    told += [call.action, call.resource, read.text(QUOTED.sub("Value", call.error_message))]
    told += [call.decision.refused_by if call.decision else "", read.session(made.issued)]
    if not (call.error_code or made.issued or made.changed):
        told.append(read.value("answer", made.answer))
    return told


def _as_text(told: list[Any]) -> str:
    return json.dumps(told, sort_keys=True, default=repr)


class _Reading:
    """Reads answers and worlds: what was not there before is told by its kind."""

    def __init__(self, before: Stage) -> None:
        self.known = set(UNIQUE_ID.findall(json.dumps(before.world)))
        self.known |= {session.access_key_id for session in before.sessions}
        self.moments = sorted({before.now, *(session.issued_at for session in before.sessions)})

    def text(self, text: str) -> str:
        """A text with the kind of an id that is new in place of it."""
        text = NUMBER_OF_A_DECISION.sub("…", text)
        return UNIQUE_ID.sub(lambda found: found[0] if found[0] in self.known else found[0][:4], text)

    def moment(self, text: str) -> str:
        """A time by where it lies between the moments that matter; other texts as they are."""
        if not TIME.fullmatch(text):
            return self.text(text)
        try:
            read = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            return text
        if read.tzinfo is None:
            return text
        ahead = [(moment - read).total_seconds() > SECONDS_AGO for moment in self.moments]
        late = (read - self.moments[-1]).total_seconds() > SECONDS_AGO
        return f"after {ahead.count(False)} of {len(ahead)}, {'later' if late else 'by now'}"

    def session(self, issued: aws.Session | None) -> Any:
        """What credentials are for, without the name that somebody gave to the session."""
        if issued is None:
            return None
        return [
            issued.kind,
            issued.account_id,
            issued.role_name,
            self.text(issued.role_id),
            self.text(issued.user_id),
            issued.lifetime_seconds,
            issued.session_policy and meaning(issued.session_policy, self.moment),
            sorted(issued.policy_arns),
            dict(issued.tags),
            sorted(issued.transitive_tag_keys),
            issued.source_identity,
            issued.mfa_present,
        ]

    def world(self, document: aws.WorldDocument) -> Any:
        """The accounts; who signs tokens is the same as before."""
        return self.value("accounts", document["accounts"])

    def value(self, name: str, value: Any) -> Any:
        """A part of a world or of an answer, by the name that it has there."""
        if isinstance(value, str | datetime):
            return self.leaf(name, value)
        if isinstance(value, Mapping):
            return self.mapping(name, value)
        if isinstance(value, list | tuple):
            items = (self.value(name, item) for item in value)
            return sorted(json.dumps(item, sort_keys=True, default=repr) for item in items)
        return value

    def leaf(self, name: str, value: str | datetime) -> Any:
        """A text or a time."""
        if isinstance(value, datetime) or name in TIMES:
            return "a time"
        return meaning(value, self.moment) if name in POLICIES else self.text(value)

    def mapping(self, name: str, value: Mapping[str, Any]) -> Any:
        """Objects by their keys, policies without their names, and everything else by its parts."""
        if name == "objects":
            return sorted(value)
        if name in {"policies", "scps", "rcps"} and _are_texts(value):
            return sorted(json.dumps(meaning(text, self.moment)) for text in value.values())
        kept = {key: item for key, item in value.items() if key not in BESIDE and key != "secret"}
        return {self.text(key): self.value(key, item) for key, item in kept.items()}


def _are_texts(policies: Mapping[str, Any]) -> bool:
    return all(text is None or isinstance(text, str) for text in policies.values())
