"""A lesson's recorded calls as moves on a stage: who signs, and what their placeholders stand for there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lessons import aws
from lessons.sandbox.documents.placeholders import filled
from lessons.sandbox.documents.recorded_calls import RecordedCall, Skip
from lessons.sandbox.performing.stage import Made, Move, Stage, make

__all__ = ["TOKEN", "UnplayableError", "keep", "move_of", "play", "resolved"]

SPECIAL = re.compile(r"\{(mfa|key|token):([^{}]+)\}")
NOW = re.compile(r"\{now(?:\+(\d+))?\}")  # with so many seconds more
TOKEN = re.compile(r"\{token:([^{}]+)\}")


class UnplayableError(Exception):
    """A recorded call cannot be made here, or is not answered as it is recorded.

    ``needed`` names the credentials that it needs, where those are not there.
    """

    def __init__(self, message: str, needed: str = "") -> None:
        super().__init__(message)
        self.needed = needed


def move_of(call: RecordedCall, stage: Stage) -> Move:
    """The call as a move. Raises UnplayableError where its signer or what it names is not there yet."""
    key_id = _key_id(call.by, stage) if call.by else ""
    given = {
        name: stage.renamed.get(value, value) if name == "PolicyName" else value
        for name, value in call.parameters.items()
    }
    return Move(call.service, call.operation, resolved(given, stage), key_id)


def resolved(value: Any, stage: Stage) -> Any:
    """The value with every placeholder filled in. Raises UnplayableError."""
    if isinstance(value, str):
        text = SPECIAL.sub(
            lambda found: _special(found[1], found[2], stage), filled(value, aws.World(stage.world))
        )
        return NOW.sub(
            lambda found: f"{stage.now + timedelta(seconds=int(found[1] or 0)):%Y-%m-%dT%H:%M:%SZ}", text
        )
    if isinstance(value, Mapping):
        return {key: resolved(item, stage) for key, item in value.items()}
    return [resolved(item, stage) for item in value] if isinstance(value, list) else value


def play(parts: Iterable[RecordedCall | Skip], stage: Stage) -> Stage:
    """The stage after these. Raises UnplayableError where one is answered otherwise than it is recorded."""
    for part in parts:
        if isinstance(part, Skip):
            stage = stage.later(part.seconds)
            continue
        made = make(stage, move_of(part, stage))
        if (made.call.error_code or "ok") != part.answer:
            raise UnplayableError(f"{part} was answered {made.call.error_code or 'ok'}")
        stage = keep(part, made)
    return stage


def keep(call: RecordedCall, made: Made) -> Stage:
    """The stage after a move that stands for this call: what the call keeps is known by its name."""
    stage = made.after
    if call.keep and made.new_key:
        stage = stage.keeping(call.keep, made.new_key)
    recorded, own = call.parameters.get("PolicyName"), made.move.parameters.get("PolicyName")
    if recorded and own:
        stage = replace(stage, renamed={**stage.renamed, recorded: own})
    return stage


def _key_id(by: str, stage: Stage) -> str:
    """The access key id that signs: of credentials that were kept, or of a user's key."""
    if by in stage.kept:
        return stage.kept[by]
    account, _, name = by.rpartition(":")
    number = aws.World(stage.world).account_id(account) if account else None
    keys = [key for key in stage.keys if key.user == name and number in (None, key.account_id)]
    if not keys:
        raise UnplayableError(f"nobody here is called {by}", by)
    there = [user_key.id for user in aws.World(stage.world).users for user_key in user.access_keys]
    return next((key.id for key in keys if key.id in there), keys[-1].id)


def _special(kind: str, name: str, stage: Stage) -> str:
    """A code, the id of kept credentials, or a token."""
    world = aws.World(stage.world)
    match kind:
        case "token":
            return _token(name, world, stage)
        case "mfa":
            user = next((user for user in world.users if user.name == name.rpartition(":")[2]), None)
            codes = aws.mfa_codes(world.document, user, stage.now) if user else {}
            return next(iter(codes.values()), "")
    if name not in stage.kept:
        raise UnplayableError(f"no credentials are kept as {name}", name)
    return stage.kept[name]


def _token(subject: str, world: aws.World, stage: Stage) -> str:
    """What the first identity provider gives somebody, for the first application that it vouches for."""
    issuer = next(iter(world.identity_providers), None)
    if issuer is None:
        raise UnplayableError("there is no identity provider")
    audiences = (world.audiences(number, issuer) for number in world.accounts)
    audience = min(next(filter(None, audiences), {""}))
    return aws.issue_token(world.document, issuer, subject, audience, stage.now)
