"""A scene played for real: the same calls by boto3, signed, through the gateway, carried out by moto."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

from lessons.aws import Credentials, Outcome, Rehearsed, Request, Response, Session, client, handle
from lessons.quizzes.generators.scene import Answer, Call, Scene


def methods(service: str) -> dict[str, str]:
    """The names of a client's methods by the operations that they call."""
    made: Any = boto3.client(service, region_name="us-east-1", aws_access_key_id="", aws_secret_access_key="")
    return {operation: name for name, operation in made.meta.method_to_api_mapping.items()}


METHODS = {service: methods(service) for service in ("sts", "iam", "s3")}


class Stage:
    """A scene's world with its sessions."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.document: Any = scene.document
        self.issued: list[Session | None] = []
        self.outcome: Outcome | None = None

    def play(self) -> tuple[Answer, ...]:
        """What the gateway answers to each call."""
        return tuple(map(self.answer, self.scene.calls))

    def answer(self, call: Call) -> Answer:
        if call.change:
            self.document = call.change(self.document)
        signing = client(call.service, self.credentials(call), lambda request: self.send(call, request))
        method = getattr(signing, METHODS[call.service][call.operation])
        try:
            says = method(**self.scene.parameters(call))
        except ClientError:
            says = {}
        assert self.outcome
        told = self.outcome.call
        why = told.explanation if told.error_code else told.decision.reason if told.decision else ""
        self.issued.append(self.outcome.issued)
        found = (told.error_code, told.error_message, why, told.decision, self.outcome.issued)
        return Answer.of(Rehearsed(*found, says=says))

    def credentials(self, call: Call) -> Credentials | None:
        """What a call is signed with."""
        if isinstance(call.by, str):
            users = self.scene.world.users
            return next((user.credentials for user in users if user.name == call.by), None)
        session = self.issued[call.by]
        assert session
        if call.token_of is None:
            return session.credentials
        other = self.issued[call.token_of] if call.token_of >= 0 else None
        return replace(session.credentials, session_token=other and other.session_token)

    def send(self, call: Call, request: Request) -> Response:
        sessions = {session.access_key_id: session for session in self.issued if session}
        asked = replace(request, source_ip=call.source_ip)
        now, signers = self.scene.moment(call.at), datetime.now(UTC)
        self.outcome = handle(asked, self.document, sessions.get, now, signers)
        self.document = self.outcome.world or self.document
        return self.outcome.response
