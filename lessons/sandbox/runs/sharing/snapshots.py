"""A run as others may see it: a snapshot without secrets, which stays whatever becomes of the sandbox."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from lessons.sandbox.models import Sandbox, SharedRun
from lessons.sandbox.runs.run_trace import explained, trace_of
from lessons.sandbox.runs.sharing.masks import masked, secrets_of
from lessons.text import shortened
from lessons.trace import Step, Trace
from lessons.trace_json import from_json, to_json

__all__ = ["MOST_SHARED", "MOST_STEPS", "CannotShareError", "share", "snapshot"]

MOST_STEPS = 200  # of one snapshot, the newest
MOST_SHARED = 20  # links of one user
SOMEBODY = "The caller"  # who is “You” to the owner alone
LONGEST_COMMAND = 2_000  # characters


class CannotShareError(Exception):
    """There is nothing to share, or too much shared already; the message says what to do."""


@transaction.atomic
def share(sandbox: Sandbox, title: str) -> SharedRun:
    """Keep the run as it is now behind a new link. Raises CannotShareError."""
    mine = sandbox.locked()
    if not mine.last_number:
        raise CannotShareError("There is nothing to share yet. Make a call in the sandbox first.")
    if mine.user.shared_runs.count() >= MOST_SHARED:
        raise CannotShareError(f"You share {MOST_SHARED} runs already. Stop sharing one of them first.")
    trace = snapshot(mine, title)
    return SharedRun.objects.create(
        user=mine.user, scenario_id=mine.scenario_id, title=trace.title, trace=to_json(trace)
    )


def snapshot(sandbox: Sandbox, title: str) -> Trace:
    """The newest steps of the run with how AWS decided each, and nothing that is the owner's alone."""
    events = tuple(sandbox.newest.defer("answer"))
    trace = explained(trace_of(title, events), dict(enumerate(events, start=1))).last(MOST_STEPS)
    told = from_json(masked(to_json(trace), secrets_of(sandbox)))
    you, *others = told.actors
    return replace(
        told,
        actors=(replace(you, name=SOMEBODY), *others),
        steps=tuple(map(_for_others, told.steps)),
    )


def _for_others(step: Step) -> Step:
    """The step without the link that only its owner can open, and without the end of a long command."""
    return replace(step, more_url="", command=shortened(step.command, LONGEST_COMMAND))
