"""How AWS words a denial: which failure it is, and the reason that the message ends with.

IAM User Guide, "Troubleshoot access denied error messages".
"""

from lessons.aws.errors import AwsError
from lessons.aws.policies.access import BOUNDARY, IDENTITY, RCP, RESOURCE, SCP, SESSION, AccessRequest
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


def access_denied(service: str, request: AccessRequest, decision: Decision) -> AwsError:
    """The AccessDenied that AWS answers. For a role it gives no reason, and S3 none across accounts."""
    because = ""
    failure = "role denied" if request.asks_for_role else "denied across accounts"
    if request.principal.provider:
        failure = "web identity denied"
    if not request.asks_for_role and request.same_account:
        table = _EXPLICIT if decision.outcome is Answer.EXPLICITLY_DENIED else _SILENT
        failure, because = "denied", table[decision.refused_by].format(action=request.action)
    error = AwsError(
        failure,
        service,
        caller=request.principal.arn,
        action=request.action,
        resource=request.resource,
        # S3 puts the resource in quotes, and leaves it out where an action has none.
        on="" if request.resource.endswith(":::*") else f' on resource: "{request.resource}"',
        because=because,
        reason=decision.reason,
    )
    error.decision = decision
    return error
