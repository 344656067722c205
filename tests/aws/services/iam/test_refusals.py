"""What IAM refuses, in its words."""

import json
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, allow, refused, trust
from tests.aws.services.conftest import ADMINISTRATOR, ALL, LIST

NOBODY = {"UserName": "nobody"}
REFUSED = [
    ("get_user", NOBODY, "NoSuchEntity", "The user with name nobody cannot be found."),
    ("get_role", {"RoleName": "none"}, "NoSuchEntity", "The role with name none cannot be found."),
    ("get_group", {"GroupName": "none"}, "NoSuchEntity", "The group with name none cannot be found."),
    (
        "get_user_policy",
        {"UserName": "bob", "PolicyName": "none"},
        "NoSuchEntity",
        "The user policy with name none cannot be found.",
    ),
    (
        "get_policy",
        {"PolicyArn": "arn:aws:iam::aws:policy/NoSuchAccess"},
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/NoSuchAccess was not found.",
    ),
    (
        "delete_policy",
        {"PolicyArn": "arn:aws:iam::aws:policy/NoSuchAccess"},
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/NoSuchAccess was not found.",
    ),
    (  # with two blanks: localstack/localstack#8615
        "attach_role_policy",
        {"RoleName": "demo", "PolicyArn": "a-name-that-is-no-arn"},
        "ValidationError",
        "Invalid ARN:  Could not be parsed!",
    ),
    (
        "attach_user_policy",
        {"UserName": "bob", "PolicyArn": "a-name-that-is-no-arn"},
        "ValidationError",
        "Invalid ARN:  Could not be parsed!",
    ),
    (
        "create_user",
        {"UserName": "eve", "PermissionsBoundary": "arn:aws:iam::aws:policy/NoSuchAccess"},
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/NoSuchAccess does not exist or is not attachable.",
    ),
    (
        "attach_user_policy",
        {"UserName": "bob", "PolicyArn": "arn:aws:iam::aws:policy/NoSuchAccess"},
        "NoSuchEntity",
        "Policy arn:aws:iam::aws:policy/NoSuchAccess does not exist or is not attachable.",
    ),
    (
        "detach_user_policy",
        {"UserName": "bob", "PolicyArn": ADMINISTRATOR},
        "NoSuchEntity",
        f"Policy {ADMINISTRATOR} was not found.",
    ),
    (
        "get_policy_version",
        {"PolicyArn": ADMINISTRATOR, "VersionId": "v9"},
        "NoSuchEntity",
        f"Policy {ADMINISTRATOR} version v9 does not exist or is not attachable.",
    ),
    ("delete_policy", {"PolicyArn": ADMINISTRATOR}, "AccessDenied", "Policy is outside your own account."),
    ("create_user", {"UserName": "Alice"}, "EntityAlreadyExists", "User with name Alice already exists."),
    (
        "update_user",
        {"UserName": "bob", "NewUserName": "alice"},
        "EntityAlreadyExists",
        "User with name alice already exists.",
    ),
    (  # noobaa/noobaa-core#9323: the same name in capitals is taken, by the user itself
        "update_user",
        {"UserName": "bob", "NewUserName": "BOB"},
        "EntityAlreadyExists",
        "User with name BOB already exists.",
    ),
    (
        "delete_user",
        {"UserName": "bob"},
        "DeleteConflict",
        "Cannot delete entity, must delete access keys first.",
    ),
    (
        "delete_role",
        {"RoleName": "demo"},
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
    ),
    (
        "put_user_policy",
        {"UserName": "bob", "PolicyName": "p", "PolicyDocument": "{"},
        "MalformedPolicyDocument",
        "Syntax errors in policy.",
    ),
    (
        "put_user_policy",
        {"UserName": "bob", "PolicyName": "p", "PolicyDocument": json.dumps(allow("s3:*", "reports"))},
        "MalformedPolicyDocument",
        'Resource reports must be in ARN format or "*".',
    ),
    (
        "create_role",
        {"RoleName": "new", "AssumeRolePolicyDocument": "{"},
        "MalformedPolicyDocument",
        "This policy contains invalid Json",
    ),
    (
        "create_role",
        {"RoleName": "new", "AssumeRolePolicyDocument": ALL},
        "MalformedPolicyDocument",
        "Missing required field Principal",
    ),
    (
        "create_role",
        {
            "RoleName": "new",
            "AssumeRolePolicyDocument": json.dumps(trust({"AWS": "*"}, Action="s3:GetObject")),
        },
        "MalformedPolicyDocument",
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    (
        "create_role",
        {"RoleName": "new", "AssumeRolePolicyDocument": json.dumps(trust({"AWS": "*"}, Resource="*"))},
        "MalformedPolicyDocument",
        "Has prohibited field Resource",
    ),
    (
        "create_user",
        {"UserName": "a b"},
        "ValidationError",
        "1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\w+=,.@-]+",
    ),
    (
        "get_access_key_last_used",
        {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"},
        "NoSuchEntity",
        "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.",
    ),
]
STATUS = {
    "NoSuchEntity": 404,
    "EntityAlreadyExists": 409,
    "DeleteConflict": 409,
    "AccessDenied": 403,
    "MalformedPolicyDocument": 400,
    "ValidationError": 400,
}


@pytest.mark.parametrize(("operation", "parameters", "code", "message"), REFUSED)
def test_what_cannot_be_is_refused_in_the_words_of_iam(
    sandbox: Sandbox, iam: Any, operation: str, parameters: dict[str, str], code: str, message: str
) -> None:
    before = sandbox.document
    assert refused(getattr(iam, operation), **parameters) == (STATUS[code], code, message)
    assert b'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"' in sandbox.outcomes[-1].response.body
    assert sandbox.last.explanation
    assert sandbox.document == before


PRINCIPALS = [
    "arn:aws:iam::{account}:user/nobody",
    "arn:aws:iam::{account}:role/none",
    "arn:aws:iam::123456789012:root",
    "123456789012",
    "arn:aws:iam::{account}:user/*",
    "arn:aws:sts::{account}:federated-user/visitor",
    "alice",
]


@pytest.mark.parametrize("name", PRINCIPALS)
def test_nobody_can_be_trusted_who_does_not_exist(sandbox: Sandbox, iam: Any, name: str) -> None:
    principal = name.format(account=sandbox.account())
    document = json.dumps(trust({"AWS": principal}))
    given = {"RoleName": "demo", "PolicyDocument": document}
    code, message = refused(iam.update_assume_role_policy, **given)[1:]
    assert (code, message) == ("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{principal}"')


def test_a_policy_still_in_use_or_with_other_versions_is_not_deleted(iam: Any) -> None:
    policy_arn = iam.create_policy(PolicyName="limit", PolicyDocument=LIST)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="demo", PolicyArn=policy_arn)
    message = refused(iam.delete_policy, PolicyArn=policy_arn)[2]
    assert message == "Cannot delete a policy attached to entities."
    iam.detach_role_policy(RoleName="demo", PolicyArn=policy_arn)
    iam.create_policy_version(PolicyArn=policy_arn, PolicyDocument=ALL)
    assert refused(iam.delete_policy, PolicyArn=policy_arn)[2].startswith(
        "This policy has more than one version"
    )
    iam.delete_policy_version(PolicyArn=policy_arn, VersionId="v2")
    iam.delete_policy(PolicyArn=policy_arn)
    assert refused(iam.get_policy, PolicyArn=policy_arn)[1] == "NoSuchEntity"


def test_a_sandbox_has_room_for_so_many_users(sandbox: Sandbox, iam: Any) -> None:
    there = len(sandbox.world.users)
    for number in range(50 - there):
        iam.create_user(UserName=f"user{number}")
    full = refused(iam.create_user, UserName="one-more")
    assert full == (409, "LimitExceeded", "Cannot exceed quota for UsersPerAccount: 50")


def test_saml_providers_are_said_not_to_be_supported(iam: Any) -> None:
    code, message = refused(iam.list_saml_providers)[1:]
    assert code == "UnsupportedOperation"
    assert "roles" in message
