"""A third way to make a recorded call: boto3 before the engine alone, with no database between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from lessons import aws
from lessons.sandbox.calls.event_fields import event_fields
from lessons.sandbox.documents.goals import Goal
from lessons.sandbox.documents.recorded_calls import OK
from lessons.sandbox.labs.goal_checks import Moment, reached
from lessons.sandbox.models import Event
from tests.course.ways import Answer, keys_in


@dataclass
class ByEngine:
    """Calls on a world, each looked at for goals as soon as it is made. The events are never saved."""

    document: aws.WorldDocument
    goals: tuple[Goal, ...]
    reached: set[str] = field(default_factory=set)
    skipped: timedelta = timedelta()
    events: list[Event] = field(default_factory=list)
    sessions: dict[str, aws.Session] = field(default_factory=dict)

    def world(self) -> aws.WorldDocument:
        return self.document

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def call(
        self, service: str, operation: str, parameters: Mapping[str, Any], signing: aws.Credentials | None
    ) -> Answer:
        """Let boto3 make the call."""
        before = keys_in(self.document)
        client = aws.client(service, signing, self._answer)
        try:
            getattr(client, xform_name(operation))(**parameters)
        except ClientError as error:
            return Answer(error.response["Error"]["Code"])
        issued = self.events[-1].issued
        new = [keys for key, keys in keys_in(self.document).items() if key not in before]
        return Answer(OK, issued.credentials if issued else next(iter(new), None))

    def skip(self, seconds: int) -> None:
        """Put the clock ahead."""
        self.skipped += timedelta(seconds=seconds)
        self._note(Event(source=Event.Source.CLOCK), changed=True)

    def _answer(self, request: aws.Request) -> aws.Response:
        outcome = aws.handle(request, self.document, self.sessions.get, self.now(), datetime.now(UTC))
        self.document = outcome.world or self.document
        if outcome.issued:
            self.sessions[outcome.issued.access_key_id] = outcome.issued
        event = Event(**event_fields(request, outcome))
        event.settle()
        self._note(event, changed=outcome.world is not None)
        return outcome.response

    def _note(self, event: Event, *, changed: bool) -> None:
        self.events.append(event)
        moment = Moment(event, lambda: self.events, aws.World(self.document), self.now(), changed)
        self.reached.update(reached((goal for goal in self.goals if goal.key not in self.reached), moment))
