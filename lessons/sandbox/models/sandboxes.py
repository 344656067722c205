"""The learners' own copies of scenarios, and the calls made there with what they issued."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from lessons import aws
from lessons.aws import budgets
from lessons.sandbox.documents.storable import StorableJSON, as_stored
from lessons.sandbox.models.broken_accounts import BrokenAccount
from lessons.sandbox.models.labs import Lab, LabProgress, Scenario
from lessons.sandbox.models.shared_runs import SharedRun

__all__ = ["Event", "Lab", "LabProgress", "Sandbox", "SandboxAccount", "Scenario", "SharedRun"]


class Sandbox(models.Model):
    """One learner's own copy of a scenario, with account ids and a clock of its own.

    ``world`` holds secrets, so it is shown nowhere. ``last_number`` counts the events of this run.
    ``open_goals`` are the goals that a call can still reach, in JSON as a lab's document has them, without
    texts and hints; None where they are to be looked up. They save two queries a call.
    ``busy_until`` is when all its calls would be done at the pace of `budgets.OF_SANDBOX`, in seconds since
    1970; None before the first.
    ``lab`` is the one that the learner came from last.
    It is a copy of a ``scenario``, or of a ``broken_account``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sandboxes")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="sandboxes")
    broken_account = models.OneToOneField(
        BrokenAccount, on_delete=models.CASCADE, null=True, related_name="sandbox"
    )
    world = models.JSONField(default=dict)
    world_version = models.PositiveIntegerField(default=0)
    clock_offset_seconds = models.PositiveIntegerField(default=0)
    run = models.PositiveIntegerField(default=1, help_text="Counts the starts, the first included.")
    last_number = models.PositiveIntegerField(default=0)
    busy_until = models.FloatField(null=True)
    open_goals = models.TextField(null=True)  # noqa: DJ001 -- None is not looked up, "[]" is none left
    lab = models.ForeignKey(Lab, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "scenario"], name="one_sandbox_a_scenario")]

    def __str__(self) -> str:
        return f"{self.scenario_id or self.broken_account} {self.id}"

    def get_absolute_url(self) -> str:
        """The learner's page of this sandbox."""
        return reverse("sandbox:sandbox", args=[self.pk])

    @property
    def origin(self) -> Scenario | BrokenAccount:
        """What it is a copy of: has a title, and a document that worlds are built from."""
        return self.broken_account or cast(Scenario, self.scenario)

    def now(self) -> datetime:
        """The sandbox's clock: real time (UTC) and what was skipped."""
        return timezone.now() + timedelta(seconds=self.clock_offset_seconds)

    def locked(self) -> Sandbox:
        """The sandbox as it is now, held for this transaction: one writer at a time.

        Raises Sandbox.DoesNotExist when it was deleted meanwhile.
        """
        return Sandbox.objects.select_for_update().get(pk=self.pk)

    @property
    def newest(self) -> models.QuerySet[Event]:
        """The newest events, without the older ones that are kept for their credentials."""
        return self.events.filter(number__gt=self.last_number - budgets.EVENTS)

    def sessions(self, most: int | None = None) -> list[aws.Session]:
        """The temporary credentials issued here, newest first."""
        issued = self.events.exclude(issued_key=None).order_by("-number")
        stored = issued.values_list("issued_session", flat=True)[:most]
        return [aws.Session.from_json(session) for session in stored if session]

    def session(self, access_key_id: str) -> aws.Session | None:
        """The temporary credentials of that access key id, if they were issued here."""
        stored = self.events.filter(issued_key=access_key_id).values_list("issued_session", flat=True).first()
        return aws.Session.from_json(stored) if stored else None

    def uses(self, who: str) -> list[aws.Use]:
        """The last use of each service, newest first, by an access key, a caller or all sessions of a role.

        `who` is as `aws.handle` asks; a call that nobody had rightly signed is no use.
        """
        named = models.Q(caller_arn__startswith=who) if who.endswith("/") else models.Q(caller_arn=who)
        calls = self.events.calls().filter(named | models.Q(access_key_id=who))
        proven = calls.exclude(error_code__in=UNPROVEN).order_by().values_list("service")
        return [aws.Use(*use) for use in proven.annotate(at=models.Max("at")).order_by("-at")]


# What a call ends in whose signature or credentials are not good.
UNPROVEN = (
    "AuthorizationHeaderMalformed",
    "AuthorizationQueryParametersError",
    "ExpiredToken",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "MissingAuthenticationToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
)


class SandboxAccount(models.Model):
    """A 12-digit account id, which no two sandboxes share."""

    account_id = models.CharField(max_length=12, unique=True)
    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="accounts")

    def __str__(self) -> str:
        return self.account_id


class EventQuerySet(models.QuerySet["Event"]):
    """Events as a page lists them, and as labs count them."""

    def as_lines(self) -> EventQuerySet:
        """As the page lists them: newest first, without secrets and what only their explanations need."""
        return self.order_by("-number").defer("decision", "answer", "issued_session")

    def calls(self) -> EventQuerySet:
        """Calls, and no turns of the clock."""
        return self.exclude(source=Event.Source.CLOCK)


class Event(models.Model):
    """One call, or one turn of the clock, as it was: written once and never changed.

    ``at`` is the sandbox's time, ``recorded_at`` the real one, both UTC. ``answer`` is the beginning of what
    AWS answered, without secrets; ``decision`` is `aws.Decision.to_json()`. ``issued_session`` is
    `aws.Session.to_json()` of the credentials that the call issued, with their secrets, and ``issued_key`` is
    their access key id.
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
    parameters = models.JSONField(default=dict, encoder=StorableJSON)
    source_ip = models.CharField(max_length=64, blank=True)
    user_agent = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=120, blank=True)
    error_message = models.TextField(blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    decision = models.JSONField(null=True, encoder=StorableJSON)
    explanation = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    issued_key = models.CharField(max_length=32, null=True)  # noqa: DJ001 -- no key is None, for "" would be one
    issued_session = models.JSONField(null=True, encoder=StorableJSON)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sandbox", "number"], name="numbered_within_the_sandbox"),
            models.UniqueConstraint(
                fields=["issued_key"], condition=models.Q(issued_key__isnull=False), name="issued_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action or self.source}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the event once. Raises ValidationError on a second save."""
        if not self._state.adding:
            raise ValidationError("An event is written once.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of this one call."""
        return reverse("sandbox:event", args=[self.sandbox_id, self.number])

    def settle(self) -> None:
        """Make its JSON what the database gives back, which is how it can be shown."""
        for name in ("parameters", "decision", "issued_session"):
            setattr(self, name, as_stored(getattr(self, name)))

    @cached_property
    def issued(self) -> aws.Session | None:
        """The temporary credentials that the call issued, by the sandbox's clock."""
        return aws.Session.from_json(self.issued_session) if self.issued_session else None

    @cached_property
    def refused_by(self) -> str | None:
        """The policy type that refused the call; "" or None where none did."""
        return self.decision["refused_by"] if self.decision else None

    @property
    def succeeded(self) -> bool:
        """Whether AWS did what it was asked."""
        return not self.error_code and 200 <= self.status < 300  # noqa: PLR2004 -- HTTP's own range
