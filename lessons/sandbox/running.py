"""A sandbox at work: one call at a time, and nothing answered that is not in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from django.core.exceptions import BadRequest
from django.db import transaction
from django.utils import timezone

from lessons import aws
from lessons.sandbox.labs.progress import note_goals
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.rows import insert, returned
from lessons.sandbox.storing import event_fields

__all__ = [
    "KEPT_EVENTS",
    "NotSentError",
    "Recorded",
    "StrangerError",
    "ask",
    "call",
    "locked",
    "numbered",
    "record",
    "send",
]

KEPT_EVENTS = 1_000
# What boto3 may stumble over while it writes a request from parameters that are not as its model has them.
SERIALIZING = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# Locks a sandbox, counts its next event and reads the row, in one statement where the ORM needs two.
NUMBERED = "UPDATE sandbox_sandbox SET last_number = last_number + 1 WHERE id = %s RETURNING {columns}"
FORGOTTEN_AT_ONCE = 100  # finding out what is old costs more than a call


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call as it was answered and as it was stored."""

    response: aws.Response
    event: Event


class NotSentError(BadRequest):
    """boto3 itself refuses to send a call, and why."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"The AWS SDK does not send such a call: {error}")


class StrangerError(Exception):
    """Whoever called is nobody in this sandbox. They get `response`, and leave no trace in it."""

    def __init__(self, response: aws.Response) -> None:
        self.response = response
        super().__init__(f"{response.status}")


def locked(sandbox: Sandbox) -> Sandbox:
    """The sandbox as it is now, held for this transaction: one writer at a time.

    Raises Sandbox.DoesNotExist when it was deleted meanwhile.
    """
    return Sandbox.objects.select_for_update().get(pk=sandbox.pk)


def numbered(sandbox_id: UUID) -> Sandbox:
    """The sandbox as it is now, held for this transaction; `last_number` is the number of its next event.

    Raises Sandbox.DoesNotExist when it was deleted meanwhile.
    """
    found = returned(Sandbox, NUMBERED, [sandbox_id.hex])
    if not found:
        raise Sandbox.DoesNotExist
    return found[0]


@transaction.atomic
def call(sandbox_id: UUID, request: aws.Request, source: Event.Source = Event.Source.PAGE) -> Recorded:
    """Answer a signed request as AWS would; what came of it is stored before anybody hears the answer.

    Raises StrangerError when a client is nobody here, neither by a key nor by a provider's token (policies
    are asked about known callers only): nobody else can fill the list of events.
    """
    mine = numbered(sandbox_id)
    outcome = aws.handle(request, mine.world, mine.session, mine.now(), timezone.now())
    if source == Event.Source.CLIENT and not (outcome.call.caller_arn or outcome.call.decision):
        raise StrangerError(outcome.response)
    if outcome.world is not None:
        mine.world = outcome.world
        mine.world_version += 1
        mine.save(update_fields=["world", "world_version"])
    event = record(mine, source, changed=outcome.world is not None, **event_fields(request, outcome))
    return Recorded(outcome.response, event)


def ask(
    sandbox: Sandbox,
    credentials: aws.Credentials,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
) -> Event:
    """Make one call with boto3 (`operation` by its Python name) and give the event it became.

    Raises NotSentError where boto3 itself refuses the parameters, and no call is made.
    """
    return send(sandbox, credentials, service, operation, parameters).event


def send(
    sandbox: Sandbox,
    credentials: aws.Credentials | None,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
) -> Recorded:
    """Make one call as `ask` does, unsigned where there are no credentials; AWS's own answer is in it too."""
    entered: list[aws.Request] = []
    recorded: list[Recorded] = []

    def hand_over(request: aws.Request) -> aws.Response:
        entered.append(request)
        recorded.append(call(sandbox.pk, request))
        recorded[-1].event.settle()
        return recorded[-1].response

    client = aws.client(service, credentials, hand_over)
    try:
        getattr(client, operation)(**parameters)
    # If AWS was asked, the event says what it said, also where boto3 cannot read it.
    except (BotoCoreError, ClientError, ResponseParserError) as error:
        if not recorded:
            raise NotSentError(error) from error
    except SERIALIZING as error:
        if entered:
            raise
        raise NotSentError(error) from error
    return recorded[-1]


def record(sandbox: Sandbox, source: Event.Source, *, changed: bool, **fields: Any) -> Event:
    """Store the event that a sandbox was `numbered` for, with the goals reached.

    `changed` tells whether its world, or the time there, is another one than before.
    """
    event = Event(sandbox=sandbox, number=sandbox.last_number, at=sandbox.now(), source=source, **fields)
    insert(event)
    note_goals(sandbox, event, changed=changed)
    _forget_old(sandbox)
    return event


def _forget_old(sandbox: Sandbox) -> None:
    """Now and then, keep only the newest events, with what they issued."""
    last = sandbox.last_number - KEPT_EVENTS
    if last > 0 and last % FORGOTTEN_AT_ONCE == 0:
        sandbox.events.filter(number__lte=last).delete()
