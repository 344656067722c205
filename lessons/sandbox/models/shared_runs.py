"""A run that its owner shares."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

__all__ = ["LONGEST_TITLE", "SharedRun"]

LONGEST_TITLE = 120


class SharedRun(models.Model):
    """What a run was when its owner shared it. Whoever knows the id may read it, until the row is deleted.

    ``trace`` is `lessons.trace_json`, without secrets. It needs neither the sandbox nor its events, so it
    stays when the sandbox starts over. ``scenario`` is what it began with, None where that is gone or was
    not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_runs")
    scenario = models.ForeignKey("sandbox.Scenario", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    trace = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page behind the link that was shared."""
        return reverse("sandbox:shared-run", args=[self.pk])
