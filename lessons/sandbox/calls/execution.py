"""A sandbox at work: one call at a time, and nothing answered that is not in the database."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lessons import aws
from lessons.aws import budgets
from lessons.aws.errors import AwsError
from lessons.sandbox.calls.event_fields import event_fields
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.calls.sql import insert, returned
from lessons.sandbox.diagnoses.mending import note_mended
from lessons.sandbox.labs.progress import note_goals
from lessons.sandbox.models import Event, Sandbox

__all__ = [
    "NotSentError",
    "OverBudgetError",
    "Recorded",
    "StrangerError",
    "ask",
    "call",
    "is_proven",
    "numbered",
    "record",
    "send",
]

# What boto3 may stumble over while it writes a request from parameters that are not as its model has them.
SERIALIZING = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# Locks a sandbox, counts its next event, takes a call from its pace and reads the row, in one statement where
# the ORM needs two. A moment too far ahead is of a clock that was put back since, and begins anew.
NUMBERED = (
    "UPDATE sandbox_sandbox SET last_number = last_number + 1, busy_until = %s + "
    "CASE WHEN busy_until BETWEEN %s AND %s THEN busy_until ELSE %s END WHERE id = %s RETURNING {columns}"
)
FORGOTTEN_AT_ONCE = 100  # finding out what is old costs more than a call
learners = Buckets(budgets.OF_LEARNER)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call as it was answered and as it was stored."""

    response: aws.Response
    event: Event


class NotSentError(BadRequest):
    """boto3 itself refuses to send a call, and why."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"The AWS SDK does not send such a call: {error}")


class OverBudgetError(BadRequest):
    """A call is over a budget of `lessons.aws.budgets`, `failure` says which. Nothing was done or stored."""

    def __init__(self, failure: str) -> None:
        self.failure, error = failure, AwsError(failure, "sts")
        super().__init__(f"{error.code}: {error.message}. {error.why}")


class StrangerError(Exception):
    """Whoever called is nobody in this sandbox. They get `response`, and leave no trace in it."""

    def __init__(self, response: aws.Response) -> None:
        self.response = response
        super().__init__(f"{response.status}")


def numbered(sandbox_id: UUID) -> Sandbox:
    """The sandbox as it is now, held for this transaction; `last_number` is the number of its next event.

    Raises Sandbox.DoesNotExist when it was deleted meanwhile, and OverBudgetError when it is over its pace:
    either way the transaction is to be rolled back.
    """
    now, pace = timezone.now().timestamp(), budgets.OF_SANDBOX
    latest = now + pace.ahead
    found = returned(Sandbox, NUMBERED, [1 / pace.a_second, now, latest, now, sandbox_id.hex])
    if not found:
        raise Sandbox.DoesNotExist
    if (found[0].busy_until or 0) > latest:
        raise OverBudgetError("throttled")
    return found[0]


@transaction.atomic
def call(sandbox_id: UUID, request: aws.Request, source: Event.Source = Event.Source.PAGE) -> Recorded:
    """Answer a signed request as AWS would; what came of it is stored before anybody hears the answer.

    Raises StrangerError when nothing proves that a client is somebody here, neither a signature nor a
    provider's token: nobody else can fill the list of events, or use up what the learner has. Raises
    OverBudgetError when the sandbox or its learner is over its pace, or has no room for more credentials.
    """
    began = time.thread_time()
    mine = numbered(sandbox_id)
    if learners.is_empty(mine.user_id, time.monotonic()):
        raise OverBudgetError("throttled")
    outcome = aws.handle(request, mine.world, mine.session, mine.now(), timezone.now(), mine.uses)
    if source == Event.Source.CLIENT and not outcome.proven:
        raise StrangerError(outcome.response)
    if outcome.issued and _has_no_room(mine):
        raise OverBudgetError("sessions")
    if outcome.world is not None:
        mine.world = outcome.world
        mine.world_version += 1
        mine.save(update_fields=["world", "world_version"])
    event = record(mine, source, changed=outcome.world is not None, **event_fields(request, outcome))
    cost = (time.thread_time() - began) / budgets.CALL_SECONDS
    learners.take(mine.user_id, time.monotonic(), max(1, cost))
    return Recorded(outcome.response, event)


def is_proven(sandbox_id: UUID, request: aws.Request) -> bool:
    """Whether a request comes from somebody known in the sandbox, found out without holding it.

    Raises Sandbox.DoesNotExist.
    """
    mine = Sandbox.objects.get(pk=sandbox_id)
    return aws.is_proven(request, mine.world, mine.session, mine.now(), timezone.now())


def _has_no_room(sandbox: Sandbox) -> bool:
    """Whether as many credentials live here as are kept; only a busy run has to be counted."""
    most = budgets.EVENTS + budgets.SESSIONS
    return sandbox.last_number > most and sandbox.events.count() >= most


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

    try:
        aws.call(service, operation, parameters, credentials, hand_over)
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
    if sandbox.broken_account_id is None:
        note_goals(sandbox, event, changed=changed)
    elif changed:
        note_mended(sandbox)
    _forget_old(sandbox)
    return event


def _forget_old(sandbox: Sandbox) -> None:
    """Now and then, keep only the newest events, and the older ones whose credentials still live."""
    last = sandbox.last_number - budgets.EVENTS
    if last <= 0 or last % FORGOTTEN_AT_ONCE:
        return
    now, old = sandbox.now(), sandbox.events.filter(number__lte=last)
    issued = old.exclude(issued_key=None).values_list("pk", "issued_session")
    dead = [pk for pk, session in issued if session and aws.Session.from_json(session).expired(now)]
    old.filter(Q(issued_key=None) | Q(pk__in=dead)).delete()
