"""A guest signs in to an account: sandboxes and shared runs move over, and what was reached in labs."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from lessons.accounts.models import User
from lessons.reading.progress import finish_style
from lessons.sandbox.models import LabProgress, Pass, Sandbox

__all__ = [
    "move_broken_accounts",
    "move_lab_progress",
    "move_passes",
    "move_sandboxes",
    "move_shared_runs",
]


def move_sandboxes(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's sandboxes to the user. Of two of one scenario the busier stays."""
    theirs = {sandbox.scenario_id: sandbox for sandbox in _of_scenarios(user)}
    for sandbox in _of_scenarios(guest):
        other = theirs.get(sandbox.scenario_id)
        kept = _busier(sandbox, other) if other else sandbox
        kept.user = user
        kept.save()


def move_broken_accounts(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the user the guest's broken accounts. Of two of one key the user's stays, mended if either is."""
    theirs = {row.key: row for row in user.broken_accounts.select_for_update()}
    for row in guest.broken_accounts.select_for_update():
        own = theirs.get(row.key)
        if own is None:
            row.user = user
            row.save(update_fields=["user"])
            Sandbox.objects.filter(broken_account=row).update(user=user)
        elif row.mended_at and (own.mended_at is None or row.mended_at < own.mended_at):
            own.mended_at, own.calls = row.mended_at, row.calls
            own.save(update_fields=["mended_at", "calls"])


def move_shared_runs(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's shared runs to the user, under the links that they have."""
    guest.shared_runs.update(user=user)


def move_passes(sender: Any, guest: User, user: User, **kwargs: Any) -> None:
    """Give the guest's passes to the user, as the newer ones: a guest has just been at work."""
    theirs = Pass.objects.filter(user=user).values_list("lesson").annotate(Max("number")).order_by()
    last = dict(theirs)
    for one in Pass.objects.filter(user=guest).select_for_update().order_by("-number"):
        one.user, one.number = user, one.number + last.get(one.lesson_id, 0)
        one.save(update_fields=["user", "number"])


def _of_scenarios(user: User) -> QuerySet[Sandbox]:
    return user.sandboxes.exclude(scenario=None).select_for_update()


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
