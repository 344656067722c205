"""A scene: a small world, and the calls made in it one after the other. Pure, and the same each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from lessons.aws import (
    Decision,
    Rehearsal,
    Rehearsed,
    Session,
    World,
    WorldDocument,
    build,
    issue_token,
    mfa_codes,
    rehearse,
)
from lessons.aws.services.sts import jwt

__all__ = ["Answer", "Call", "Change", "Nothing", "Scene", "Vouched", "play"]

DAY = datetime(2030, 3, 14, tzinfo=UTC)  # every scene plays on it: no question depends on the date
Nothing: Mapping[str, Any] = MappingProxyType({})
Change = Callable[[WorldDocument], WorldDocument]


@dataclass(frozen=True)
class Vouched:
    """Who has signed in with an identity provider, ``age`` seconds ago; ``forged`` a subject put in since."""

    issuer: str
    subject: str
    audience: str
    age: int = 0
    forged: str = ""


@dataclass(frozen=True)
class Call:
    """A call, made ``at`` so many seconds after the scene has begun.

    ``by`` is a user's name, "" for nobody, or the place from 0 of the call that has issued the credentials.
    ``token_of`` is the place of a call whose session token is sent in the place of the right one, -1 for none
    at all. ``mfa`` adds the device of the user and what it shows. ``change`` is what becomes of the world
    just before. `{account}` in parameters stands for the account's 12 digits.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    by: str | int = "alice"
    service: str = "sts"
    at: int = 0
    mfa: bool = False
    vouched: Vouched | None = None
    source_ip: str = "192.0.2.1"
    token_of: int | None = None
    change: Change | None = None


@dataclass(frozen=True)
class Answer:
    """What AWS answers: an error by ``code`` and ``message``, "" for a success; ``why`` in a sentence.

    ``verdict`` is "allowed", "denied" by a statement that says so, or else the policy types that are silent
    although they had to allow it; "" where policies are not asked. A call that issues credentials tells
    ``arn`` and ``expires`` (UTC).
    ``says`` is what GetCallerIdentity and GetAccessKeyInfo tell.
    """

    code: str
    message: str
    why: str
    verdict: str = ""
    arn: str = ""
    expires: datetime | None = None
    says: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Rehearsed) -> Answer:
        """The answer to a call, whoever has found it out."""
        told = {name: found.says[name] for name in _TOLD if name in found.says}
        arn, expires = (found.issued.arn, found.issued.expires_at) if found.issued else ("", None)
        return cls(found.code, found.message, found.why, _verdict(found.decision), arn, expires, told)


_TOLD = ("UserId", "Account", "Arn")


def _verdict(decision: Decision | None) -> str:
    if decision is None or decision.allowed:
        return "allowed" if decision else ""
    if decision.outcome == "ExplicitlyDenied":
        return "denied"
    silent = (item for item in decision.consulted if item.needed and item.answer == "is silent")
    return ", ".join(item.policy_type for item in silent)


@dataclass(frozen=True)
class Scene:
    """``accounts`` are those of a scenario (`lessons.aws.scenario`); it begins at a ``minute`` of the day."""

    seed: int
    minute: int
    accounts: Mapping[str, Any]
    calls: tuple[Call, ...]

    @cached_property
    def document(self) -> WorldDocument:
        """The world as it is when the scene begins."""
        return build({"accounts": self.accounts}, self.seed, _provider_key)

    @property
    def world(self) -> World:
        """The same, to be read."""
        return World(self.document)

    def account(self, name: str = "training") -> str:
        """The 12 digits of an account."""
        return self.world.account_id(name) or ""

    def moment(self, seconds: float) -> datetime:
        """So many seconds after the begin (UTC)."""
        return DAY + timedelta(minutes=self.minute, seconds=seconds)

    def filled(self, value: Any) -> Any:
        """The value with the digits of accounts in it."""
        if isinstance(value, str):
            for digits, account in self.world.accounts.items():
                value = value.replace(f"{{{account['name']}}}", digits)
            return value
        if isinstance(value, Mapping):
            return {self.filled(key): self.filled(item) for key, item in value.items()}
        return [self.filled(item) for item in value] if isinstance(value, list | tuple) else value

    def parameters(self, call: Call) -> dict[str, Any]:
        """The parameters of a call as they are sent."""
        given: dict[str, Any] = self.filled(call.parameters)
        now = self.moment(call.at)
        if call.mfa:
            user = next(user for user in self.world.users if user.name == call.by)
            serial, code = next(iter(mfa_codes(self.document, user, now).items()))
            given |= {"SerialNumber": serial, "TokenCode": code}
        if call.vouched:
            given["WebIdentityToken"] = _token(call.vouched, self.document, now)
        return given


@cache
def _provider_key() -> str:
    """The key of the identity providers of all scenes: to make one takes long, and it guards nothing."""
    return jwt.new_key()


def _token(who: Vouched, document: WorldDocument, now: datetime) -> str:
    issued = now - timedelta(seconds=who.age)
    token = issue_token(document, who.issuer, who.subject, who.audience, issued)
    if not who.forged:
        return token
    header, _, signature = token.split(".")
    _, claims, _ = issue_token(document, who.issuer, who.forged, who.audience, issued).split(".")
    return f"{header}.{claims}.{signature}"


def play(scene: Scene) -> tuple[Answer, ...]:
    """What AWS answers to each call of a scene, by the rules alone."""
    document = scene.document
    sessions: list[Session | None] = []
    answers = []
    for call in scene.calls:
        document = call.change(document) if call.change else document
        found = _rehearsed(scene, call, World(document), sessions)
        sessions.append(found.issued)
        answers.append(Answer.of(found))
    return tuple(answers)


def _rehearsed(scene: Scene, call: Call, world: World, sessions: list[Session | None]) -> Rehearsed:
    holder: Any = sessions[call.by] if isinstance(call.by, int) else _key_of(call.by, scene.world, world)
    token = _token_of(call, sessions)
    asked = Rehearsal(call.service, call.operation, scene.parameters(call), token, call.source_ip)
    return rehearse(asked, holder, world, scene.moment(call.at))


def _key_of(name: str, before: World, world: World) -> Any:
    """The user whose key it was, with the key, if it is still there; None for nobody."""
    user = next((user for user in before.users if user.name == name), None)
    return world.find_key(user.access_keys[0].id) if user else None


def _token_of(call: Call, sessions: list[Session | None]) -> str | None:
    place = call.by if call.token_of is None else call.token_of
    session = sessions[place] if isinstance(place, int) and place >= 0 else None
    return session.session_token if session else None
