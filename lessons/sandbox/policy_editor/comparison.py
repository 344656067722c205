"""What changes? The calls made so far, decided once more under another text of one document."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from django.db.models.fields.json import KeyTransform

from lessons import aws
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.policy_editor.policy_documents import Document, with_text

__all__ = ["Comparison", "Difference", "compare"]

MOST_REQUESTS = 200
# What tells when a call was made, and not what was asked: two calls that differ in these only are the same.
OF_THE_MOMENT = frozenset({"aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime", "aws:UserAgent"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that was made, with what is needed to decide it again."""

    event: Event
    request: aws.AccessRequest
    session: aws.Session | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A call that would be answered otherwise: as the documents are now, and with the text."""

    event: Event
    before: aws.Decision
    after: aws.Decision


@dataclass(frozen=True, slots=True)
class Comparison:
    """The calls that would be decided otherwise, and how many different ones were looked at."""

    differences: tuple[Difference, ...]
    looked_at: int

    @property
    def unchanged(self) -> int:
        """How many different calls would be decided as they were."""
        return self.looked_at - len(self.differences)


def compare(sandbox: Sandbox, document: Document, text: str) -> Comparison:
    """Decide the newest different calls with the documents as they are, and with `text` in one's stead."""
    before, after = aws.World(sandbox.world), aws.World(with_text(sandbox.world, document, text))
    calls = list(_asked(sandbox))
    decided = (
        (
            call.event,
            aws.redecide(call.request, call.session, before),
            aws.redecide(call.request, call.session, after),
        )
        for call in calls
    )
    known = [Difference(event, was, would) for event, was, would in decided if was and would]
    return Comparison(tuple(item for item in known if item.before.outcome != item.after.outcome), len(known))


def _asked(sandbox: Sandbox) -> Iterator[Asked]:
    """The newest different calls that were decided by policies, newest first."""
    sessions = {session.access_key_id: session for session in sandbox.sessions()}
    seen: set[Hashable] = set()
    decided = sandbox.events.filter(decision__request__isnull=False).order_by("-number")
    asked = KeyTransform("request", "decision")  # the rest of a decision is long, and not needed here
    for event in decided.annotate(asked=asked).defer("decision", "answer", "parameters", "issued_session"):
        request = aws.AccessRequest.from_json(event.asked)
        identity = _identity(request)
        if identity not in seen:
            seen.add(identity)
            yield Asked(event, request, sessions.get(event.access_key_id))
        if len(seen) == MOST_REQUESTS:
            return


def _identity(request: aws.AccessRequest) -> Hashable:
    """What two calls have in common that are the same but for the moment."""
    context = frozenset(item for item in request.context.items() if item[0] not in OF_THE_MOMENT)
    return request.principal, request.action, request.resource, context
