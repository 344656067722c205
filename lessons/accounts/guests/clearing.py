"""Guests who stayed away are deleted, unless somebody still needs what they did.

A chapter that keeps rows which nobody may lose registers them in ``AppConfig.ready``:

    register_claim("in a class", Membership.objects.values("user"))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lessons.accounts.models import User

__all__ = ["Cleared", "clear_guests", "register_claim"]

BATCH = 200
Owners = QuerySet[Any, Any]  # the ids of users
claims: dict[str, Owners] = {}


@dataclass(frozen=True)
class Cleared:
    """How many guests were deleted, and how many kept; ``reasons`` counts the kept by what they have."""

    deleted: int
    kept: int
    reasons: Mapping[str, int]


def register_claim(what: str, owners: Owners) -> None:
    """Keep the guests whose ids ``owners`` gives, whenever it is asked; ``what`` says who they are."""
    claims[what] = owners


def clear_guests(seen_before: datetime) -> Cleared:
    """Delete the guests last seen before then (UTC) who have nothing to lose but what they have read."""
    idle = User.objects.filter(is_guest=True, last_seen__lt=seen_before)
    deleted = delete_unclaimed(idle)
    counts = {what: idle.filter(pk__in=owners).count() for what, owners in claims.items()}
    return Cleared(deleted, idle.count(), {what: count for what, count in counts.items() if count})


def delete_unclaimed(idle: QuerySet[User]) -> int:
    """Delete those of ``idle`` on whom nobody has a claim, batch by batch; how many they were."""
    count = last = 0
    while batch := list(
        unclaimed(idle).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        count += delete_batch(idle, batch)
        last = batch[-1]
    return count


@transaction.atomic
def delete_batch(idle: QuerySet[User], batch: list[int]) -> int:
    """Lock these guests, then delete those on whom there is still no claim: one may have come back."""
    list(User.objects.select_for_update().filter(pk__in=batch).order_by("pk").values_list("pk", flat=True))
    _, rows = unclaimed(idle).filter(pk__in=batch).delete()
    return rows.get(User._meta.label, 0)


def unclaimed(guests: QuerySet[User]) -> QuerySet[User]:
    """Those of ``guests`` who have nothing that is registered."""
    for owners in claims.values():
        guests = guests.exclude(pk__in=owners)
    return guests
