"""What the workbench shows: fetched here, for the page and for each of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from lessons import aws
from lessons.aws import budgets
from lessons.requests import whole_number
from lessons.sandbox.calls import callers
from lessons.sandbox.diagnoses.mending import case_of
from lessons.sandbox.explanations.explanation import explain
from lessons.sandbox.labs.lab_view import view_in
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.scenarios import personas
from lessons.sandbox.workbench.forms import AssumeRoleForm
from lessons.sandbox.workbench.sample_calls import Use, uses_in

__all__ = [
    "EVENTS_A_PAGE",
    "Card",
    "answer_to",
    "answered",
    "assume_form",
    "bench",
    "credential_card",
    "news",
    "page_of_events",
    "uses_of",
]

SHOWN_CREDENTIALS = 8
EVENTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """Temporary credentials at a moment of the sandbox's clock."""

    credential: aws.Session
    now: datetime

    @property
    def left(self) -> int:
        """Seconds left to live."""
        return self.credential.seconds_left(self.now)

    @property
    def expired(self) -> bool:
        """Whether the gateway refuses them at this moment."""
        return self.credential.expired(self.now)

    @property
    def percent(self) -> float:
        """The part of their life that is left, as the ring draws it: 0 to 100."""
        return round(100 * self.left / self.credential.lifetime_seconds, 2)

    @property
    def digits(self) -> str:
        """The time left as a clock counts it: 08:41, or 1:59:41 beyond an hour."""
        hours, rest = divmod(self.left, 3600)
        minutes = f"{rest // 60:02}:{rest % 60:02}"
        return f"{hours}:{minutes}" if hours else minutes


def bench(sandbox: Sandbox, query: QueryDict) -> dict[str, Any]:
    """The whole workbench; `credential` in the query chooses the card, `event` the answer to show."""
    return {
        "form": assume_form(sandbox),
        **credential_card(sandbox, query.get("credential", "").replace("\0", "")),
        **answer_to(sandbox, whole_number(query, "event")),
        **page_of_events(sandbox),
        **news(sandbox),
    }


def assume_form(sandbox: Sandbox, data: QueryDict | None = None) -> AssumeRoleForm:
    """The AssumeRole form, filled in with the first role."""
    roles = personas.role_arns(sandbox.world)
    first = {"role_arn": next(iter(roles), ""), "role_session_name": "session1", "duration_seconds": 3600}
    return AssumeRoleForm(data, callers=callers.choices(sandbox), roles=roles, initial=first)


def credential_card(sandbox: Sandbox, access_key_id: str = "") -> dict[str, Any]:
    """The chosen credentials, or the newest; `card` is None while there are none."""
    chosen = sandbox.session(access_key_id) if access_key_id else None
    credential = chosen or next(iter(sandbox.sessions(1)), None)
    card = Card(credential, sandbox.now()) if credential else None
    return {"sandbox": sandbox, "card": card, "uses": uses_of(sandbox)}


def uses_of(sandbox: Sandbox) -> tuple[Use, ...]:
    """What can be tried in this sandbox."""
    return uses_in(personas.place(sandbox.world))


def answer_to(sandbox: Sandbox, number: int) -> dict[str, Any]:
    """The call of that number as the answer to show, None where there is none."""
    event = sandbox.events.calls().filter(number=number).first()
    return answered(sandbox, event) if event else {"answer": None}


def answered(sandbox: Sandbox, event: Event) -> dict[str, Any]:
    """A call as the answer to show, and why AWS gave it."""
    return {"answer": event, "why": explain(event, sandbox.user)}


def page_of_events(sandbox: Sandbox, before: int = 0) -> dict[str, Any]:
    """The newest events, or those before a number; `older` is what the next page goes on before."""
    events = sandbox.events.as_lines()
    page = list((events.filter(number__lt=before) if before else events)[: EVENTS_A_PAGE + 1])
    shown = page[:EVENTS_A_PAGE]
    older = shown[-1].number if len(page) > EVENTS_A_PAGE else None
    return {"sandbox": sandbox, "events": shown, "older": older, "kept": budgets.EVENTS}


def news(sandbox: Sandbox) -> dict[str, Any]:
    """What changes whenever something happened: the clock, the goals and the credentials."""
    now = sandbox.now()
    return {
        "sandbox": sandbox,
        "now": now,
        "view": view_in(sandbox),
        "case": case_of(sandbox),
        "cards": [Card(credential, now) for credential in sandbox.sessions(SHOWN_CREDENTIALS)],
    }
