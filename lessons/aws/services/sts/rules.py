"""The rules of STS: who may call what, which role, for how long, what is issued and what is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lessons.aws.arn import federated_user_arn, read_role_arn
from lessons.aws.authenticate import Caller
from lessons.aws.credentials import Session
from lessons.aws.entities import Role
from lessons.aws.errors import AwsError
from lessons.aws.services.sts import session_policies, session_tags, web_identity
from lessons.aws.signing.key_ids import account_of
from lessons.aws.world import World

# How long a session lives unless DurationSeconds says otherwise, by the call that issues it.
DEFAULT_SECONDS = {
    "AssumeRole": 3600,
    "AssumeRoleWithWebIdentity": 3600,
    "GetSessionToken": 43200,
    "GetFederationToken": 43200,
}
LONGEST_CHAINED_SECONDS = 3600
FOR_ROLES = ("AssumeRole", "AssumeRoleWithWebIdentity")
FOR_LONG_TERM_KEYS = ("GetSessionToken", "GetFederationToken")

# What temporary credentials may call of STS, by what they were issued for (a role: everything else).
OPEN_TO = {
    "user": ("AssumeRole", "GetCallerIdentity"),
    "federated": ("GetCallerIdentity",),
}


@dataclass(frozen=True, slots=True)
class Life:
    """From when until when a session lives, in whole seconds as AWS tells them."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of STS: the operation by name, its parameters, who calls. `role` is the one asked for."""

    name: str
    parameters: Mapping[str, Any]
    caller: Caller
    role: Role | None

    @property
    def account_id(self) -> str:
        """The account that a session will belong to."""
        return self.role.account_id if self.role else self.caller.principal.account_id


def life(name: str, parameters: Mapping[str, Any], now: datetime) -> Life:
    """The life of a session that is issued now."""
    begin = now.replace(microsecond=0)
    seconds = parameters.get("DurationSeconds", DEFAULT_SECONDS.get(name, 0))
    return Life(begin, begin + timedelta(seconds=seconds))


def check_credentials(service: str, name: str, session: Session | None) -> None:
    """Whether temporary credentials may make a call at all, whatever policies say. Raises AwsError."""
    if session is None:
        return
    if service == "iam" and session.kind == "federated":
        raise AwsError("no iam for federated", service)
    if service == "iam" and session.kind == "user" and not session.mfa_present:
        raise AwsError("no iam", service)
    open_to = OPEN_TO.get(session.kind)
    if service == "sts" and (name in FOR_LONG_TERM_KEYS if open_to is None else name not in open_to):
        raise AwsError("session credentials", service, name=name)


def find_role(name: str, arn: str, caller_arn: str, world: World) -> Role:
    """The role to be assumed. That it is not there is answered like any other refusal."""
    if read_role_arn(arn) is None:
        raise AwsError("role arn", "sts", resource=arn)
    role = world.role_by_arn(arn)
    if role is None and name == "AssumeRoleWithWebIdentity":
        raise AwsError("no role for web identity", "sts")
    if role is None:
        raise AwsError("no role", "sts", caller=caller_arn, action="sts:AssumeRole", resource=arn)
    return role


def resource_of(ask: Ask) -> str:
    """The ARN that a permission is asked on; "*" where an operation has no resource."""
    if ask.name == "GetFederationToken":
        return federated_user_arn(ask.account_id, ask.parameters["Name"])
    return ask.role.arn if ask.role else "*"


def further_actions(ask: Ask) -> tuple[str, ...]:
    """The permissions that a call needs beside its own: tags and source identity have their own.

    What a session hands on along a chain of roles counts as if it was passed.
    """
    session = ask.caller.session
    actions = []
    if "Tags" in ask.parameters or session_tags.inherited(session):
        actions.append("sts:TagSession")
    if "SourceIdentity" in ask.parameters or (session and session.source_identity):
        actions.append("sts:SetSourceIdentity")
    return tuple(actions) if ask.name in DEFAULT_SECONDS else ()


def check(ask: Ask, world: World) -> None:
    """What is left to check once the call is allowed. Raises AwsError."""
    if ask.role:
        _check_duration(ask.parameters, ask.caller, ask.role)
        _check_source_identity(ask.parameters.get("SourceIdentity"), ask.caller.session)
    if ask.name in DEFAULT_SECONDS:
        session_policies.check(ask.parameters, ask.account_id, world)
        session_tags.check(ask.parameters, ask.caller.session)
    if ask.name == "DecodeAuthorizationMessage":  # no call of the sandbox answers with an encoded message
        raise AwsError("encoded message", "sts")


def draft(ask: Ask, life: Life) -> Session | None:
    """The session that a call will issue, its keys still empty; None for a call that issues nothing."""
    fill = _DRAFTS.get(ask.name)
    if fill is None:
        return None
    return Session(
        access_key_id="",
        secret_access_key="",
        session_token="",
        account_id=ask.account_id,
        issued_at=life.begin,
        expires_at=life.end,
        issuer_access_key_id=ask.caller.access_key_id,
        session_policy=ask.parameters.get("Policy"),
        policy_arns=session_policies.arns(ask.parameters),
        **fill(ask),
    )


def answer(ask: Ask, issued: Session | None) -> dict[str, Any]:
    """What a call answers beside the credentials. What is None is left out."""
    if issued is None:
        return _INFORMATION[ask.name](ask)
    told: dict[str, Any] = {
        "PackedPolicySize": _packed_percent(ask),
        "SourceIdentity": issued.source_identity,
    }
    if issued.kind == "federated":
        return told | {"FederatedUser": {"FederatedUserId": issued.assumed_role_id, "Arn": issued.arn}}
    if issued.kind == "role":
        told |= {"AssumedRoleUser": {"AssumedRoleId": issued.assumed_role_id, "Arn": issued.arn}}
    return told | (web_identity.answer(ask.caller) if ask.name == "AssumeRoleWithWebIdentity" else {})


def _check_duration(parameters: Mapping[str, Any], caller: Caller, role: Role) -> None:
    """The role's maximum, then the hour of a chain."""
    asked = parameters.get("DurationSeconds", 0)
    if asked > role.max_session_seconds:
        raise AwsError("longer than role", "sts", asked=asked, longest=role.max_session_seconds)
    if caller.session and asked > LONGEST_CHAINED_SECONDS:
        raise AwsError("longer than chain", "sts")


def _check_source_identity(given: str | None, session: Session | None) -> None:
    known = session.source_identity if session else None
    if given and known and given != known:
        raise AwsError("source identity", "sts", known=known)


def _packed_percent(ask: Ask) -> int | None:
    """How full the room for policies and tags is, in percent; None where nothing was passed.

    Only GetFederationToken then says 0 (localstack/localstack, tests/aws/services/sts/test_sts.snapshot.json,
    recorded in 2024).
    """
    tags = session_tags.given(ask.parameters) | session_tags.inherited(ask.caller.session)
    if not (tags or "Policy" in ask.parameters or "PolicyArns" in ask.parameters):
        return 0 if ask.name == "GetFederationToken" else None
    return max(1, session_policies.packed_percent(ask.parameters), session_tags.packed_percent(tags))


def _role_session(ask: Ask) -> dict[str, Any]:
    """A session of a role. Its ARN drops the role's path."""
    role, name, session = ask.role, ask.parameters["RoleSessionName"], ask.caller.session
    if role is None:
        raise ValueError("a role session needs a role")
    return {
        "role_name": role.name,
        "role_id": role.id,
        "role_session_name": name,
        "arn": f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/{name}",
        "assumed_role_id": f"{role.id}:{name}",
        "chained": session is not None,
        "tags": session_tags.inherited(session) | session_tags.given(ask.parameters),
        "transitive_tag_keys": session_tags.transitive(ask.parameters, session),
        "source_identity": ask.parameters.get("SourceIdentity") or (session and session.source_identity),
    }


def _user_session(ask: Ask) -> dict[str, Any]:
    """Temporary credentials of a user, who stays the same principal."""
    user = ask.caller.principal
    return {
        "user_id": ask.caller.user_id,
        "arn": user.arn,
        "assumed_role_id": ask.caller.user_id,
        "mfa_present": ask.caller.mfa_age is not None,
    }


def _federated_session(ask: Ask) -> dict[str, Any]:
    name = ask.parameters["Name"]
    return {
        "user_id": ask.caller.user_id,
        "arn": federated_user_arn(ask.account_id, name),
        "assumed_role_id": f"{ask.account_id}:{name}",
        "tags": session_tags.given(ask.parameters),
    }


_DRAFTS: Mapping[str, Callable[[Ask], dict[str, Any]]] = {
    "AssumeRole": _role_session,
    "AssumeRoleWithWebIdentity": _role_session,
    "GetSessionToken": _user_session,
    "GetFederationToken": _federated_session,
}


def _identity(ask: Ask) -> dict[str, Any]:
    principal = ask.caller.principal
    return {"UserId": ask.caller.user_id, "Account": principal.account_id, "Arn": principal.arn}


def _key_info(ask: Ask) -> dict[str, Any]:
    key = ask.parameters["AccessKeyId"]
    account_id = account_of(key) if key.startswith(("AKIA", "ASIA")) else ""
    if not account_id:
        raise AwsError("no such key", "sts", key=key)
    return {"Account": account_id}


_INFORMATION: Mapping[str, Callable[[Ask], dict[str, Any]]] = {
    "GetCallerIdentity": _identity,
    "GetAccessKeyInfo": _key_info,
}
