"""A run as a trace: what was done in a sandbox, for the visualizer to play like a lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lessons.sandbox.commands import as_cli
from lessons.sandbox.models import Credential, Event
from lessons.sandbox.wording import arn_name, duration
from lessons.trace import Actor, ActorKind, Node, Outcome, Step, Trace

__all__ = ["trace_of"]

CALLER, STS, RESOURCE = "caller", "sts", "resource"
ACTORS = (
    Actor(CALLER, "You", ActorKind.CALLER, "the caller"),
    Actor(STS, "AWS STS", ActorKind.STS, "issues credentials"),
    Actor(RESOURCE, "S3", ActorKind.RESOURCE, "the resource"),
)
SERVED_BY = {"sts": STS, "s3": RESOURCE}
AT_THE_END = "Credentials end at their Expiration, whatever was or was not done with them."


@dataclass(frozen=True, slots=True)
class Moment:
    """An event with the credentials in play: those it issued, or those it was signed with."""

    event: Event
    credential: Credential | None

    @property
    def is_clock(self) -> bool:
        """Whether the clock was put ahead, instead of a call made."""
        return self.event.source == Event.Source.CLOCK

    @property
    def seconds_left(self) -> int | None:
        """What the credentials have to live, None where none are in play."""
        return self.credential.seconds_left(self.event.at) if self.credential else None

    @property
    def line(self) -> tuple[str, str, str, bool]:
        """Its line of the flow: label, from, to, and whether credentials travel along it."""
        event, served = self.event, SERVED_BY.get(self.event.service, STS)
        if self.is_clock:
            return "time passes", CALLER, CALLER, False
        if event.issued_id:
            return "returns temporary credentials", served, CALLER, True
        return event.operation or "a request", CALLER, served, self.credential is not None

    @property
    def state(self) -> str:
        """What the event makes of the credentials in play, "" where it leaves them as they were."""
        if self.seconds_left == 0:
            return "expired"
        if self.event.issued_id:
            return "issued"
        return "used" if self.credential and self.event.succeeded else ""


def trace_of(title: str, events: Sequence[Event], credentials: Mapping[str, Credential]) -> Trace:
    """Play ``events``, oldest first; ``credentials`` are those of the sandbox by access key id."""
    moments = tuple(_moments(events, credentials))
    lines = list(dict.fromkeys(moment.line for moment in moments))
    known = dict.fromkeys(moment.credential for moment in moments if moment.credential)
    return Trace(
        title=title,
        actors=ACTORS,
        nodes=tuple(Node(number, *line) for number, line in enumerate(lines, start=1)),
        steps=tuple(_steps(moments, lines)),
        start=dict.fromkeys(map(_variable, known), "none") or {"TemporaryCredentials": "none"},
        lifetime_seconds=max((credential.lifetime_seconds for credential in known), default=3600),
    )


def _moments(events: Sequence[Event], credentials: Mapping[str, Credential]) -> Iterator[Moment]:
    """Each event with its credentials; when the clock is put ahead, those that were last in play."""
    last: Credential | None = None
    for event in events:
        moment = Moment(event, event.issued or credentials.get(event.access_key_id))
        if moment.is_clock:
            moment = Moment(event, last)
        last = moment.credential or last
        yield moment


def _variable(credential: Credential) -> str:
    return f"Credentials …{credential.access_key_id[-4:]}"


def _steps(moments: Sequence[Moment], lines: Sequence[tuple[str, str, str, bool]]) -> Iterator[Step]:
    """A step a moment; the tracker hears of credentials only when their state changes."""
    known: dict[str, str] = {}
    for number, moment in enumerate(moments, start=1):
        state = {_variable(moment.credential): moment.state} if moment.credential and moment.state else {}
        changes = {name: value for name, value in state.items() if known.get(name) != value}
        known |= changes
        yield _step(moment, number, 1 + lines.index(moment.line), changes)


def _step(moment: Moment, number: int, node: int, changes: Mapping[str, str]) -> Step:
    told = _told_of_clock(moment) if moment.is_clock else _told_of_call(moment.event)
    return Step(number=number, node=node, seconds_left=moment.seconds_left, changes=changes, **told)


def _told_of_clock(moment: Moment) -> dict[str, Any]:
    ahead = duration(moment.event.parameters["seconds"])
    return {
        "action": "time is skipped",
        "input": ahead,
        "output": f"it is {_time(moment.event.at)}",
        "result": _left(moment.seconds_left),
        "caption": f"The sandbox's clock is put {ahead} ahead.",
        "why": AT_THE_END if moment.seconds_left == 0 else "",
    }


def _told_of_call(event: Event) -> dict[str, Any]:
    caller = arn_name(event.caller_arn) or "somebody unknown"
    return {
        "action": f"{caller} calls {event.operation or 'AWS'}",
        "input": "nothing" if event.resource in {"", "*"} else f"`{arn_name(event.resource)}`",
        "output": _output(event),
        "result": "done" if event.succeeded else "refused",
        "outcome": Outcome.OK if event.succeeded else Outcome.DENIED,
        "caption": f"{caller} calls {event.action or event.operation or 'AWS'}.",
        "why": event.explanation,
        "command": as_cli(event) if event.operation else "",
        "more_url": event.get_absolute_url(),
    }


def _output(event: Event) -> str:
    if event.error_code:
        return f"`{event.error_code}`"
    if event.issued:
        return f"`{event.issued.access_key_id}`, until {_time(event.issued.expires_at)}"
    return f"{event.status} OK"


def _left(seconds: int | None) -> str:
    if seconds is None:
        return "no credentials yet"
    return f"{duration(seconds)} left" if seconds else "credentials expired"


def _time(moment: datetime) -> str:
    return f"{moment:%H:%M:%S} UTC"
