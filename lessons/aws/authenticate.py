"""Who is asking: from a signed request to a caller.

Order of checks, as AWS has it: the scope of the credential (region, service); the token is there and belongs
to the key, and the key is active; it has not expired; the role is still the one it was issued for; and the
signature last.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from lessons.aws.credentials import Session
from lessons.aws.entities import AccessKey, Role, User
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.policies.access_request import NamedPolicies, Principal
from lessons.aws.services.sts import session_policies
from lessons.aws.signing import signatures
from lessons.aws.world import World

FindSession = Callable[[str], Session | None]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who was authenticated: a user, a session, or a web identity (then `identity` is None).

    `identity` is the user or role whose policies count, `session_policies` what limits a session further.
    `mfa_age` is how many seconds ago MFA was given (None: it was not). `claims` are the condition keys that
    an identity provider vouches for.
    """

    principal: Principal
    identity: User | Role | None
    access_key_id: str
    session: Session | None = None
    session_policies: NamedPolicies | None = None
    mfa_age: int | None = None
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def user_id(self) -> str:
        """AWS's unique id of the caller (`aws:userid`): AIDA…, AROA…:session or account:name."""
        if self.session:
            return self.session.assumed_role_id
        return self.identity.id if self.identity else ""


# Whom an access key id belongs to: a user's long-term key, a session, or nobody known here.
Holder = tuple[User, AccessKey] | Session | None


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is the sandbox's time, `signers` the one that clients sign by: they differ after a skip."""

    now: datetime
    signers: datetime


def holder_of(access_key_id: str, world: World, find_session: FindSession) -> Holder:
    """Whom an access key id belongs to, before anything is proven."""
    return world.find_key(access_key_id) or (find_session(access_key_id) if access_key_id else None)


def claimed_arn(holder: Holder) -> str:
    """The ARN that a request claims to come from, or ""."""
    if holder is None:
        return ""
    return holder.arn if isinstance(holder, Session) else holder[0].arn


def is_signed_by(holder: Holder, request: Request, service: str, now: datetime) -> bool:
    """Whether a request comes from the holder of the key that it names, expired or not, allowed or not.

    `now` is the signers' time. What is not proven may come from anybody who has read the id of the key.
    """
    if holder is None:
        return False
    secret = holder.secret_access_key if isinstance(holder, Session) else holder[1].secret
    try:
        return signatures.read(request, service).is_proof(request, secret, now)
    except AwsError:
        return False


def authenticate(request: Request, service: str, holder: Holder, world: World, clock: Clock) -> Caller:
    """The caller of a request. Raises AwsError at the first check that fails."""
    signature = signatures.read(request, service)
    signature.check_scope(request, service)
    caller = recognize(request, service, holder, world, clock.now)
    if holder is not None:
        secret = holder.secret_access_key if isinstance(holder, Session) else holder[1].secret
        signature.check(request, secret, clock.signers)
    return caller


def recognize(request: Request, service: str, holder: Holder, world: World, now: datetime) -> Caller:
    """The caller of a request if the holder of its key has signed it, which is left to be checked.

    Raises AwsError where the key is unknown or off, its token is not there or not its own, or it has expired.
    """
    if holder is None:
        raise AwsError("unknown key", service, AWSAccessKeyId=signatures.claimed(request)[0])
    if isinstance(holder, Session):
        return _session(request, service, holder, world, now)
    return _user(request, service, *holder)


def _user(request: Request, service: str, user: User, key: AccessKey) -> Caller:
    if signatures.token(request):
        raise AwsError("wrong token", service)
    if not key.active:
        raise AwsError("inactive key", service, AWSAccessKeyId=key.id)
    return Caller(Principal(user.arn, user.account_id, user.name), user, key.id)


def _session(request: Request, service: str, session: Session, world: World, now: datetime) -> Caller:
    token = signatures.token(request)
    if not token:
        raise AwsError("no token", service, AWSAccessKeyId=session.access_key_id)
    if not hmac.compare_digest(token.encode(), session.session_token.encode()):
        raise AwsError("wrong token", service)
    if session.expired(now):
        expired = session.expires_at.strftime("%H:%M:%S")
        raise AwsError("expired", service, expired=expired, **{"Token-0": token})
    principal, identity = behind(session, service, world)
    return Caller(
        principal,
        identity,
        session.access_key_id,
        session,
        session_policies.of_session(session, world),
        int((now - session.issued_at).total_seconds()) if session.mfa_present else None,
    )


def behind(session: Session, service: str, world: World) -> tuple[Principal, User | Role]:
    """Who a session is, and the role or user that it stands on, which must still be the very same."""
    if session.kind == "role":
        role = world.role(session.account_id, session.role_name)
        if role is None or role.id != session.role_id:
            raise AwsError("role gone", service, AWSAccessKeyId=session.access_key_id)
        name = f"{session.role_name}/{session.role_session_name}"
        return Principal(session.arn, session.account_id, name, role.arn), role
    user = world.user_by_id(session.user_id)
    if user is None:
        raise AwsError("user gone", service, AWSAccessKeyId=session.access_key_id)
    if session.kind == "user":
        return Principal(user.arn, user.account_id, user.name), user
    name = session.arn.rpartition("/")[2]
    return Principal(session.arn, session.account_id, name, user.arn), user
