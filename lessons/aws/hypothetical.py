"""What would be decided if somebody asked for something now: by the rules, without a call. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from lessons.aws.authenticate import Caller, Clock, behind
from lessons.aws.context import condition_keys
from lessons.aws.entities import Role
from lessons.aws.policies.access import AccessRequest, Principal
from lessons.aws.policies.decision import Decision
from lessons.aws.redecide import redecide
from lessons.aws.values import Request, Session
from lessons.aws.world import World

SESSION_NAME = "session1"
LIFE = timedelta(hours=1)
BUCKET = "arn:aws:s3:::"
_BARE = Request("GET", "https://amazonaws.com/", {})


@dataclass(frozen=True, slots=True)
class Supposed:
    """A request that somebody might make: a user, or a role whose fresh session it is, by ARN.

    `context` are condition keys beside, or instead of, those that every request has.
    """

    arn: str
    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def would_be(supposed: Supposed, now: datetime, world: World) -> Decision | None:
    """The decision on a request at `now` (UTC) nobody makes; None where there is no such user or role."""
    caller = _caller(supposed.arn, now, world)
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


def _caller(arn: str, now: datetime, world: World) -> Caller | None:
    user = next((user for user in world.users if user.arn == arn), None)
    if user:
        return Caller(Principal(user.arn, user.account_id, user.name), user, "")
    role = world.role_by_arn(arn)
    return _fresh(role, now, world) if role else None


def _fresh(role: Role, now: datetime, world: World) -> Caller:
    """A caller who has just assumed the role, without MFA, tags or session policies."""
    session = Session(
        access_key_id="",
        secret_access_key="",
        session_token="",
        account_id=role.account_id,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/{SESSION_NAME}",
        assumed_role_id=f"{role.id}:{SESSION_NAME}",
        issued_at=now,
        expires_at=now + LIFE,
        issuer_access_key_id="",
        role_name=role.name,
        role_id=role.id,
        role_session_name=SESSION_NAME,
    )
    principal, identity = behind(session, "sts", world)
    return Caller(principal, identity, "", session)


def _account_of(resource: str, callers: str, world: World) -> str:
    """The account that something is in: an ARN says so, but not that of a bucket."""
    if resource.startswith(BUCKET):
        bucket = world.bucket(resource.removeprefix(BUCKET).partition("/")[0])
        return bucket.account_id if bucket else callers
    number = resource.split(":")[4:5]
    return number[0] if number and number[0].isdecimal() else callers


def _tags_of(resource: str, world: World) -> dict[str, tuple[str, ...]]:
    role = world.role_by_arn(resource)
    return {f"aws:ResourceTag/{name}": (value,) for name, value in role.tags.items()} if role else {}
