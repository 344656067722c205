"""What becomes of a guest's classes when the guest signs in to an account."""

from __future__ import annotations

from typing import Any

from lessons.accounts.models import User

__all__ = ["move_memberships"]


def move_memberships(sender: type[User], guest: User, user: User, **kwargs: Any) -> None:
    """Make ``user`` a student of the guest's classes; in a class of both, since the earlier of the two.

    A class that ``user`` teaches is left out: nobody is a student of their own class.
    """
    for twin in user.memberships.filter(classroom__memberships__user=guest):
        twin.joined_at = min(twin.joined_at, guest.memberships.get(classroom=twin.classroom_id).joined_at)
        twin.save(update_fields=["joined_at"])
    new = guest.memberships.exclude(classroom__memberships__user=user).exclude(classroom__instructor=user)
    new.update(user=user)
