"""What would be decided if somebody asked for something now: by the rules, without a call. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from lessons.aws.authenticate import Caller, Clock, behind
from lessons.aws.context import condition_keys
from lessons.aws.credentials import Session
from lessons.aws.entities import Role, User
from lessons.aws.http_messages import Request
from lessons.aws.policies.access_request import AccessRequest, Principal
from lessons.aws.policies.decision import Decision
from lessons.aws.redecide import redecide
from lessons.aws.services.sts import web_identity
from lessons.aws.world import World

SESSION_NAME = "session1"
LIFE = timedelta(hours=1)
_BARE = Request("GET", "https://amazonaws.com/", {})


@dataclass(frozen=True, slots=True)
class Supposed:
    """A request that somebody might make: a user or a role by ARN, or a web identity by its claims.

    `context` are condition keys beside, or instead of, those that every request has. A role asks with a
    session, without MFA and tags: `session_policy` (JSON) and `policy_arns` are those it was opened with.
    `issued_at` (UTC) is from when the session or the user's key is, None for just now. `claims` are what an
    identity provider says of somebody: its URL as `iss`, and `sub` and `aud`.
    """

    arn: str
    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    session_policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    issued_at: datetime | None = None
    claims: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def would_be(supposed: Supposed, now: datetime, world: World) -> Decision | None:
    """The decision on a request at `now` (UTC) nobody makes.

    None where nobody could ask so: there is no such user or role, the user has no active key as old as that,
    the role is younger than the session, or the account does not know the identity provider. Which audiences
    it lists for that one is not asked: the list may grow, and then the role's trust policy decides alone.
    """
    caller = _caller(supposed, now, world)
    if caller is None:
        return None
    account_id = _account_of(supposed.resource, caller.principal.account_id, world)
    service = supposed.action.partition(":")[0]
    keys = {
        **_tags_of(supposed.resource, world),
        "aws:ResourceAccount": (account_id,),
        **condition_keys(_BARE, caller, service, {}, Clock(now, now)),
        **supposed.context,
    }
    asked = AccessRequest(caller.principal, supposed.action, supposed.resource, account_id, keys)
    return redecide(asked, caller.session, world)


def _caller(supposed: Supposed, now: datetime, world: World) -> Caller | None:
    if supposed.claims:
        return _vouched(supposed, world)
    user = next((user for user in world.users if user.arn == supposed.arn), None)
    if user:
        if supposed.issued_at and not _has_key(user, supposed.issued_at):
            return None
        return Caller(Principal(user.arn, user.account_id, user.name), user, "")
    role = world.role_by_arn(supposed.arn)
    return _in_session(role, supposed, now, world) if role else None


def _has_key(user: User, made_by: datetime) -> bool:
    """Whether the user can sign with a key that is as old as that."""
    return any(key.active and datetime.fromisoformat(key.created) <= made_by for key in user.access_keys)


def _vouched(supposed: Supposed, world: World) -> Caller | None:
    """Somebody whom an identity provider vouches for, if the account of the role knows the provider."""
    account_id = _account_of(supposed.resource, "", world)
    known = world.audiences(account_id, supposed.claims["iss"]) is not None
    return web_identity.vouched(supposed.claims, account_id) if known else None


def _in_session(role: Role, supposed: Supposed, now: datetime, world: World) -> Caller | None:
    """Who has assumed the role; a role that was deleted and made again has no session of the time before."""
    issued_at = supposed.issued_at or now
    if issued_at < datetime.fromisoformat(role.created):
        return None
    session = Session(
        access_key_id="",
        secret_access_key="",
        session_token="",
        account_id=role.account_id,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/{SESSION_NAME}",
        assumed_role_id=f"{role.id}:{SESSION_NAME}",
        issued_at=issued_at,
        expires_at=issued_at + LIFE,
        issuer_access_key_id="",
        role_name=role.name,
        role_id=role.id,
        role_session_name=SESSION_NAME,
        session_policy=supposed.session_policy,
        policy_arns=supposed.policy_arns,
    )
    principal, identity = behind(session, "sts", world)
    return Caller(principal, identity, "", session)


def _account_of(resource: str, callers: str, world: World) -> str:
    """The account that something is in: an ARN says so, but not that of a bucket."""
    bucket = world.bucket_by_arn(resource)
    if bucket:
        return bucket.account_id
    number = resource.split(":")[4:5]
    return number[0] if number and number[0].isdecimal() else callers


def _tags_of(resource: str, world: World) -> dict[str, tuple[str, ...]]:
    role = world.role_by_arn(resource)
    return {f"aws:ResourceTag/{name}": (value,) for name, value in role.tags.items()} if role else {}
