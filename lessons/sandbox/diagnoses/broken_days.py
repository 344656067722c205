"""Which broken account is whose: one for everybody each day (UTC), and more in a finished lab's world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Count, Max, Min

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.sandbox.diagnoses.drawing import GENERATOR, Diagnosis, draw, draw_in
from lessons.sandbox.diagnoses.worlds import world_of
from lessons.sandbox.models import BrokenAccount, Lab, Sandbox
from lessons.sandbox.scenarios.opening import open_broken
from lessons.sql import select

__all__ = [
    "DAYS",
    "Day",
    "day_of",
    "days_until",
    "diagnosis_of",
    "is_open",
    "mended_days",
    "open_day",
    "open_in_lab",
]

DAYS = 60  # that can be opened, the last one included
MENDED = """
SELECT COUNT(*) FROM sandbox_brokenaccount WHERE user_id = %s AND mended_at IS NOT NULL AND day IS NOT NULL
"""
FULL = f"You have opened {budgets.BROKEN_ACCOUNTS} broken accounts, and there is no room for another one."


@dataclass(frozen=True, slots=True)
class Day:
    """A day's broken account: who has mended it, and what the reader made of it, None where nothing yet."""

    day: date
    people: int
    fewest: int
    most: int
    own: BrokenAccount | None


def day_of(now: datetime) -> date:
    """The day that it is, by UTC."""
    return now.astimezone(UTC).date()


def is_open(day: date, today: date) -> bool:
    """Whether the day's broken account can be opened: from its own day on, for as long as it is listed."""
    return timedelta(0) <= today - day < timedelta(DAYS)


@lru_cache(maxsize=2 * DAYS)
def diagnosis_of(day: date) -> Diagnosis:
    """What is broken that day, for everybody."""
    return draw(f"day/{day.isoformat()}")


def days_until(today: date, user: User | AnonymousUser) -> list[Day]:
    """The days that can be opened, the newest first, in two queries."""
    days = [today - timedelta(number) for number in range(DAYS)]
    mended = BrokenAccount.objects.mended().filter(day__gte=days[-1]).values("day").order_by()
    counts = {
        row["day"]: (row["people"], row["fewest"], row["most"])
        for row in mended.annotate(people=Count("pk"), fewest=Min("calls"), most=Max("calls"))
    }
    own = _own(days[-1], user)
    return [Day(day, *counts.get(day, (0, 0, 0)), own.get(day)) for day in days]


def _own(since: date, user: User | AnonymousUser) -> Mapping[date | None, BrokenAccount]:
    if not user.is_authenticated:
        return {}
    rows = user.broken_accounts.filter(day__gte=since).defer("document", "goals")
    return {row.day: row for row in rows}


def mended_days(user: User | AnonymousUser) -> int:
    """How many days' accounts the reader has mended."""
    if not user.is_authenticated:
        return 0
    [(mended,)] = select(1, MENDED, [user.pk])
    return int(mended)


def open_day(user: User, day: date) -> Sandbox:
    """The learner's sandbox of the day's broken account. Raises BadRequest where they have too many."""
    return _open(user, f"day/{day.isoformat()}", diagnosis_of(day), day=day)


def open_in_lab(user: User, lab: Lab) -> Sandbox | None:
    """The learner's sandbox of the lab's world, broken: another way each time one is mended.

    None where nothing in that world can be broken. Raises BadRequest where they have too many.
    """
    turn = user.broken_accounts.mended().filter(lab=lab).count()
    key = f"lab/{lab.pk}/{turn}"
    if begun := user.broken_accounts.filter(key=key).first():
        return open_broken(begun)
    world = world_of(lab.scenario.slug, lab.scenario.title, lab.scenario.document)
    drawn = draw_in(world, f"{user.pk} {lab.pk}", turn)
    return _open(user, key, drawn, lab=lab) if drawn else None


@transaction.atomic
def _open(
    user: User, key: str, drawn: Diagnosis, *, day: date | None = None, lab: Lab | None = None
) -> Sandbox:
    """Open what was begun under this key, else what was drawn: outside, for others wait while this writes."""
    values = {
        "day": day,
        "lab": lab,
        "generator": GENERATOR,
        "kind": drawn.kind,
        "found": drawn.found,
        "complainer": drawn.user,
        "complaint": drawn.complaint,
        "document": drawn.document,
        "goals": list(drawn.goals),
    }
    broken, new = BrokenAccount.objects.get_or_create(user=user, key=key, defaults=values)
    if new and user.broken_accounts.count() > budgets.BROKEN_ACCOUNTS:
        raise BadRequest(FULL)
    return open_broken(broken)
