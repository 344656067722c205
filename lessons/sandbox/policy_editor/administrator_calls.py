"""Changing documents as the account's administrator: real calls, which AWS may refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction

from lessons import aws
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.policy_editor.policy_documents import Document, Place, digest, find
from lessons.sandbox.policy_editor.policy_types import Edit

__all__ = ["ChangedMeanwhileError", "ask_as_administrator", "delete", "save"]

TOO_OLD = "This sandbox was opened before policies could be edited. Start over in it to get a new copy."

FULL = "A managed policy can have up to 5 versions."  # so IAM begins to say


class ChangedMeanwhileError(Exception):
    """The document is not the one that was opened: another tab or a client changed it. `now` is how it is."""

    def __init__(self, now: Document) -> None:
        super().__init__(str(now.place))
        self.now = now


@transaction.atomic
def save(sandbox: Sandbox, place: Place, text: str, opened: str) -> Event:
    """Write the document, unless it is no longer the one whose digest is `opened`."""
    mine = sandbox.locked()
    document = find(mine.world, place)
    if digest(document.text) != opened:
        raise ChangedMeanwhileError(document)
    event = _edit(mine, document, document.kind.put, text)
    if event.error_message.startswith(FULL) and place.kind == "managed":
        _forget_oldest_version(mine, document)
        event = _edit(mine, document, document.kind.put, text)
    return event


@transaction.atomic
def delete(sandbox: Sandbox, place: Place) -> Event:
    """Take the document away from its owner."""
    mine = sandbox.locked()
    document = find(mine.world, place)
    if document.kind.delete is None:
        raise BadRequest(f"A {document.kind.label.lower()} lives as long as its owner. Edit it instead.")
    return _edit(mine, document, document.kind.delete)


def ask_as_administrator(
    sandbox: Sandbox, account_id: str, service: str, operation: str, parameters: Mapping[str, Any]
) -> Event:
    """One call by the account's administrator, as the event it became."""
    administrators = aws.World(sandbox.world).administrators
    keys = next((user.credentials for user in administrators if user.account_id == account_id), None)
    if keys is None:
        raise BadRequest(TOO_OLD)
    return execution.ask(sandbox, keys, service, operation, parameters)


def _forget_oldest_version(sandbox: Sandbox, document: Document) -> None:
    """Make room as AWS's console does: IAM keeps five versions of a managed policy."""
    spare = [version for version in document.item["versions"] if version != document.item["default"]]
    oldest = min(spare, key=lambda version: int(version.removeprefix("v")))
    named = {"PolicyArn": document.parts()["arn"], "VersionId": oldest}
    ask_as_administrator(sandbox, document.place.account_id, "iam", "delete_policy_version", named)


def _edit(sandbox: Sandbox, document: Document, edit: Edit, text: str = "") -> Event:
    parameters = edit.filled(document.parts(text))
    return ask_as_administrator(sandbox, document.place.account_id, edit.service, edit.operation, parameters)
