"""When a key or a role was last used (IAM API Reference, AccessKeyLastUsed and RoleLastUsed)."""

import json
from datetime import timedelta
from typing import Any

from tests.aws.conftest import Sandbox, refused

NEVER = {"ServiceName": "N/A", "Region": "N/A"}


def last_used(sandbox: Sandbox, iam: Any, user: str) -> dict[str, Any]:
    key = sandbox.user(user).access_key_id
    answer = iam.get_access_key_last_used(AccessKeyId=key)
    assert answer["UserName"] == user
    used: dict[str, Any] = answer["AccessKeyLastUsed"]
    return used


def test_a_key_that_nobody_uses_is_called_unused(sandbox: Sandbox, iam: Any) -> None:
    assert last_used(sandbox, iam, "bob") == NEVER


def test_a_key_in_use_tells_when_where_and_for_what(sandbox: Sandbox, iam: Any) -> None:
    sandbox.client("sts", "bob").get_caller_identity()
    sandbox.skipped += timedelta(hours=3)
    denied = refused(sandbox.client("s3", "bob").list_objects_v2, Bucket=sandbox.bucket)
    assert denied[1] == "AccessDenied"
    at = sandbox.calls[-1][1]
    sandbox.skipped += timedelta(hours=3)
    used = last_used(sandbox, iam, "bob")
    assert (used["ServiceName"], used["Region"]) == ("s3", "us-east-1")
    assert used["LastUsedDate"] == at.replace(microsecond=0)


def test_a_role_is_used_by_its_sessions(sandbox: Sandbox, iam: Any) -> None:
    assert iam.get_role(RoleName="demo")["Role"]["RoleLastUsed"] == {}
    session = sandbox.assume()
    assert iam.get_role(RoleName="demo")["Role"]["RoleLastUsed"] == {}  # assuming it is no use of it
    sandbox.client("s3", session).list_objects_v2(Bucket=sandbox.bucket)
    at = sandbox.calls[-1][1]
    used = iam.get_role(RoleName="demo")["Role"]["RoleLastUsed"]
    assert used == {"LastUsedDate": at.replace(microsecond=0), "Region": "us-east-1"}
    assert iam.get_role(RoleName="writer")["Role"]["RoleLastUsed"] == {}


def test_a_role_made_anew_was_never_used(sandbox: Sandbox, iam: Any) -> None:
    sandbox.client("sts", sandbox.assume("vendor", ExternalId="k7-vendor-42")).get_caller_identity()
    trust = iam.get_role(RoleName="vendor")["Role"]["AssumeRolePolicyDocument"]
    iam.delete_role(RoleName="vendor")
    sandbox.skipped += timedelta(seconds=5)
    iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=json.dumps(trust))
    assert iam.get_role(RoleName="vendor")["Role"]["RoleLastUsed"] == {}
