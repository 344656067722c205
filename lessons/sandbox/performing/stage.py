"""Where a pass is played: a world, its time and the credentials known there. Values; nothing here has a row.

Time stands still but for what the steps skip, so that a pass can be left and found again as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from django.utils import timezone

from lessons import aws
from lessons.sandbox.calls.event_fields import event_fields
from lessons.sandbox.calls.execution import SERIALIZING, NotSentError

__all__ = ["MOVE_SECONDS", "Key", "Made", "Move", "NotSentError", "Stage", "make", "opened"]

MOVE_SECONDS = 1  # by which a call puts the time ahead


@dataclass(frozen=True, slots=True)
class Key:
    """A user's long-term key, which stays known when it is deleted."""

    id: str
    secret: str = field(repr=False)
    user: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Move:
    """A call: which, with what (as boto3 takes it), and the id of the key that signs it; "" signs nothing."""

    service: str
    operation: str
    parameters: Mapping[str, Any]
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A world at a moment, every key that was ever seen in it, and every session that was issued.

    ``kept`` are the ids of credentials by the names that the recorded calls give them, ``renamed`` the
    learner's own names of policies by the recorded ones.
    """

    world: aws.WorldDocument
    now: datetime
    keys: tuple[Key, ...] = ()
    sessions: tuple[aws.Session, ...] = ()
    kept: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def session(self, key_id: str) -> aws.Session | None:
        """The temporary credentials of that access key id."""
        return next((session for session in self.sessions if session.access_key_id == key_id), None)

    def credentials(self, key_id: str) -> aws.Credentials | None:
        """What signs as that access key id, None where there is no such key."""
        if session := self.session(key_id):
            return session.credentials
        return next((aws.Credentials(key.id, key.secret) for key in self.keys if key.id == key_id), None)

    def later(self, seconds: int) -> Stage:
        """The same, so many seconds later."""
        return replace(self, now=self.now + timedelta(seconds=seconds))

    def keeping(self, name: str, key_id: str) -> Stage:
        """The same, with credentials known by a name."""
        return replace(self, kept={**self.kept, name: key_id})

    def to_json(self) -> dict[str, Any]:
        """A JSON object, for storage: secrets included."""
        return {
            "world": self.world,
            "now": self.now.isoformat(),
            "keys": [[key.id, key.secret, key.user, key.account_id] for key in self.keys],
            "sessions": [session.to_json() for session in self.sessions],
            "kept": dict(self.kept),
            "renamed": dict(self.renamed),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Stage:
        """The stage that `to_json` gave, also after it was stored."""
        return cls(
            stored["world"],
            datetime.fromisoformat(stored["now"]),
            tuple(Key(*key) for key in stored["keys"]),
            tuple(map(aws.Session.from_json, stored["sessions"])),
            stored["kept"],
            stored["renamed"],
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A move as it was carried out: the stage after it, what AWS answered, and the fields of its event.

    ``new_key`` is the id of the credentials that it gave, a session's or a user's.
    """

    move: Move
    after: Stage
    call: aws.Call
    answer: Mapping[str, Any]
    fields: Mapping[str, Any]
    changed: bool
    issued: aws.Session | None = None
    new_key: str = ""


def opened(world: aws.WorldDocument, now: datetime) -> Stage:
    """The stage of a world as it begins."""
    return Stage(world, now, _keys_of(world))


def make(stage: Stage, move: Move) -> Made:
    """Carry out a move in a copy: the stage itself stays as it is.

    Raises NotSentError where boto3 itself refuses the parameters.
    """
    answered: list[tuple[aws.Request, aws.Outcome]] = []

    def hand_over(request: aws.Request) -> aws.Response:
        outcome = aws.handle(request, stage.world, stage.session, stage.now, timezone.now())
        answered.append((request, outcome))
        return outcome.response

    answer: Mapping[str, Any] = {}
    credentials, operation = stage.credentials(move.key_id), xform_name(move.operation)
    try:
        answer = aws.call(move.service, operation, move.parameters, credentials, hand_over)
    except (BotoCoreError, ClientError, ResponseParserError) as error:
        if not answered:
            raise NotSentError(error) from error
    except SERIALIZING as error:
        if answered:
            raise
        raise NotSentError(error) from error
    if "Body" in answer:
        answer = {**answer, "Body": answer["Body"].read()}
    return _made(stage, move, answer, *answered[-1])


def _made(
    stage: Stage, move: Move, answer: Mapping[str, Any], request: aws.Request, outcome: aws.Outcome
) -> Made:
    world = outcome.world or stage.world
    known = {key.id for key in stage.keys}
    new = tuple(key for key in _keys_of(world) if key.id not in known)
    issued = (outcome.issued,) if outcome.issued else ()
    after = replace(stage, world=world, keys=stage.keys + new, sessions=stage.sessions + issued)
    return Made(
        move=move,
        after=after.later(MOVE_SECONDS),
        call=outcome.call,
        answer=answer,
        fields={
            name: value for name, value in event_fields(request, outcome).items() if "issued" not in name
        },
        changed=outcome.world is not None,
        issued=outcome.issued,
        new_key=next((one.access_key_id for one in issued), next((key.id for key in new), "")),
    )


def _keys_of(world: aws.WorldDocument) -> tuple[Key, ...]:
    return tuple(
        Key(key.id, key.secret, user.name, user.account_id)
        for user in aws.World(world).users
        for key in user.access_keys
    )
