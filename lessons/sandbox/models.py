"""The learners' own copies of scenarios, the credentials issued there and the calls made."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from lessons import aws
from lessons.sandbox.labs.models import Lab, LabProgress, Scenario
from lessons.sandbox.sharing.models import SharedRun

__all__ = ["Credential", "Event", "Lab", "LabProgress", "Sandbox", "SandboxAccount", "Scenario", "SharedRun"]


class Sandbox(models.Model):
    """One learner's own copy of a scenario, with account ids and a clock of its own.

    ``world`` holds secrets, so it is shown nowhere. ``last_number`` counts the events of this run.
    ``open_goals`` are the goals that a call can still reach, in JSON as a lab's document has them, without
    texts and hints; None where they are to be looked up. They save two queries a call.
    ``lab`` is the one that the learner came from last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sandboxes")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="sandboxes")
    world = models.JSONField(default=dict)
    world_version = models.PositiveIntegerField(default=0)
    clock_offset_seconds = models.PositiveIntegerField(default=0)
    run = models.PositiveIntegerField(default=1, help_text="Counts the starts, the first included.")
    last_number = models.PositiveIntegerField(default=0)
    open_goals = models.TextField(null=True)  # noqa: DJ001 -- None is not looked up, "[]" is none left
    lab = models.ForeignKey(Lab, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "scenario"], name="one_sandbox_a_scenario")]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.id}"

    def get_absolute_url(self) -> str:
        return reverse("sandbox:sandbox", args=[self.pk])

    def now(self) -> datetime:
        """The sandbox's clock: real time (UTC) and what was skipped."""
        return timezone.now() + timedelta(seconds=self.clock_offset_seconds)


class SandboxAccount(models.Model):
    """A 12-digit account id, which no two sandboxes share."""

    account_id = models.CharField(max_length=12, unique=True)
    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="accounts")

    def __str__(self) -> str:
        return self.account_id


class Credential(models.Model):
    """Temporary credentials that STS issued in a sandbox: `aws.Session` as a row. Times are the sandbox's."""

    TUPLES = ("policy_arns", "transitive_tag_keys")  # which a row keeps as lists

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="credentials")
    access_key_id = models.CharField(max_length=32, unique=True)
    secret_access_key = models.CharField(max_length=80)
    session_token = models.TextField()
    account_id = models.CharField(max_length=12)
    role_name = models.CharField(max_length=64, blank=True)
    role_id = models.CharField(max_length=32, blank=True)
    role_session_name = models.CharField(max_length=64, blank=True)
    user_id = models.CharField(max_length=32, blank=True)
    arn = models.TextField()
    assumed_role_id = models.CharField(max_length=128)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    issuer_access_key_id = models.CharField(max_length=32)
    chained = models.BooleanField(default=False)
    session_policy = models.TextField(null=True)  # noqa: DJ001 -- as in aws.Session: None is no policy, "" is a bad one
    policy_arns = models.JSONField(default=list)
    tags = models.JSONField(default=dict)
    transitive_tag_keys = models.JSONField(default=list)
    source_identity = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- as in aws.Session
    mfa_present = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.access_key_id

    @classmethod
    def of(cls, sandbox: Sandbox, session: aws.Session) -> Credential:
        """The row, not yet saved, of a session that was just issued."""
        fields = {field.name: getattr(session, field.name) for field in dataclasses.fields(session)}
        lists = {name: list(fields[name]) for name in cls.TUPLES}
        return cls(sandbox=sandbox, **fields | lists | {"tags": dict(session.tags)})

    @property
    def session(self) -> aws.Session:
        """The session as the gateway knows it."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(aws.Session)}
        return aws.Session(**fields | {name: tuple(fields[name]) for name in self.TUPLES})

    @property
    def lifetime_seconds(self) -> int:
        """How long the credentials were issued for."""
        return round((self.expires_at - self.issued_at).total_seconds())

    def seconds_left(self, now: datetime) -> int:
        """What they still have to live at ``now``, 0 once they have expired."""
        return max(0, ceil((self.expires_at - now).total_seconds()))


class EventQuerySet(models.QuerySet["Event"]):
    def newest_first(self) -> EventQuerySet:
        """As the page lists them, with what each call issued."""
        return (
            self.select_related("issued")
            .defer("issued__secret_access_key", "issued__session_token")
            .order_by("-number")
        )

    def as_lines(self) -> EventQuerySet:
        """Newest first, without what only their explanations need."""
        return self.newest_first().defer("decision", "answer")

    def calls(self) -> EventQuerySet:
        """Calls, and no turns of the clock."""
        return self.exclude(source=Event.Source.CLOCK)


class Event(models.Model):
    """One call, or one turn of the clock, as it was: written once and never changed.

    ``at`` is the sandbox's time, ``recorded_at`` the real one, both UTC. ``answer`` is the beginning of what
    AWS answered, without secrets; ``decision`` is `aws.Decision.to_json()`.
    """

    class Source(models.TextChoices):
        PAGE = "page", "this page"
        CLIENT = "client", "a client"
        CLOCK = "clock", "the clock"

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=10, choices=Source)
    service = models.CharField(max_length=20, blank=True)
    operation = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=120, blank=True)
    resource = models.TextField(blank=True)
    caller_arn = models.TextField(blank=True)
    access_key_id = models.TextField(blank=True)
    parameters = models.JSONField(default=dict)
    source_ip = models.CharField(max_length=64, blank=True)
    user_agent = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=120, blank=True)
    error_message = models.TextField(blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    decision = models.JSONField(null=True)
    explanation = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    issued = models.ForeignKey(Credential, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sandbox", "number"], name="numbered_within_the_sandbox")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action or self.source}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the event once. Raises ValidationError on a second save."""
        if not self._state.adding:
            raise ValidationError("An event is written once.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("sandbox:event", args=[self.sandbox_id, self.number])

    @property
    def succeeded(self) -> bool:
        """Whether AWS did what it was asked."""
        return not self.error_code and 200 <= self.status < 300  # noqa: PLR2004 -- HTTP's own range
