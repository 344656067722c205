"""A guest's sandboxes go with the guest into the account."""

from __future__ import annotations

from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from lessons.models import StyleProgress
from lessons.sandbox.models import Lab, LabProgress, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.conftest import DEMO


def merge(guest: User, user: User) -> None:
    guest_merged.send(sender=User, guest=guest, user=user)
    guest.delete()


def busy(sandbox: Sandbox, events: int) -> Sandbox:
    sandbox.last_number = events
    sandbox.save()
    return sandbox


def test_a_sandbox_the_user_has_not_is_moved(guest: User, student: User, scenario: Scenario) -> None:
    sandbox = open_sandbox(guest, scenario)
    merge(guest, student)
    assert list(student.sandboxes.all()) == [sandbox]


def test_of_two_the_busier_one_stays(guest: User, student: User, scenario: Scenario) -> None:
    mine = busy(open_sandbox(guest, scenario), 5)
    busy(open_sandbox(student, scenario), 2)
    merge(guest, student)
    kept = student.sandboxes.get()
    assert kept == mine
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


def test_what_a_guest_reached_in_a_lab_is_the_users(guest: User, student: User, lab: Lab) -> None:
    LabProgress.objects.create(user=guest, lab=lab, reached=["used"], hints={"used": 1})
    merge(guest, student)
    assert student.lab_progress.values_list("reached", "hints").get() == (["used"], {"used": 1})


def test_of_two_rows_of_a_lab_one_stays_with_the_goals_and_hints_of_both(
    guest: User, student: User, lab: Lab
) -> None:
    LabProgress.objects.create(user=guest, lab=lab, reached=["assumed", "used"], hints={"used": 3})
    LabProgress.objects.create(user=student, lab=lab, reached=["refused", "used"], hints={"used": 1})
    merge(guest, student)
    row = LabProgress.objects.get()
    assert (row.user, set(row.reached), row.hints) == (student, {"assumed", "used", "refused"}, {"used": 3})
    assert row.finished_at is None


def test_two_halves_of_a_lab_make_a_whole(guest: User, student: User, lab: Lab) -> None:
    LabProgress.objects.create(user=guest, lab=lab, reached=["assumed", "used"])
    LabProgress.objects.create(user=student, lab=lab, reached=["refused", "expired"])
    merge(guest, student)
    assert LabProgress.objects.get().finished_at
    assert StyleProgress.objects.get(user=student, style="sandbox").done_at
