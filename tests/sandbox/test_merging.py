"""A guest's sandboxes go with the guest into the account."""

from __future__ import annotations

from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.opening import open_sandbox
from tests.sandbox.conftest import DEMO


def merge(guest: User, user: User) -> None:
    guest_merged.send(sender=User, guest=guest, user=user)
    guest.delete()


def busy(sandbox: Sandbox, events: int, goals: list[str]) -> Sandbox:
    sandbox.last_number, sandbox.goals = events, goals
    sandbox.save()
    return sandbox


def test_a_sandbox_the_user_has_not_is_moved(guest: User, student: User, scenario: Scenario) -> None:
    sandbox = open_sandbox(guest, scenario)
    merge(guest, student)
    assert list(student.sandboxes.all()) == [sandbox]


def test_of_two_the_busier_one_stays_with_the_goals_of_both(
    guest: User, student: User, scenario: Scenario
) -> None:
    mine = busy(open_sandbox(guest, scenario), 5, ["assumed", "used"])
    busy(open_sandbox(student, scenario), 2, ["refused", "assumed"])
    merge(guest, student)
    kept = student.sandboxes.get()
    assert kept == mine
    assert set(kept.goals) == {"assumed", "used", "refused"}
    assert kept.accounts.exists()


def test_the_users_own_stays_when_it_is_as_busy(guest: User, student: User, scenario: Scenario) -> None:
    open_sandbox(guest, scenario)
    own = open_sandbox(student, scenario)
    merge(guest, student)
    assert list(Sandbox.objects.all()) == [own]


def test_sandboxes_of_other_scenarios_are_left_alone(guest: User, student: User, scenario: Scenario) -> None:
    other = Scenario.objects.create(slug="other", title="Another", document=DEMO)
    both = {open_sandbox(guest, scenario), open_sandbox(student, other)}
    merge(guest, student)
    assert set(student.sandboxes.all()) == both
