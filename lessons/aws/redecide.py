"""Decide a call once more: as it was asked, in a world that may have changed since. Pure."""

from lessons.aws.applicable_policies import policies_for
from lessons.aws.authenticate import Caller, behind
from lessons.aws.credentials import Session
from lessons.aws.errors import AwsError
from lessons.aws.policies.access_request import AccessRequest, NamedPolicies, Principal
from lessons.aws.policies.decision import Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.services.sts import session_policies
from lessons.aws.world import World


def redecide(asked: AccessRequest, session: Session | None, world: World) -> Decision | None:
    """What `world` decides on a call that was made before; `session` is what it was signed with, if any.

    None where whoever asked is gone: a user or a role that was deleted, or one made anew, whose earlier
    sessions are dead.
    """
    caller = _caller(asked.principal, session, world)
    if caller is None:
        return None
    service = asked.action.partition(":")[0]
    policies = policies_for(caller, service, asked.resource_account, _policy_of(asked, world), world)
    return evaluate(asked, policies)


def _caller(principal: Principal, session: Session | None, world: World) -> Caller | None:
    if principal.provider:
        return Caller(principal, None, "")
    if session:
        return _session(session, world)
    user = next((user for user in world.users if user.arn == principal.arn), None)
    return Caller(principal, user, "") if user else None


def _session(session: Session, world: World) -> Caller | None:
    try:
        principal, identity = behind(session, "sts", world)
    except AwsError:
        return None
    limits = session_policies.of_session(session, world)
    return Caller(principal, identity, session.access_key_id, session, limits)


def _policy_of(asked: AccessRequest, world: World) -> NamedPolicies:
    """The policy that the resource itself has: a role's trust policy, or a bucket's."""
    if asked.asks_for_role:
        role = world.role_by_arn(asked.resource)
        return role.trust if role else ()
    bucket = world.bucket_by_arn(asked.resource)
    return bucket.policy if bucket else ()
