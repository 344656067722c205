"""An event in words: what a step of a run says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lessons.sandbox.explanations.commands import as_cli
from lessons.sandbox.explanations.explanation import rungs_of, unasked
from lessons.sandbox.models import Event
from lessons.sandbox.text import arn_name, duration
from lessons.trace import Outcome

__all__ = ["caller_of", "told_in_full", "told_of_call", "told_of_clock"]

ADMINISTRATOR = ":user/sandbox/"  # the path of those who edit a sandbox's policies from its page
SESSION = ":assumed-role/"
AT_THE_END = "Credentials end at their Expiration, whatever was or was not done with them."
CHAINED = "{caller} is a session itself, so one role leads to the next: that is role chaining."


def caller_of(event: Event) -> str:
    """Who called, as a sentence begins with it."""
    if ADMINISTRATOR in event.caller_arn:
        return "The administrator"
    return arn_name(event.caller_arn) or "Somebody unknown"


def told_of_clock(event: Event, seconds_left: int | None, *, ended: bool) -> dict[str, Any]:
    """What a turn of the clock says; ``ended`` tells that credentials ended by it."""
    ahead = duration(event.parameters["seconds"])
    return {
        "action": "time is skipped",
        "input": ahead,
        "output": f"it is {_time(event.at)}",
        "result": _left(seconds_left),
        "caption": f"The sandbox's clock is put {ahead} ahead.",
        "why": AT_THE_END if ended else "",
    }


def told_of_call(event: Event) -> dict[str, Any]:
    """What a call says in the table and below the diagram."""
    caller = caller_of(event)
    return {
        "action": f"{caller} calls {event.operation or 'AWS'}",
        "input": "nothing" if event.resource in {"", "*"} else f"`{arn_name(event.resource)}`",
        "output": _output(event),
        "result": "done" if event.succeeded else "refused",
        "outcome": Outcome.OK if event.succeeded else Outcome.DENIED,
        "caption": _caption(event, caller),
        "why": event.explanation,
    }


def told_in_full(event: Event) -> dict[str, Any]:
    """What only the step that is looked at says of a call: how AWS decided, and the command."""
    return {
        "ladder": rungs_of(event),
        "unasked": unasked(event),
        "command": as_cli(event) if event.operation else "",
        "more_url": event.get_absolute_url(),
    }


def _caption(event: Event, caller: str) -> str:
    thing = "" if event.resource in {"", "*"} else f"`{arn_name(event.resource)}`"
    if event.operation != "AssumeRole":
        return f"{caller} calls {event.action or event.operation or 'AWS'}{' on ' if thing else ''}{thing}."
    asks = f"{caller} asks STS for {thing or 'a role'}."
    return f"{asks} {CHAINED.format(caller=caller)}" if SESSION in event.caller_arn else asks


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
