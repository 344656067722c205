"""The condition keys of a request: what a policy can ask about it (IAM User Guide, "Condition keys")."""

from collections.abc import Mapping
from typing import Any

from lessons.aws.arn import REGION
from lessons.aws.authenticate import Caller, Clock
from lessons.aws.http_messages import Request
from lessons.aws.services.sts import session_tags

Keys = dict[str, tuple[str, ...]]

# Parameters that are condition keys of their own, by service.
_PARAMETERS = {
    "sts": {
        "ExternalId": "sts:ExternalId",
        "RoleSessionName": "sts:RoleSessionName",
        "SourceIdentity": "sts:SourceIdentity",
    },
    "iam": {
        "PolicyArn": "iam:PolicyARN",
        "PermissionsBoundary": "iam:PermissionsBoundary",
        "AWSServiceName": "iam:AWSServiceName",
    },
    "s3": {"prefix": "s3:prefix", "delimiter": "s3:delimiter", "max-keys": "s3:max-keys"},
}
_PRINCIPAL_TYPES = {"role": "AssumedRole", "user": "User", "federated": "FederatedUser"}
_ISO = "%Y-%m-%dT%H:%M:%SZ"


def condition_keys(
    request: Request, caller: Caller, service: str, parameters: Mapping[str, Any], clock: Clock
) -> Keys:
    """Every condition key of the request with its values. What the request does not have is left out."""
    now = clock.now
    keys = {
        "aws:CurrentTime": now.strftime(_ISO),
        "aws:EpochTime": str(int(now.timestamp())),
        "aws:SourceIp": request.source_ip,
        "aws:UserAgent": request.header("User-Agent"),
        "aws:SecureTransport": str(request.url.startswith("https:")).lower(),
        "aws:ViaAWSService": "false",
        "aws:RequestedRegion": REGION,
        **_caller_keys(caller),
        **{
            key: str(parameters[name])
            for name, key in _PARAMETERS.get(service, {}).items()
            if name in parameters
        },
    }
    tags = {} if service == "s3" else _tag_keys(service, parameters, caller)
    return {**{key: (value,) for key, value in keys.items()}, **tags, **caller.claims}


def _caller_keys(caller: Caller) -> dict[str, str]:
    """Who is asking. The PrincipalArn of a role's session is the role's, and only users have a user name."""
    if caller.identity is None:
        return {}
    session, federated = caller.session, caller.session is not None and caller.session.kind == "federated"
    keys = {
        "aws:PrincipalArn": caller.principal.arn if federated else caller.identity.arn,
        "aws:PrincipalAccount": caller.principal.account_id,
        "aws:PrincipalIsAWSService": "false",
        "aws:PrincipalType": _PRINCIPAL_TYPES[session.kind if session else "user"],
        "aws:userid": caller.user_id,
        **{f"aws:PrincipalTag/{name}": value for name, value in caller.identity.tags.items()},
    }
    if caller.principal.issuer_arn is None:
        keys["aws:username"] = caller.identity.name
    return keys | _session_keys(caller)


def _session_keys(caller: Caller) -> dict[str, str]:
    """What temporary credentials have, or a call that gives MFA. A session's tags override its role's."""
    session, keys = caller.session, {}
    if session:
        keys = {f"aws:PrincipalTag/{name}": value for name, value in session.tags.items()}
        keys["aws:TokenIssueTime"] = session.issued_at.strftime(_ISO)
    if session and session.source_identity:
        keys["aws:SourceIdentity"] = session.source_identity
    if session or caller.mfa_age is not None:
        keys["aws:MultiFactorAuthPresent"] = str(caller.mfa_age is not None).lower()
    if caller.mfa_age is not None:
        keys["aws:MultiFactorAuthAge"] = str(caller.mfa_age)
    return keys


def _tag_keys(service: str, parameters: Mapping[str, Any], caller: Caller) -> Keys:
    """The tags that are asked for: of a session, or of an entity of IAM, which may also lose some."""
    tags = session_tags.given(parameters)
    named = (*tags, *parameters.get("TagKeys", ()))
    keys: Keys = {f"aws:RequestTag/{name}": (value,) for name, value in tags.items()}
    if named:
        keys["aws:TagKeys"] = named
    if service == "sts" and (handed_on := session_tags.transitive(parameters, caller.session)):
        keys["sts:TransitiveTagKeys"] = handed_on
    return keys
