"""A sandbox begins, and begins anew: a world of its own, with account ids nobody else has."""

from __future__ import annotations

from secrets import token_hex

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction

from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.sandbox.models import BrokenAccount, Lab, Sandbox, SandboxAccount, Scenario

__all__ = ["enter", "open_broken", "open_sandbox", "start_over"]

ATTEMPTS = 20  # one is enough but once in millions of sandboxes


@transaction.atomic
def open_sandbox(user: User, scenario: Scenario) -> Sandbox:
    """The learner's sandbox of this scenario: the one they have, or a new one.

    Raises BadRequest where they have as many as a learner may have.
    """
    sandbox, new = Sandbox.objects.get_or_create(user=user, scenario=scenario)
    if new:
        _check_room(user)
        _furnish(sandbox)
    return sandbox


@transaction.atomic
def open_broken(broken: BrokenAccount) -> Sandbox:
    """The learner's sandbox of this broken account: the one they have, or a new one.

    Of those of other broken accounts as many stay as there is room for, the newest.
    """
    sandbox, new = Sandbox.objects.get_or_create(user=broken.user, broken_account=broken)
    if new:
        others = broken.user.sandboxes.exclude(broken_account=None).order_by("-created_at")
        old = others.values_list("pk", flat=True)[budgets.BROKEN_ACCOUNTS_OPEN :]
        Sandbox.objects.filter(pk__in=list(old)).delete()
        _furnish(sandbox)
    return sandbox


def _check_room(user: User) -> None:
    if user.sandboxes.filter(broken_account=None).count() > budgets.SANDBOXES:
        raise BadRequest(f"You have {budgets.SANDBOXES} sandboxes, and there is no room for another one.")


def enter(user: User, lab: Lab) -> Sandbox:
    """The learner's sandbox of the lab's scenario, which is for this lab and its goals from now on."""
    sandbox = open_sandbox(user, lab.scenario)
    if sandbox.lab_id != lab.pk:
        sandbox.lab, sandbox.open_goals = lab, None
        sandbox.save(update_fields=["lab", "open_goals"])
    return sandbox


@transaction.atomic
def start_over(sandbox: Sandbox) -> None:
    """Throw away everything but the goals reached, and begin with a new copy of the scenario.

    The copy has new account ids, so nothing that any process remembers of the old one can come back.
    """
    mine = sandbox.locked()
    mine.events.all().delete()
    mine.accounts.all().delete()
    mine.run += 1
    mine.last_number = mine.clock_offset_seconds = 0
    _furnish(mine)


def _furnish(sandbox: Sandbox) -> None:
    """Build the world from a seed that nobody can guess, the first that gives account ids nobody has."""
    for _ in range(ATTEMPTS):
        world = aws.build(sandbox.origin.document, token_hex())
        if _claim(sandbox, world):
            sandbox.world = world
            sandbox.world_version += 1
            sandbox.save()
            return
    raise RuntimeError(f"no account ids are free after {ATTEMPTS} attempts")


def _claim(sandbox: Sandbox, world: aws.WorldDocument) -> bool:
    """Take the world's account ids for this sandbox, unless another has one of them."""
    rows = [SandboxAccount(sandbox=sandbox, account_id=number) for number in world["accounts"]]
    try:
        with transaction.atomic():
            SandboxAccount.objects.bulk_create(rows)
    except IntegrityError:
        return False
    return True
