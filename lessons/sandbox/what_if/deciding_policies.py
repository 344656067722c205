"""Which policies decided a step, each with its place in the world where it can be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lessons import aws
from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, RCP, RESOURCE, SCP, SESSION, TRUST
from lessons.aws.services.requested import QUERY_OPERATIONS
from lessons.models import Lesson
from lessons.sandbox.documents.recorded_calls import OK, RecordedCall
from lessons.sandbox.performing.plan import plan_of
from lessons.sandbox.performing.stage import Stage
from lessons.sandbox.policy_editor.policy_documents import NoSuchDocumentError, Place
from lessons.sandbox.what_if.control_policies import control_place
from lessons.sandbox.what_if.policy_text import AWS_OWN, SESSION_KIND, policy_at
from lessons.sandbox.what_if.replay import PlayedCall, PlayedStep

__all__ = ["DecidedCall", "DecidingPolicy", "decided_calls", "url_of"]

REFUSED = "AccessDenied"
NONE_YET = "there is none yet"
OF_A_SESSION = "session policy"  # as a decision names the one that was passed as text
NEW = "what-if"  # the name of a policy for whoever has none yet
HOLDERS = {"user": ("users", "user-policy"), "role": ("roles", "role-policy")}
FIXED = {
    SESSION: "It is AWS's own, or came with a call of this very step.",
    RCP: "It is AWS's own, and nobody can detach it.",
    BOUNDARY: "It is AWS's own.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy that was read for a decision, as the decision names it. ``place`` is None for a fixed one."""

    policy_type: str
    name: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class DecidingPolicy:
    """A policy of a call: whether it decided, and what it said: "allows", "denies", "is silent", or NONE_YET.

    ``place`` is where it can be changed, or written for the first time; ``fixed`` tells why it cannot be.
    """

    policy_type: str
    name: str
    says: str
    decides: bool
    place: Place | None
    fixed: str = ""

    @property
    def title(self) -> str:
        """What it is called where it stands."""
        return (self.place and self.place.name) or self.name

    @property
    def whose(self) -> str:
        """Whose it is, such as role demo; "" where its name says all."""
        if self.place is None or self.place.kind == "managed":
            return ""
        return HOLDER_OF[self.place.kind].format(self.place.owner)


HOLDER_OF = {
    "trust": "role {}",
    "role-policy": "role {}",
    "user-policy": "user {}",
    "group-policy": "group {}",
    "bucket": "bucket {}",
    "scp": "organization",
    "rcp": "organization",
    SESSION_KIND: "session {}",
}


@dataclass(frozen=True, slots=True)
class DecidedCall:
    """A call that policies decided, with those that did so first."""

    played: PlayedCall
    policies: tuple[DecidingPolicy, ...]


def is_decided(call: RecordedCall) -> bool:
    """Whether policies decide a call that is answered as it is recorded: by its kind, without playing it."""
    operation = QUERY_OPERATIONS.get(call.service, {}).get(call.operation)
    return call.answer in {OK, REFUSED} and not (operation and operation.open_to_all)


def url_of(lesson: Lesson, number: int) -> str:
    """Where a policy of that step can be changed, "" where none decides it."""
    plan = plan_of(lesson)
    step = plan.steps[number - 1] if plan else None
    is_there = step is not None and any(map(is_decided, step.calls))
    return reverse("sandbox:what-if", args=[lesson.slug, number]) if is_there else ""


def decided_calls(step: PlayedStep) -> tuple[DecidedCall, ...]:
    """The calls of a step that policies decided, the last one first: it is what the step is about.

    Of several that the same policies decided so, one.
    """
    told: dict[tuple[DecidingPolicy, ...], DecidedCall] = {}
    for played in reversed(step.calls):
        policies = tuple(_policies(played, step.before))
        if policies:
            told.setdefault(policies, DecidedCall(played, policies))
    return tuple(told.values())


def _policies(played: PlayedCall, begin: Stage) -> list[DecidingPolicy]:
    """The policies of a call, those that decided first; of what could not be changed before, none."""
    decision = played.made.call.decision if played.made else None
    if decision is None:
        return []
    told = [
        _told(decision, candidate, begin)
        for candidate in _candidates(decision, played, begin)
        if candidate.place is None or _is_same(candidate.place, begin, played.before)
    ]
    kept = [policy for policy in told if not decision.allowed or policy.says == "allows"]
    return sorted(kept, key=lambda policy: not policy.decides)


def _is_same(place: Place, begin: Stage, stage: Stage) -> bool:
    """Whether a policy is at the call what it was when the step began, so that a change of it holds."""
    try:
        return policy_at(begin, place).text == policy_at(stage, place).text
    except NoSuchDocumentError:
        return False


def _told(decision: aws.Decision, candidate: Candidate, begin: Stage) -> DecidingPolicy:
    kind, name, place = candidate.policy_type, candidate.name, candidate.place
    its = [item for item in decision.statements if (item.policy_type, item.policy) == (kind, name)]
    effects = {item.effect for item in its if item.matched}
    says = "denies" if "Deny" in effects else "allows" if effects else "is silent"
    needed = any(item.needed for item in decision.consulted if item.policy_type == kind)
    if decision.allowed:
        decides = says == "allows" and needed
    else:
        is_explicit = decision.outcome is aws.Answer.EXPLICITLY_DENIED
        decides = kind == decision.refused_by and (says == "denies" or not is_explicit)
    if place and policy_at(begin, place).text is None:
        says = NONE_YET
    return DecidingPolicy(kind, name, says, decides, place, "" if place else FIXED[kind])


def _candidates(decision: aws.Decision, played: PlayedCall, begin: Stage) -> Iterator[Candidate]:
    """Every policy that was read, in the order they are asked; a new one where one could have allowed."""
    world = aws.World(played.before.world)
    for item in decision.consulted:
        if read := READERS.get(item.policy_type):
            yield from read(decision, world)
        elif item.policy_type in {SCP, RCP}:
            yield from _of_organization(item.policy_type, decision, world)
        elif item.policy_type == SESSION:
            yield from (_of_session(name, played, begin) for name in item.policies)
        else:
            yield from (Candidate(item.policy_type, name, None) for name in item.policies)


def _of_session(name: str, played: PlayedCall, begin: Stage) -> Candidate:
    """A policy of the session that signs; the one that was passed as text, if that was before the step."""
    by = played.call.by
    session = begin.session(begin.kept.get(by, ""))
    is_text = name == OF_A_SESSION and session is not None
    place = Place(SESSION_KIND, session.account_id, by) if session and is_text else None
    return Candidate(SESSION, name, place)


def _of_organization(kind: str, decision: aws.Decision, world: aws.World) -> Iterator[Candidate]:
    """Each policy of an organization once: what hangs at several levels says the same at each."""
    told: set[str] = set()
    for level in decision.policies.levels(kind):
        for named, _ in level.policies:
            name = named.removesuffix(f" at {level.name}")
            if name not in told:
                yield Candidate(kind, named, control_place(kind, name, world))
            told.add(name)


def _of_resource(decision: aws.Decision, world: aws.World) -> Iterator[Candidate]:
    """The trust policy of a role, or the policy of a bucket: one yet to be written where that would help."""
    request = decision.request
    role, bucket = world.role_by_arn(request.resource), world.bucket_by_arn(request.resource)
    if request.asks_for_role and role:
        yield Candidate(TRUST, "trust policy", Place("trust", role.account_id, role.name))
    if bucket and (bucket.policy or decision.refused_by in {IDENTITY, RESOURCE}):
        yield Candidate(RESOURCE, "bucket policy", Place("bucket", bucket.account_id, bucket.name))


def _of_holder(decision: aws.Decision, world: aws.World) -> Iterator[Candidate]:
    """The policies of the user or the role, and of the user's groups."""
    account_id, kind, name, item = _holder(decision, world)
    if item is None:
        return
    whole = [*_of_entity(item, Place(kind, account_id, name, NEW))]
    for group, told in world.accounts[account_id]["groups"].items() if kind == "user-policy" else ():
        if name in told["members"]:
            its = _of_entity(told, Place("group-policy", account_id, group, NEW))
            whole += [Candidate(IDENTITY, f"{found.name} of the group {group}", found.place) for found in its]
    yield from whole or [Candidate(IDENTITY, NEW, Place(kind, account_id, name, NEW))]


def _of_entity(item: Mapping[str, Any], new: Place) -> Iterator[Candidate]:
    """The inline and the attached policies of a user, a group or a role that ``new`` is a place at."""
    for name in item["policies"]:
        yield Candidate(IDENTITY, name, Place(new.kind, new.account_id, new.owner, name))
    for arn in item["attached"]:
        name = arn.rpartition("/")[2]
        own = Place(new.kind, new.account_id, new.owner, name)
        yield Candidate(IDENTITY, name, own if arn == f"{AWS_OWN}{name}" else _managed(arn))


def _boundary(decision: aws.Decision, world: aws.World) -> Iterator[Candidate]:
    _, _, _, item = _holder(decision, world)
    if item and item["boundary"]:
        arn = item["boundary"]
        yield Candidate(BOUNDARY, arn.rpartition("/")[2], None if ":aws:policy/" in arn else _managed(arn))


def _managed(arn: str) -> Place:
    return Place("managed", arn.split(":")[4], arn.rpartition("/")[2])


def _holder(decision: aws.Decision, world: aws.World) -> tuple[str, str, str, Mapping[str, Any] | None]:
    """Whose identity-based policies counted: the account, the kind of place, the name, the entry."""
    principal = decision.request.principal
    arn = principal.issuer_arn or principal.arn
    part, _, path = arn.rpartition(":")[2].partition("/")
    owners, kind = HOLDERS.get(part, ("", ""))
    name, account_id = path.rpartition("/")[2], principal.account_id
    return account_id, kind, name, world.accounts.get(account_id, {}).get(owners, {}).get(name)


READERS: Mapping[str, Callable[[aws.Decision, aws.World], Iterator[Candidate]]] = {
    TRUST: _of_resource,
    RESOURCE: _of_resource,
    IDENTITY: _of_holder,
    BOUNDARY: _boundary,
}
