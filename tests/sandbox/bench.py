"""A learner at the workbench, for tests that click through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessons import aws
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.scenarios import personas

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Bench:
    """A browser and a sandbox. Every action gives the response; `event` is what it became."""

    client: Client
    sandbox: Sandbox

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"sandbox:{name}", args=[self.sandbox.pk, *args])

    def now(self) -> Sandbox:
        """The sandbox as it is in the database."""
        return Sandbox.objects.get(pk=self.sandbox.pk)

    @property
    def world(self) -> aws.World:
        return aws.World(self.now().world)

    @property
    def account(self) -> str:
        return next(iter(self.world.accounts))

    @property
    def event(self) -> Event:
        """The newest event."""
        return self.sandbox.events.latest("number")

    @property
    def credential(self) -> aws.Session:
        """The newest credentials."""
        return self.sandbox.sessions(1)[0]

    def user(self, name: str = "alice") -> str:
        """The ARN of a user."""
        return next(arn for arn, user in personas.users(self.now().world).items() if user.name == name)

    def role(self, name: str = "demo") -> str:
        """The ARN of a role."""
        return f"arn:aws:iam::{self.account}:role/{name}"

    def assume(self, *, htmx: bool = True, **changed: Any) -> HttpResponse:
        """Submit the AssumeRole form, as it is filled in but for what is changed."""
        form = {
            "caller": self.user(),
            "role_arn": self.role(),
            "role_session_name": "session1",
            "duration_seconds": "900",
        }
        return self.client.post(self.url("assume-role"), form | changed, headers=HTMX if htmx else {})

    def use(self, use: str, caller: str | None = None, *, htmx: bool = True) -> HttpResponse:
        """Press one of the buttons, with the newest credentials if nobody else is named."""
        caller = caller or self.credential.access_key_id
        return self.client.post(self.url("use"), {"use": use, "caller": caller}, headers=HTMX if htmx else {})

    def skip(self, to: str, *, htmx: bool = True) -> HttpResponse:
        """Skip time, relative to the newest credentials if there are any."""
        newest = next(iter(self.sandbox.sessions(1)), None)
        form = {"to": to, "credential": newest.access_key_id if newest else ""}
        return self.client.post(self.url("skip"), form, headers=HTMX if htmx else {})
