"""IAM: what it refuses, and what becomes of sessions when their role changes."""

import json
from typing import Any

from lessons.aws.cases.assume_role import AS_DEMO
from lessons.aws.cases.case import Answered, Case, Parameters, Step
from lessons.aws.cases.world import BUCKET

EDITING, CUT_OFF = "IAM: reading and editing", "IAM: cutting sessions off"
LONG = "arn:aws:iam::{training}:role/teams/twelve-hours"
AS_LONG = (Step("assume_role", {"RoleArn": LONG, "RoleSessionName": "session1"}),)
_DELETE = Step("delete_role", {"RoleName": "twelve-hours"}, "iam")
_TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "{training}"}, "Action": "sts:AssumeRole"}],
}
_WITH_RESOURCE = {**_TRUST, "Statement": {**_TRUST["Statement"][0], "Resource": "*"}}
_ALL_BUT_ONE = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "{training}"}, "Action": "sts:AssumeRole"},
}
_CREATE = Step(
    "create_role",
    {"RoleName": "twelve-hours", "Path": "/teams/", "AssumeRolePolicyDocument": json.dumps(_TRUST)},
    "iam",
)
_REVOKED = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2100-01-01T00:00:00Z"}},
        }
    ],
}
_REVOKE = Step(
    "put_role_policy",
    {"RoleName": "demo", "PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": json.dumps(_REVOKED)},
    "iam",
)
# IAM User Guide, "Troubleshoot access denied error messages with authorization ID (Preview)".
_AUTHORIZATION = (
    ". Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/{id} "
    "for complete details, or call the GetRequestAuthorizationDetails API with the following authorization "
    "id: {id}"
)
_DEAD = Answered("InvalidClientTokenId", 403, "The security token included in the request is invalid.")


def _case(asks: str, operation: str, parameters: Parameters, answer: Answered, **more: Any) -> Case:
    return Case(EDITING, asks, "iam", operation, answer, parameters, **{"by": "carol"} | more)


def _no_entity(kind: str) -> Answered:
    return Answered("NoSuchEntity", 404, f"The {kind} with name nobody cannot be found.")


CASES = (
    _case("There is no such user", "get_user", {"UserName": "nobody"}, _no_entity("user")),
    _case("There is no such role", "get_role", {"RoleName": "nobody"}, _no_entity("role")),
    _case(
        "A user of this name exists",
        "create_user",
        {"UserName": "alice"},
        Answered("EntityAlreadyExists", 409, "User with name alice already exists."),
    ),
    _case(
        "A role that still has policies is deleted",
        "delete_role",
        {"RoleName": "demo"},
        Answered("DeleteConflict", 409, "Cannot delete entity, must delete policies first."),
    ),
    _case(
        "A policy that is not JSON is saved",
        "put_user_policy",
        {"UserName": "bob", "PolicyName": "p", "PolicyDocument": "{"},
        Answered("MalformedPolicyDocument", 400),
    ),
    _case(
        "A trust policy without a Principal is saved",
        "update_assume_role_policy",
        {"RoleName": "demo", "PolicyDocument": json.dumps(_REVOKED)},
        Answered("MalformedPolicyDocument", 400),
    ),
    _case(
        "A trust policy leaves one out by NotPrincipal",
        "update_assume_role_policy",
        {"RoleName": "demo", "PolicyDocument": json.dumps(_ALL_BUT_ONE)},
        Answered("MalformedPolicyDocument", 400),
    ),
    _case(
        "A trust policy names a resource",
        "update_assume_role_policy",
        {"RoleName": "demo", "PolicyDocument": json.dumps(_WITH_RESOURCE)},
        Answered("MalformedPolicyDocument", 400, "Has prohibited field Resource"),
    ),
    _case(
        "No policy allows it",
        "list_users",
        {},
        Answered(
            "AccessDenied",
            403,
            "User: arn:aws:iam::{training}:user/bob is not authorized to perform: iam:ListUsers on resource: "
            "arn:aws:iam::{training}:user/ because no identity-based policy allows the iam:ListUsers action"
            + _AUTHORIZATION,
        ),
        by="bob",
    ),
    _case(
        "No policy allows it, and the role is named",
        "put_role_policy",
        {"RoleName": "demo", "PolicyName": "p", "PolicyDocument": json.dumps(_REVOKED)},
        Answered(
            "AccessDenied",
            403,
            "User: arn:aws:iam::{training}:user/bob is not authorized to perform: iam:PutRolePolicy on "
            "resource: role demo because no identity-based policy allows the iam:PutRolePolicy action"
            + _AUTHORIZATION,
        ),
        by="bob",
    ),
    _case(
        "A managed policy denies it",
        "list_roles",
        {},
        Answered(
            "AccessDenied",
            403,
            "User: arn:aws:iam::{training}:user/judy is not authorized to perform: iam:ListRoles on "
            "resource: arn:aws:iam::{training}:role/ with an explicit deny in an identity-based policy: "
            "arn:aws:iam::{training}:policy/no-iam" + _AUTHORIZATION,
        ),
        by="judy",
    ),
    Case(
        CUT_OFF,
        "The role is deleted",
        "sts",
        "get_caller_identity",
        _DEAD,
        first=AS_LONG,
        meanwhile=(_DELETE,),
    ),
    Case(
        CUT_OFF,
        "The role is deleted, and another of the same name created",
        "sts",
        "get_caller_identity",
        _DEAD,
        first=AS_LONG,
        meanwhile=(_DELETE, _CREATE),
    ),
    Case(
        CUT_OFF,
        "The role's sessions are revoked",
        "s3",
        "list_objects_v2",
        Answered(
            "AccessDenied",
            403,
            "User: arn:aws:sts::{training}:assumed-role/demo/session1 is not authorized to perform: "
            f's3:ListBucket on resource: "{BUCKET}" with an explicit deny in an identity-based policy',
        ),
        {"Bucket": "reports-{training}"},
        first=AS_DEMO,
        meanwhile=(_REVOKE,),
    ),
    Case(
        CUT_OFF,
        "The trust policy no longer names the caller, who has a session already",
        "s3",
        "list_objects_v2",
        Answered("", 200, "q1.csv"),
        {"Bucket": "reports-{training}"},
        first=AS_DEMO,
        meanwhile=(
            Step(
                "update_assume_role_policy",
                {"RoleName": "demo", "PolicyDocument": json.dumps(_TRUST)},
                "iam",
            ),
        ),
    ),
)
