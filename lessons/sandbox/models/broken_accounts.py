"""The broken accounts that learners have opened, and whether they have mended them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from lessons.sandbox.documents.goals import Goal, read_goals
from lessons.sandbox.models.labs import Lab

__all__ = ["BrokenAccount"]


class BrokenAccountQuerySet(models.QuerySet["BrokenAccount"]):
    """Broken accounts of any learners."""

    def mended(self) -> BrokenAccountQuerySet:
        """Those that work again."""
        return self.exclude(mended_at=None)


class BrokenAccount(models.Model):
    """A diagnosis that a learner has begun, as it was drawn: what draws them may change, this does not.

    ``key`` says which it is: that of a ``day``, or of the learner's turn in a ``lab``'s world. ``generator``
    is the version that drew it. ``calls`` are those that it took until ``mended_at``, the first time.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="broken_accounts"
    )
    key = models.CharField(max_length=120)
    day = models.DateField(null=True, db_index=True)
    lab = models.ForeignKey(Lab, on_delete=models.SET_NULL, null=True, related_name="+")
    generator = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60)
    found = models.CharField(max_length=240, help_text="What it was, told once it is mended.")
    complainer = models.CharField(max_length=64)
    complaint = models.CharField(max_length=400)
    document = models.JSONField(help_text="Accounts with their users, roles and buckets.")
    goals = models.JSONField(help_text="What has to be decided so at one moment.")
    opened_at = models.DateTimeField(default=timezone.now)
    mended_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(null=True)

    objects = BrokenAccountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_broken_account_a_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"

    @property
    def title(self) -> str:
        """What it is called on pages."""
        day: date | None = self.day
        return f"The broken account of {day:%B} {day.day}, {day.year}" if day else "One more, without steps"

    @property
    def goal_list(self) -> tuple[Goal, ...]:
        """What mending it means."""
        return read_goals(self.goals)
