"""A call as an event's fields: what every database can hold, and no secret but in `issued_session`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from lessons import aws
from lessons.sandbox.models import Event

__all__ = ["event_fields"]

KEPT_TEXT = 4_000  # characters, where the field itself has no limit
KEPT_DOCUMENTS = 40_000  # characters of all the policy documents of one decision
LONGEST = {field.name: field.max_length or KEPT_TEXT for field in Event._meta.concrete_fields}
HIDDEN = "(hidden)"
INSTEAD = "\ufffd"  # of what databases refuse
NUL = "\\u0000"  # as JSON writes it, unless its backslash is an escaped one
ESCAPE = re.compile(r"\\(?:u0000|.)")
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
        "parameters": _plain(dict(made.parameters)),
        "decision": made.decision and _plain(_bounded(made.decision.to_json())),
        "answer": _text("answer", _without_secrets(request, outcome)),
        "issued_key": outcome.issued and outcome.issued.access_key_id,
        "issued_session": outcome.issued and _plain(outcome.issued.to_json()),
    }


def _text(name: str, text: str) -> str:
    """``text`` without NUL, and no longer than the field of that name."""
    return _whole(text).replace("\0", INSTEAD)[: LONGEST[name]]


def _plain(value: Any) -> Any:
    """``value`` as JSON that every database can hold."""
    text = _whole(json.dumps(value, default=str, ensure_ascii=False))
    if NUL in text:
        text = ESCAPE.sub(lambda found: INSTEAD if found[0] == NUL else found[0], text)
    return json.loads(text)


def _bounded(decision: dict[str, Any]) -> dict[str, Any]:
    """``decision`` with as many whole documents as there is room for; the others are ""."""
    room = KEPT_DOCUMENTS
    for item in decision["consulted"]:
        for index, text in enumerate(item["documents"]):
            item["documents"][index] = text if len(text) <= room else ""
            room -= len(item["documents"][index])
    return decision


def _whole(text: str) -> str:
    """``text`` without halves of characters, which databases refuse."""
    return text.encode("utf-8", "replace").decode()


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
