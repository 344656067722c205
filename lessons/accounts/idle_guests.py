"""Guests who stayed away are deleted, unless somebody still needs what they did.

A chapter that keeps rows which nobody may lose registers them in ``AppConfig.ready``:

    register_claim("in a class", Membership)    # any model with a `user`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from lessons.accounts.models import User

__all__ = ["Cleared", "clear_guests", "register_claim"]

BATCH = 200
claims: dict[str, type[Model]] = {}


@dataclass(frozen=True)
class Cleared:
    """How many guests were deleted, and how many kept; ``reasons`` counts the kept by what they have."""

    deleted: int
    kept: int
    reasons: Mapping[str, int]


def register_claim(what: str, model: type[Model]) -> None:
    """Keep every guest who has a row of ``model``, which has a `user`; ``what`` says who they are."""
    claims[what] = model


def clear_guests(seen_before: datetime) -> Cleared:
    """Delete the guests last seen before then (UTC) who have nothing to lose but what they have read."""
    idle = User.objects.filter(is_guest=True, last_seen__lt=seen_before)
    deleted = delete_unclaimed(idle)
    counts = {what: idle.filter(having(model)).count() for what, model in claims.items()}
    return Cleared(deleted, idle.count(), {what: count for what, count in counts.items() if count})


def having(*models: type[Model]) -> Q:
    """Users with a row of any of ``models``."""
    found = Q(pk__in=())
    for model in models:
        found |= Q(pk__in=model._default_manager.values("user"))
    return found


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
    return guests.exclude(having(*claims.values()))
