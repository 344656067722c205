"""Who learns and who teaches."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from lessons.accounts.outage import in_passing

__all__ = ["User"]

SEEN_EVERY = timedelta(hours=12)


class User(AbstractUser):
    """A learner, an instructor, or a guest: a real row that signing up turns into an account."""

    is_guest = models.BooleanField(default=False, help_text="Has not signed up yet.")
    last_seen = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Last visit in UTC, exact to half a day."
    )

    return_digest = models.CharField(  # noqa: DJ001 -- None is no code
        max_length=64,
        null=True,
        db_index=True,
        editable=False,
        help_text="Digest of the code with which a guest comes back.",
    )
    return_until = models.DateTimeField(null=True, editable=False, help_text="Until when that code holds.")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_whatever_case",
                violation_error_message="A user with that username already exists.",
            )
        ]

    @property
    def display_name(self) -> str:
        """What a page calls this user."""
        return "Guest" if self.is_guest else self.get_full_name() or self.username

    @property
    def is_instructor(self) -> bool:
        """Whether this user may teach: edit lessons and open classes."""
        return self.is_staff and self.has_perm("lessons.change_lesson")

    @in_passing
    def touch(self) -> None:
        """Remember this visit, with one write in half a day at most."""
        now = timezone.now()
        if now - self.last_seen >= SEEN_EVERY:
            self.last_seen = now
            User.objects.filter(pk=self.pk).update(last_seen=now)  # a guest may be gone, merged meanwhile
