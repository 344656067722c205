"""Recorded calls carried out in a sandbox, with what their placeholders stand for there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from lessons import aws
from lessons.sandbox.documents.placeholders import filled
from lessons.sandbox.documents.recorded_calls import RecordedCall, Skip
from tests.course.ways import Answer, Way

SPECIAL = re.compile(r"\{(mfa|key|token):([^}]+)\}")
NOW = re.compile(r"\{now(?:\+(\d+))?\}")  # with so many seconds more


class Player:
    """Plays calls one after the other; what a call keeps can sign those that follow."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.kept: dict[str, aws.Credentials] = {}
        self.last_key: dict[str, aws.Credentials] = {}  # of users; they may sign with one that was deleted

    def play(self, calls: Iterable[RecordedCall | Skip]) -> str:
        """Carry out the calls and give the last answer; each has to be answered as it is recorded."""
        last = ""
        for call in calls:
            if isinstance(call, Skip):
                self.way.skip(call.seconds)
                continue
            answer = self._call(call)
            assert answer.code == call.answer, f"{call} was answered {answer.code}"
            last = answer.code
            if call.keep:
                assert answer.issued, f"{call} gave no credentials"
                self.kept[call.keep] = answer.issued
        return last

    def _call(self, call: RecordedCall) -> Answer:
        parameters = self._filled(call.parameters)
        return self.way.call(call.service, call.operation, parameters, self._signing(call.by))

    def _signing(self, by: str) -> aws.Credentials | None:
        if not by:
            return None
        if by in self.kept:
            return self.kept[by]
        user = user_named(by, aws.World(self.way.world()))
        if user.access_keys:
            self.last_key[by] = user.credentials
        return self.last_key[by]

    def _filled(self, value: Any) -> Any:
        """The value with all its placeholders filled in."""
        if isinstance(value, str):
            text = SPECIAL.sub(self._special, filled(value, aws.World(self.way.world())))
            return NOW.sub(self._moment, text)
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return [self._filled(item) for item in value] if isinstance(value, list) else value

    def _moment(self, found: re.Match[str]) -> str:
        return f"{self.way.now() + timedelta(seconds=int(found[1] or 0)):%Y-%m-%dT%H:%M:%SZ}"

    def _special(self, found: re.Match[str]) -> str:
        kind, name = found.groups()
        world = aws.World(self.way.world())
        if kind == "token":
            return token_for(name, world, self.way.now())
        if kind == "key":  # of credentials that were kept; that of a user is filled in already
            return self.kept[name].access_key_id
        return next(iter(aws.mfa_codes(world.document, user_named(name, world), self.way.now()).values()))


def user_named(name: str, world: aws.World) -> aws.User:
    """A user, of the first account that has one of that name, or of the account that is named before it."""
    account, _, name = name.rpartition(":")
    number = world.account_id(account) if account else None
    return next(user for user in world.users if user.name == name and number in (None, user.account_id))


def token_for(subject: str, world: aws.World, now: datetime) -> str:
    """What the first identity provider gives somebody, for the first application that it vouches for."""
    issuer = next(iter(world.identity_providers))
    audiences = (world.audiences(number, issuer) for number in world.accounts)
    audience = min(next(filter(None, audiences)))
    return aws.issue_token(world.document, issuer, subject, audience, now)
