"""A call as an event's fields: no longer than there is room for, and no secret but in `issued_session`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lessons import aws
from lessons.sandbox.models import Event
from lessons.sandbox.storable import storable

__all__ = ["event_fields"]

KEPT_TEXT = 4_000  # characters, where the field itself has no limit
KEPT_DOCUMENTS = 40_000  # characters of all the policy documents of one decision
LONGEST = {field.name: field.max_length or KEPT_TEXT for field in Event._meta.concrete_fields}
HIDDEN = "(hidden)"
SECRET_KEY = re.compile("(<SecretAccessKey>)[^<]*")  # of a long-term key, which IAM shows this once
TEXTS = (
    "service",
    "operation",
    "action",
    "resource",
    "caller_arn",
    "access_key_id",
    "source_ip",
    "user_agent",
    "error_code",
    "error_message",
    "request_id",
    "explanation",
)


def event_fields(request: aws.Request, outcome: aws.Outcome) -> dict[str, Any]:
    """The fields of the Event that this call becomes."""
    made = outcome.call
    return {name: _text(name, getattr(made, name)) for name in TEXTS} | {
        "status": made.status,
        "parameters": dict(made.parameters),
        "decision": made.decision and _bounded(made.decision.to_json()),
        "answer": _text("answer", _without_secrets(request, outcome)),
        "issued_key": outcome.issued and outcome.issued.access_key_id,
        "issued_session": outcome.issued and outcome.issued.to_json(),
    }


def _text(name: str, text: str) -> str:
    """``text`` as the field of that name can hold it."""
    return storable(text)[: LONGEST[name]]


def _bounded(decision: dict[str, Any]) -> dict[str, Any]:
    """``decision`` with as many whole documents as there is room for; the others are ""."""
    room = KEPT_DOCUMENTS
    for item in decision["consulted"]:
        for index, text in enumerate(item["documents"]):
            item["documents"][index] = text if len(text) <= room else ""
            room -= len(item["documents"][index])
    return decision


def _without_secrets(request: aws.Request, outcome: aws.Outcome) -> str:
    """The answer's body with secrets and tokens hidden."""
    body = outcome.response.body.decode("utf-8", "replace")
    for secret in _secrets(request, outcome):
        body = body.replace(secret, HIDDEN)
    return SECRET_KEY.sub(rf"\1{HIDDEN}", body)


def _secrets(request: aws.Request, outcome: aws.Outcome) -> Iterable[str]:
    """What an answer may repeat: what it issues, and the caller's own token (S3 echoes an expired one)."""
    issued = outcome.issued
    parts = (issued.secret_access_key, issued.session_token) if issued else ()
    return filter(None, (*parts, aws.session_token(request)))
