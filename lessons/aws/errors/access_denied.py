"""How AWS words a denial: which failure it is, and the reason that the message ends with.

IAM User Guide, "Troubleshoot access denied error messages".
"""

import uuid

from lessons.aws.arn import REGION
from lessons.aws.errors import AwsError
from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, RCP, RESOURCE, SCP, SESSION
from lessons.aws.policies.decision import Answer, Decision

_SILENT = {
    IDENTITY: "because no identity-based policy allows the {action} action",
    RESOURCE: "because no resource-based policy allows the {action} action",
    BOUNDARY: "because no permissions boundary allows the {action} action",
    SESSION: "because no session policy allows the {action} action",
    SCP: "because no service control policy allows the {action} action",
    RCP: "because no resource control policy allows the {action} action",
}
_EXPLICIT = {
    IDENTITY: "with an explicit deny in an identity-based policy",
    RESOURCE: "with an explicit deny in a resource-based policy",
    BOUNDARY: "with an explicit deny in a permissions boundary",
    SESSION: "with an explicit deny in a session policy",
    SCP: "with an explicit deny in a service control policy",
    RCP: "with an explicit deny in a resource control policy",
}
# IAM User Guide, "Troubleshoot access denied error messages with authorization ID (Preview)", August 2026.
_AUTHORIZATION = (
    f". Go to https://{REGION}.console.aws.amazon.com/iam/home?region={REGION}#/authorization-details/{{id}} "
    "for complete details, or call the GetRequestAuthorizationDetails API with the following authorization "
    "id: {id}"
)


def access_denied(service: str, decision: Decision, told: str = "", *, related: bool = False) -> AwsError:
    """The AccessDenied that AWS answers.

    For a role it gives no reason. Across accounts S3 alone does, where both are `related`: in one
    organization (S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors"). `told` is what IAM
    calls the resource, where that is not its ARN.
    """
    request = decision.request
    error = AwsError(
        _failure(service, decision, related),
        service,
        caller=request.principal.arn,
        action=request.action,
        resource=told or request.resource,
        # S3 puts the resource in quotes, and leaves it out where an action has none.
        on="" if request.resource.endswith(":::*") else f' on resource: "{request.resource}"',
        because=_because(decision) + (_authorization() if service == "iam" else ""),
        reason=decision.reason,
    )
    error.decision = decision
    return error


def _failure(service: str, decision: Decision, related: bool) -> str:
    request = decision.request
    if request.principal.provider:
        return "web identity denied"
    if request.asks_for_role:
        return "role denied"
    told_why = request.same_account or (related and service == "s3")
    return "denied" if told_why else "denied across accounts"


def _because(decision: Decision) -> str:
    """Which type of policy refused; and which policy, where one denies that has an ARN.

    AWS Security Blog, "Enhanced access denied error messages with policy ARNs", January 2026.
    """
    kind, action = decision.refused_by, decision.request.action
    if decision.outcome is not Answer.EXPLICITLY_DENIED:
        return _SILENT.get(kind, "").format(action=action)
    return _EXPLICIT.get(kind, "") + (f": {decision.denied_by}" if decision.denied_by else "")


def _authorization() -> str:
    """Where more is told of this refusal at AWS: the id is new each time, and made up here."""
    return _AUTHORIZATION.format(id=uuid.uuid4().hex)
