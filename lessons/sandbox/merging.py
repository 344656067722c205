"""A guest signs in to an account: the sandboxes move over."""

from __future__ import annotations

from typing import Any

from lessons.accounts.models import User
from lessons.sandbox.models import Sandbox

__all__ = ["move_sandboxes"]


def move_sandboxes(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's sandboxes to the user. Of two of one scenario the busier stays; no goal is lost."""
    theirs = {sandbox.scenario_id: sandbox for sandbox in user.sandboxes.select_for_update()}
    for sandbox in guest.sandboxes.select_for_update():
        other = theirs.get(sandbox.scenario_id)
        kept = _busier(sandbox, other) if other else sandbox
        kept.user = user
        kept.save()


def _busier(sandbox: Sandbox, other: Sandbox) -> Sandbox:
    """The one in which more happened, with the goals of both; the other is deleted."""
    kept, dropped = (sandbox, other) if sandbox.last_number > other.last_number else (other, sandbox)
    kept.goals = list(dict.fromkeys([*other.goals, *sandbox.goals]))
    dropped.delete()
    return kept
