"""The broken account of the day: the same for everybody, by UTC, and kept as it was drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as zone
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.sandbox.diagnoses import broken_days
from lessons.sandbox.diagnoses.broken_days import DAYS, day_of, diagnosis_of, open_day
from lessons.sandbox.models import BrokenAccount, Lab, LabProgress, Sandbox
from lessons.sandbox.scenarios.opening import start_over

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TODAY = NOW.date()
LIST = reverse("sandbox:broken")
Browser = Callable[[User | None], Client]


def url(day: date) -> str:
    return reverse("sandbox:broken-day", args=[day.isoformat()])


@pytest.fixture(autouse=True)
def at_eight(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def opened(browser: Client, day: date = TODAY) -> Sandbox:
    """What somebody is led to who opens a day's account."""
    where = browser.post(url(day))["Location"]
    return Sandbox.objects.get(pk=UUID(where.strip("/").split("/")[-1]))


def test_a_day_ends_at_midnight_by_utc() -> None:
    last = datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)
    assert day_of(last) == date(2026, 12, 1)
    assert day_of(last + timedelta(seconds=1)) == date(2026, 12, 2)
    assert day_of(datetime(2026, 12, 2, 5, tzinfo=zone(timedelta(hours=9)))) == date(2026, 12, 1)


def test_days_differ_and_each_is_the_same_for_everybody(
    client_of: Browser, student: User, other_student: User
) -> None:
    days = [TODAY - timedelta(number) for number in range(DAYS)]
    assert len({diagnosis_of(day).complaint for day in days}) > DAYS / 4
    mine, theirs = (opened(client_of(user)) for user in (student, other_student))
    assert mine.broken_account
    assert theirs.broken_account
    assert mine.broken_account.document == theirs.broken_account.document == diagnosis_of(TODAY).document
    assert set(mine.world["accounts"]).isdisjoint(theirs.world["accounts"])


def test_the_home_page_shows_it_to_strangers_without_a_cookie(client_of: Browser, lesson: Lesson) -> None:
    pages = [client_of(None).get("/") for _ in range(2)]
    assert pages[0].content == pages[1].content
    assert not pages[0].cookies
    assert url(TODAY) in pages[0].content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("path", [LIST, url(TODAY)])
def test_strangers_read_the_same_bytes_and_leave_nothing(path: str, client_of: Browser) -> None:
    pages = [client_of(None).get(path) for _ in range(2)]
    assert pages[0].content == pages[1].content
    assert not pages[0].cookies
    assert not User.objects.exists()


def test_whoever_opens_it_is_a_guest_then(client_of: Browser) -> None:
    sandbox = opened(client_of(None))
    assert sandbox.user.is_guest
    assert BrokenAccount.objects.get().day == TODAY


def test_opening_it_again_leads_to_the_same_sandbox(client_of: Browser, student: User) -> None:
    browser = client_of(student)
    assert opened(browser) == opened(browser)
    assert Sandbox.objects.count() == BrokenAccount.objects.count() == 1


@pytest.mark.parametrize(
    "day", [TODAY + timedelta(1), TODAY - timedelta(DAYS), date(1999, 1, 1), date(9999, 12, 31)]
)
def test_no_day_to_come_and_none_long_past_can_be_opened(day: date, client_of: Browser) -> None:
    for answer in (client_of(None).get(url(day)), client_of(None).post(url(day))):
        assert answer.status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("text", ["20261201", "2026-W49-2", "today", "2026-13-45", "2026-12-1", "٢٠٢٦-12-01"])
def test_a_day_has_one_address(text: str, client_of: Browser) -> None:
    assert client_of(None).get(f"{LIST}{text}/").status_code == 404


def test_the_first_and_the_last_day_of_the_list_can_be_opened(client_of: Browser, student: User) -> None:
    browser = client_of(student)
    for day in (TODAY, TODAY - timedelta(DAYS - 1)):
        assert url(day) in browser.get(LIST).content.decode()
        assert opened(browser, day).broken_account is not None


def test_the_list_marks_what_is_mended_and_counts_who_did(
    client_of: Browser, student: User, other_student: User, lesson: Lesson
) -> None:
    for user, calls in ((student, 7), (other_student, 3)):
        open_day(user, TODAY - timedelta(1))
        user.broken_accounts.update(mended_at=NOW, calls=calls)
    page = client_of(student).get(LIST).content.decode()
    assert "mended by you, in 7 calls" in page
    assert "mended by 2 people, in 3 to 7 calls" in page
    assert "mended by 2 people" in client_of(None).get(LIST).content.decode()
    assert "You have mended 1 day." in client_of(student).get("/").content.decode()


def test_what_was_drawn_is_kept_when_the_code_draws_another(
    client_of: Browser, student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = opened(client_of(student))
    before = BrokenAccount.objects.get()
    monkeypatch.setattr(broken_days, "diagnosis_of", lambda day: diagnosis_of(day - timedelta(1)))
    start_over(sandbox)
    assert opened(client_of(student)).broken_account == before
    after = BrokenAccount.objects.get()
    assert (after.document, after.goals, after.complaint) == (before.document, before.goals, before.complaint)
    assert after.generator == 1


def test_only_the_newest_stay_open_and_an_older_one_begins_anew(student: User) -> None:
    first = open_day(student, TODAY)
    for number in range(1, budgets.BROKEN_ACCOUNTS_OPEN + 3):
        open_day(student, TODAY - timedelta(number))
    assert student.sandboxes.count() == budgets.BROKEN_ACCOUNTS_OPEN
    assert student.broken_accounts.count() == budgets.BROKEN_ACCOUNTS_OPEN + 3
    assert open_day(student, TODAY) != first


def test_there_is_room_for_so_many_and_then_it_is_told(
    client_of: Browser, student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "BROKEN_ACCOUNTS", 1)
    browser = client_of(student)
    opened(browser)
    answer = browser.post(url(TODAY - timedelta(1)))
    assert answer.status_code == 400
    assert "no room" in answer.content.decode()
    assert opened(browser).broken_account is not None


def test_a_guest_takes_broken_accounts_into_the_account(guest: User, student: User) -> None:
    yesterday = TODAY - timedelta(1)
    open_day(student, TODAY)
    both, alone = open_day(guest, TODAY), open_day(guest, yesterday)
    guest.broken_accounts.filter(day=TODAY).update(mended_at=NOW, calls=4)
    guest_merged.send(sender=User, guest=guest, user=student)
    guest.delete()
    rows = {row.day: row for row in student.broken_accounts.all()}
    assert set(rows) == {TODAY, yesterday}
    assert (rows[TODAY].mended_at, rows[TODAY].calls) == (NOW, 4)
    assert student.sandboxes.filter(pk=alone.pk).exists()
    assert not Sandbox.objects.filter(pk=both.pk).exists()
    assert student.sandboxes.count() == 2


# -- at the end of a lab ------------------------------------------------------------------------------------


@pytest.fixture
def finished(lab: Lab, student: User) -> Lab:
    keys = [goal.key for goal in lab.goal_list]
    LabProgress.objects.create(user=student, lab=lab, reached=keys, finished_at=NOW)
    return lab


def one_more(browser: Client, lab: Lab) -> str:
    where: str = browser.post(reverse("sandbox:one-more", args=[lab.lesson.slug]))["Location"]
    return where


def test_a_finished_lab_leads_to_its_world_broken(client_of: Browser, student: User, finished: Lab) -> None:
    browser = client_of(student)
    assert "One more, without steps" in browser.get(finished.get_absolute_url()).content.decode()
    sandbox = Sandbox.objects.get(pk=UUID(one_more(browser, finished).strip("/").split("/")[-1]))
    assert sandbox.broken_account
    assert sandbox.broken_account.lab == finished
    accounts = {account["name"]: account for account in sandbox.world["accounts"].values()}
    assert accounts.keys() == {"training", "elsewhere"}
    assert "demo" in accounts["training"]["roles"]


@pytest.mark.parametrize("path", ["", "calls/", "call/sts/AssumeRole/", "policies/"])
def test_nothing_of_the_lab_is_shown_in_its_world_broken(
    path: str, client_of: Browser, student: User, finished: Lab
) -> None:
    """Its checks and forms would lead to where it is mended, its goals are reached already."""
    student.sandboxes.all().delete()
    browser = client_of(student)
    broken = one_more(browser, finished)
    answer = browser.get(f"{broken}{path}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["view"] is None
    assert not [
        part for part in ("lab-goals", "lab-calls", 'class="checks', "goal-forms", "hint/") if part in text
    ]


def test_after_one_is_mended_the_next_is_of_another_kind(
    client_of: Browser, student: User, finished: Lab
) -> None:
    browser = client_of(student)
    first, again = one_more(browser, finished), one_more(browser, finished)
    assert first == again
    student.broken_accounts.update(mended_at=NOW, calls=3)
    assert one_more(browser, finished) != first
    kinds = student.broken_accounts.values_list("kind", flat=True)
    assert len(set(kinds)) == 2


def test_a_lab_that_is_not_finished_comes_first(client_of: Browser, student: User, lab: Lab) -> None:
    browser = client_of(student)
    assert one_more(browser, lab) == lab.get_absolute_url()
    assert "One more, without steps" not in browser.get(lab.get_absolute_url()).content.decode()
    assert not BrokenAccount.objects.exists()


def test_a_world_in_which_nothing_can_break_says_so(client_of: Browser, student: User, finished: Lab) -> None:
    finished.scenario.document = {"accounts": {"training": {"users": {"alice": {}}}}}
    finished.scenario.save()
    browser = client_of(student)
    assert one_more(browser, finished) == LIST
    assert "could be broken" in browser.get(LIST).content.decode()
