"""A run as a trace: what was done in a sandbox, for the visualizer to play like a lesson."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lessons import aws
from lessons.sandbox.models import Event
from lessons.sandbox.runs.credential_states import EXPIRED, SETTLED, States, lives
from lessons.sandbox.runs.step_text import caller_of, told_in_full, told_of_call, told_of_clock
from lessons.sandbox.text import arn_name
from lessons.trace import Actor, ActorKind, Node, Step, Trace

__all__ = ["explained", "trace_of"]

CALLER, STS, IAM, RESOURCE = "caller", "sts", "iam", "resource"
SERVICES = (
    Actor(STS, "AWS STS", ActorKind.STS, "issues credentials"),
    Actor(IAM, "AWS IAM", ActorKind.RESOURCE, "keeps users, roles, policies"),
    Actor(RESOURCE, "S3", ActorKind.RESOURCE, "keeps buckets, objects"),
)
SERVED_BY = {"sts": STS, "iam": IAM, "s3": RESOURCE}
SHORTEST_TAIL = 4  # characters by which a page tells key ids apart

Line = tuple[str, str, str, bool]  # of the flow: label, from, to, and whether credentials travel along it


@dataclass(frozen=True, slots=True)
class Moment:
    """An event, and the credentials in play: those it issued, or those it was signed with.

    ``states`` are those of all the credentials once it has happened, ``changes`` those that are new.
    """

    event: Event
    credential: aws.Session | None
    states: States
    changes: States

    @property
    def is_clock(self) -> bool:
        """Whether the clock was put ahead, instead of a call made."""
        return self.event.source == Event.Source.CLOCK

    @property
    def seconds_left(self) -> int | None:
        """What the credentials have to live, None where none are in play."""
        return self.credential.seconds_left(self.event.at) if self.credential else None

    @property
    def line(self) -> Line:
        """Its line of the flow."""
        event, served = self.event, SERVED_BY.get(self.event.service, STS)
        if self.is_clock:
            return "time passes", CALLER, CALLER, False
        if event.issued:
            return "returns temporary credentials", served, CALLER, True
        return event.operation or "a request", CALLER, served, self.credential is not None


def trace_of(title: str, events: Sequence[Event]) -> Trace:
    """Play the events of a run, oldest first. The tracker follows every credential that they issue."""
    moments = tuple(_moments(events))
    lines = list(dict.fromkeys(moment.line for moment in moments))
    names = _names([event.issued for event in events if event.issued])
    return Trace(
        title=title,
        actors=tuple(_actors(events, lines)),
        nodes=tuple(Node(number, *line) for number, line in enumerate(lines, start=1)),
        steps=tuple(_steps(moments, lines, names)),
        start=dict.fromkeys(names.values(), "none") or {"TemporaryCredentials": "none"},
        lifetime_seconds=max((e.issued.lifetime_seconds for e in events if e.issued), default=3600),
        settled=SETTLED,
    )


def explained(trace: Trace, calls: Mapping[int, Event]) -> Trace:
    """The trace with the calls of these step numbers told in full: how AWS decided, and the command.

    That costs a query for each event whose decision was not read, so a page asks for its own step only.
    """
    steps = tuple(
        replace(step, **told_in_full(event))
        if (event := calls.get(step.number)) and event.source != Event.Source.CLOCK
        else step
        for step in trace.steps
    )
    return replace(trace, steps=steps)


def _moments(events: Sequence[Event]) -> Iterator[Moment]:
    """Each event with its credentials; when the clock is put ahead, those that were last in play."""
    last: aws.Session | None = None
    issued: dict[str, aws.Session] = {}
    before: States = {}
    for event, states in zip(events, lives(events), strict=True):
        if event.issued:
            issued[event.issued.access_key_id] = event.issued
        is_clock = event.source == Event.Source.CLOCK
        credential = last if is_clock else event.issued or issued.get(event.access_key_id)
        changes = {key: state for key, state in states.items() if before.get(key) != state}
        yield Moment(event, credential, states, changes)
        last, before = credential or last, states


def _names(credentials: Sequence[aws.Session]) -> dict[str, str]:
    """What the tracker calls the credentials, by key id: whose session, and enough of the id to be unique."""
    keys = [credential.access_key_id for credential in credentials]
    longest = max(map(len, keys), default=SHORTEST_TAIL)
    tail = next(
        (size for size in range(SHORTEST_TAIL, longest) if len({key[-size:] for key in keys}) == len(keys)),
        longest,
    )
    return {item.access_key_id: f"{arn_name(item.arn)} …{item.access_key_id[-tail:]}" for item in credentials}


def _actors(events: Sequence[Event], lines: Sequence[Line]) -> Iterator[Actor]:
    """You, and the services that were called."""
    callers = list(dict.fromkeys(caller_of(event) for event in events if event.caller_arn))
    more = f" and {len(callers) - 1} more" if len(callers) > 1 else ""
    yield Actor(CALLER, "You", ActorKind.CALLER, f"as {callers[0]}{more}" if callers else "the caller")
    ends = {end for _, source, target, _ in lines for end in (source, target)}
    yield from (actor for actor in SERVICES if actor.key in ends)


def _steps(moments: Sequence[Moment], lines: Sequence[Line], names: Mapping[str, str]) -> Iterator[Step]:
    """A step a moment."""
    for number, moment in enumerate(moments, start=1):
        ended = EXPIRED in moment.changes.values()
        told = (
            told_of_clock(moment.event, moment.seconds_left, ended=ended)
            if moment.is_clock
            else told_of_call(moment.event)
        )
        yield Step(
            number=number,
            key=f"event-{moment.event.number}",
            node=1 + lines.index(moment.line),
            seconds_left=moment.seconds_left,
            session=arn_name(moment.credential.arn) if moment.credential else "",
            changes={names[key]: state for key, state in moment.changes.items()},
            **told,
        )
