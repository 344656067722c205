"""A guest signs in to an account: sandboxes and shared runs move over, and what was reached in labs."""

from __future__ import annotations

from typing import Any

from lessons.accounts.models import User
from lessons.reading.progress import finish_style
from lessons.sandbox.models import LabProgress, Sandbox

__all__ = ["move_lab_progress", "move_sandboxes", "move_shared_runs"]


def move_sandboxes(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's sandboxes to the user. Of two of one scenario the busier stays."""
    theirs = {sandbox.scenario_id: sandbox for sandbox in user.sandboxes.select_for_update()}
    for sandbox in guest.sandboxes.select_for_update():
        other = theirs.get(sandbox.scenario_id)
        kept = _busier(sandbox, other) if other else sandbox
        kept.user = user
        kept.save()


def move_shared_runs(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's shared runs to the user, under the links that they have."""
    guest.shared_runs.update(user=user)


def _busier(sandbox: Sandbox, other: Sandbox) -> Sandbox:
    """The one in which more happened; the other is deleted."""
    kept, dropped = (sandbox, other) if sandbox.last_number > other.last_number else (other, sandbox)
    dropped.delete()
    return kept


def move_lab_progress(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the user what the guest reached in labs. Of two rows of a lab the user's takes up the guest's."""
    theirs = {row.lab_id: row for row in user.lab_progress.select_for_update()}
    for row in guest.lab_progress.select_for_update().select_related("lab"):
        own = theirs.get(row.lab_id)
        if own is None:
            row.user = user
            row.save()
        else:
            _take_up(own, row)


def _take_up(own: LabProgress, other: LabProgress) -> None:
    """Add the other row's goals and hints, and the earlier moment at which the lab was finished."""
    own.add(other.reached, other.lab.goal_list)
    own.hints = {key: max(own.hints.get(key, 0), other.hints.get(key, 0)) for key in own.hints | other.hints}
    own.finished_at = min(filter(None, (own.finished_at, other.finished_at)), default=None)
    own.save()
    other.delete()
    if own.finished_at:
        finish_style(own.user, own.lab.lesson, "sandbox")
