"""Service-linked roles: a service's own, made for it, and changed by nobody else.

Names and policies are those of the services' user guides ("Using service-linked roles").
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws import budgets
from lessons.aws.arn import policy_arn
from lessons.aws.errors import AwsError
from lessons.aws.moto import aws_managed
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.change import Change, new_id
from lessons.aws.services.iam.operations import ROLE
from lessons.aws.services.iam.service_roles import ROLES, SERVICE_PATH, WITH_SUFFIX, name_of, path_of
from lessons.aws.services.iam.wish import Wish

_TASK = "task/aws-service-role/"


def create(wish: Wish) -> Change:
    """The role that a service needs, with the trust and the policy that the service says."""
    given, roles = wish.parameters, wish.account["roles"]
    service, suffix = given["AWSServiceName"], given.get("CustomSuffix", "")
    if service not in ROLES:
        raise AwsError("no service role", "iam", principal=service)
    if suffix and service not in WITH_SUFFIX:
        raise AwsError("no suffix", "iam", principal=service)
    name = name_of(service, suffix)
    if name in roles:
        raise AwsError("service role taken", "iam", name=name)
    wish.check_room("roles", "RolesPerAccount", budgets.ENTITIES)
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    made = {
        "id": new_id("AROA"),
        "path": path_of(service),
        "created": wish.moment,
        "tags": {},
        "policies": {},
        "attached": [policy_arn(aws_managed.ACCOUNT, SERVICE_PATH, ROLES[service].policy)],
        "boundary": None,
        "trust": json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        "description": given.get("Description", ""),
        "max_session_seconds": 3600,
    }
    answer = described.role_alone(wish.account_id, name, made) | {"Description": made["description"] or None}
    return Change({"roles": {**roles, name: made}}, {"Role": answer})


def delete(wish: Wish) -> Change:
    """Remove a service's role, which nothing in the sandbox uses."""
    name = wish.parameters[ROLE]
    path = wish.entity(ROLE)["path"]
    if not path.startswith(SERVICE_PATH):
        raise AwsError("no service-linked role", "iam", name=name)
    left = {key: item for key, item in wish.account["roles"].items() if key != name}
    task = f"{_TASK}{path.split('/')[2]}/{name}/{uuid.uuid4()}"
    return Change({"roles": left}, {"DeletionTaskId": task})


def get_deletion_status(wish: Wish) -> Mapping[str, Any]:
    """What became of a deletion: it is done at once."""
    task = wish.parameters["DeletionTaskId"]
    if not task.startswith(_TASK):
        raise AwsError("no deletion task", "iam", task=task)
    return {"Status": "SUCCEEDED"}


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "GetServiceLinkedRoleDeletionStatus": get_deletion_status
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {
    "CreateServiceLinkedRole": create,
    "DeleteServiceLinkedRole": delete,
}
