"""A policy changed on a stage: by the real call that saves it or opens the session, which AWS may refuse.

Those of an organization are changed without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lessons import aws
from lessons.sandbox.performing.stage import Key, Made, Move, Stage, make
from lessons.sandbox.policy_editor.policy_documents import Document, Place
from lessons.sandbox.policy_editor.policy_types import Edit
from lessons.sandbox.what_if.control_policies import CONTROL, control_problems, with_control_text
from lessons.sandbox.what_if.policy_text import PolicyText, aws_own_at
from lessons.sandbox.what_if.replay import PlayedStep

__all__ = ["RefusedError", "with_policy"]


class RefusedError(Exception):
    """AWS does not take the policy: its error code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


def with_policy(earlier: Iterable[PlayedStep], stage: Stage, policy: PolicyText, text: str) -> Stage:
    """The stage with that text in the policy's stead, at the same moment; an empty text takes it away.

    ``earlier`` are the steps that led to the stage. Raises RefusedError, and NotSentError where boto3 itself
    refuses the text.
    """
    if policy.text is not None and text in {policy.text, policy.shown}:
        return stage
    if policy.place.kind in CONTROL:
        return replace(stage, world=_with_control_policy(stage.world, policy.place, text))
    if policy.document is None:
        return _with_session_policy(earlier, stage, policy.place, text)
    return replace(stage, world=_saved(stage, policy.document, text))


def _saved(stage: Stage, document: Document, text: str) -> aws.WorldDocument:
    """The world once the account's administrator has saved the document, or deleted it."""
    put, delete = document.kind.put, document.kind.delete
    if text.strip() or delete is None:
        world = _edited(stage, document, put, text)
    elif document.text is not None:
        world = _edited(stage, document, delete, text)
    else:
        world = stage.world
    return _without_aws_own(world, document)


def _edited(stage: Stage, document: Document, edit: Edit, text: str) -> aws.WorldDocument:
    administrator = _administrator(stage.world, document.place.account_id)
    entered = replace(stage, keys=(*stage.keys, administrator))
    parameters = edit.filled(document.parts(text))
    return _taken(make(entered, Move(edit.service, edit.operation, parameters, administrator.id))).after.world


def _taken(made: Made) -> Made:
    if made.call.error_code:
        raise RefusedError(made.call.error_code, made.call.error_message)
    return made


def _administrator(world: aws.WorldDocument, account_id: str) -> Key:
    """Whose key edits an account that a scenario has built: there is one in each."""
    user = next(user for user in aws.World(world).administrators if user.account_id == account_id)
    key = user.access_keys[0]
    return Key(key.id, key.secret, user.name, account_id)


def _without_aws_own(world: aws.WorldDocument, document: Document) -> aws.WorldDocument:
    """The world in which AWS's own policy of that name is no longer attached where the document is."""
    place, owners, arn = document.place, document.kind.owners, aws_own_at(document)
    if not arn:
        return world
    account = world["accounts"][place.account_id]
    item: dict[str, Any] = account[owners][place.owner]
    left = {**item, "attached": [other for other in item["attached"] if other != arn]}
    return aws.World(world).with_account(
        place.account_id, {**account, owners: {**account[owners], place.owner: left}}
    )


def _with_control_policy(world: aws.WorldDocument, place: Place, text: str) -> aws.WorldDocument:
    """The world once the organization's management account has updated the policy.

    AWS Organizations API Reference, UpdatePolicy: the name of the error.
    """
    if refused := aws.refused_for(control_problems(world, place, text)):
        raise RefusedError("MalformedPolicyDocumentException", refused[1])
    return with_control_text(world, place, text)


def _with_session_policy(earlier: Iterable[PlayedStep], stage: Stage, place: Place, text: str) -> Stage:
    """The stage as if the session had been opened with that policy: the call that opened it is asked."""
    key_id = stage.kept[place.owner]
    before, move = next(
        (call.before, call.made.move)
        for step in earlier
        for call in step.calls
        if call.made and call.made.new_key == key_id
    )
    parameters = {name: value for name, value in move.parameters.items() if name != "Policy"}
    given = {"Policy": text} if text.strip() else {}
    _taken(make(before, replace(move, parameters=parameters | given)))
    limited = (
        replace(session, session_policy=given.get("Policy")) if session.access_key_id == key_id else session
        for session in stage.sessions
    )
    return replace(stage, sessions=tuple(limited))
