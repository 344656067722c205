"""A call as an event's fields: no longer than there is room for, and no secret but in `issued_session`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from lessons import aws
from lessons.aws import budgets
from lessons.sandbox.documents.storable import StorableJSON, storable
from lessons.sandbox.models import Event

__all__ = ["event_fields"]

LONGEST = {field.name: field.max_length or budgets.TEXT for field in Event._meta.concrete_fields}
HIDDEN = "(hidden)"
Item = TypeVar("Item")
# Of a long-term key and of an MFA device: IAM shows them this once.
SECRET_KEY = re.compile("(<(?:SecretAccessKey|Base32StringSeed)>)[^<]*")
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
        "parameters": dict(_fitting(made.parameters.items(), budgets.PARAMETERS)),
        "decision": made.decision and _bounded(made.decision.to_json()),
        "answer": _text("answer", _without_secrets(request, outcome)),
        "issued_key": outcome.issued and outcome.issued.access_key_id,
        "issued_session": outcome.issued and outcome.issued.to_json(),
    }


def _text(name: str, text: str) -> str:
    """``text`` as the field of that name can hold it."""
    return storable(text)[: LONGEST[name]]


def _bounded(decision: dict[str, Any]) -> dict[str, Any]:
    """``decision``, or where there is no room for it as many statements and whole documents as fit.

    Statements that match come first: the one that decided is among them. Documents left out are "".
    """
    if _is_small(decision) or len(_json(decision)) <= budgets.DECISION:
        return decision
    room = budgets.DECISION // 2
    matching_first = sorted(decision["statements"], key=lambda item: not item["matched"])
    decision["statements"] = _fitting(matching_first, room)
    for item in decision["consulted"]:
        for index, text in enumerate(item["documents"]):
            item["documents"][index] = text if len(text) <= room else ""
            room -= len(item["documents"][index])
    return decision


def _is_small(decision: dict[str, Any]) -> bool:
    """Whether it is so small that nobody needs to write it to tell.

    Whatever a statement says, it says in words of its document, of which JSON may make six times as many.
    """
    documents = sum(len(text) for item in decision["consulted"] for text in item["documents"])
    return 12 * documents + 1_000 * (1 + len(decision["statements"])) <= budgets.DECISION


def _fitting(items: Iterable[Item], room: int) -> list[Item]:
    """The items that fit into ``room`` characters of JSON, each whole."""
    kept = []
    for item in items:
        if (size := len(_json(item))) <= room:
            kept.append(item)
            room -= size
    return kept


def _json(value: Any) -> str:
    return json.dumps(value, cls=StorableJSON)


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
