"""A broken account is mended when its goals hold at one moment; that is kept, with the calls it took."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from botocore import xform_name
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.calls import clock, execution
from lessons.sandbox.diagnoses.broken_days import diagnosis_of, open_day
from lessons.sandbox.diagnoses.mending import case_of
from lessons.sandbox.models import BrokenAccount, Sandbox
from lessons.sandbox.scenarios.opening import start_over
from tests.sandbox.diagnoses.repairs import Repair, everything_to_everybody, known, sent

DAY = date(2026, 12, 1)
Browser = Callable[[User | None], Client]


@pytest.fixture
def sandbox(student: User) -> Sandbox:
    return open_day(student, DAY)


def carry_out(sandbox: Sandbox, repair: Repair) -> None:
    """Make a repair's call as the administrator of its account."""
    sandbox.refresh_from_db()
    world = aws.World(sandbox.world)
    number = world.account_id(repair.account)
    keys = next(user.credentials for user in world.administrators if user.account_id == number)
    given = {name: sent(value, world) for name, value in repair.parameters.items()}
    event = execution.ask(sandbox, keys, repair.service, xform_name(repair.operation), given)
    assert event.succeeded, event.error_message


def look_around(sandbox: Sandbox) -> None:
    world = aws.World(sandbox.world)
    execution.ask(sandbox, world.administrators[0].credentials, "sts", "get_caller_identity", {})


def mend(sandbox: Sandbox) -> int:
    repairs = list(known(diagnosis_of(DAY)))
    for repair in repairs:
        carry_out(sandbox, repair)
    sandbox.refresh_from_db()
    return len(repairs)


def row() -> BrokenAccount:
    return BrokenAccount.objects.get()


def test_it_is_kept_when_it_was_mended_and_by_how_many_calls(sandbox: Sandbox) -> None:
    look_around(sandbox)
    clock.skip(sandbox, 900)
    assert row().mended_at is None
    calls = mend(sandbox)
    assert row().mended_at is not None
    assert row().calls == calls + 1


def test_what_comes_afterwards_takes_nothing_away(sandbox: Sandbox) -> None:
    mend(sandbox)
    before = row()
    for repair in everything_to_everybody(diagnosis_of(DAY)):
        carry_out(sandbox, repair)
    start_over(sandbox)
    mend(sandbox)
    assert (row().mended_at, row().calls) == (before.mended_at, before.calls)


def test_everything_for_everybody_mends_nothing(sandbox: Sandbox) -> None:
    for repair in everything_to_everybody(diagnosis_of(DAY)):
        carry_out(sandbox, repair)
    sandbox.refresh_from_db()
    assert row().mended_at is None
    case = case_of(sandbox)
    assert case
    assert [goal.holds for goal in case.goals] == [True, False]
    assert "oscar can do more than before" in case.goals[1].told


def test_at_the_start_it_is_not_said_what_is_wrong(sandbox: Sandbox, client_of: Browser) -> None:
    case = case_of(sandbox)
    assert case
    assert not case.goals[0].holds
    assert not case.goals[1].told
    page = client_of(sandbox.user).get(sandbox.get_absolute_url()).content.decode()
    assert case.broken.found not in page
    assert "hint" not in page.lower()
    assert "The broken account of December 1, 2026" in page


def test_the_open_page_hears_that_it_is_mended(sandbox: Sandbox, client_of: Browser) -> None:
    calls = mend(sandbox)
    browser = client_of(sandbox.user)
    news = browser.get(
        f"{sandbox.get_absolute_url()}news/?after={calls - 1}&run={sandbox.run}"
    ).content.decode()
    assert f"Mended, in {calls} call" in news
    assert row().found in news
    assert 'id="goals" class="case" hx-swap-oob="true"' in news


@pytest.mark.parametrize("goal", ["works", "stays", "who"])
def test_no_page_tells_how_a_goal_is_decided(goal: str, sandbox: Sandbox, client_of: Browser) -> None:
    address = reverse("sandbox:decision", args=[sandbox.pk, goal, 1])
    assert client_of(sandbox.user).get(address).status_code == 404


def test_a_call_that_changes_nothing_does_not_look_whether_it_is_mended(sandbox: Sandbox) -> None:
    look_around(sandbox)
    with CaptureQueriesContext(connection) as asked:
        look_around(sandbox)
    assert not [one for one in asked.captured_queries if '"sandbox_brokenaccount"' in one["sql"]]


def test_the_workbench_asks_as_much_after_many_calls_as_after_one(
    sandbox: Sandbox, client_of: Browser
) -> None:
    browser, counts = client_of(sandbox.user), []
    for calls in (1, 30):
        for _ in range(calls):
            look_around(sandbox)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(sandbox.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize(
    "page", ["terminal/", "calls/", "mfa/", "policies/", "reset/", "events/", "run/shares/"]
)
def test_every_page_of_its_sandbox_says_what_it_is_of(
    page: str, sandbox: Sandbox, client_of: Browser
) -> None:
    look_around(sandbox)
    answer = client_of(sandbox.user).get(f"{sandbox.get_absolute_url()}{page}")
    assert answer.status_code == 200
    assert "The broken account of December 1, 2026" in answer.content.decode()
