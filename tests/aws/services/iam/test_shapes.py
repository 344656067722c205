"""What IAM answers with, member by member: absent is not empty (IAM API Reference; live answers of AWS)."""

import json
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, allow, trust
from tests.aws.services.conftest import ADMINISTRATOR, LIST, arn

USER = {"Path", "UserName", "UserId", "Arn", "CreateDate"}
GROUP = {"Path", "GroupName", "GroupId", "Arn", "CreateDate"}
NEW_ROLE = {"Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"}
ROLE = NEW_ROLE | {"MaxSessionDuration"}
POLICY = {"PolicyName", "PolicyId", "Arn", "Path", "DefaultVersionId", "AttachmentCount"}
POLICY |= {"PermissionsBoundaryUsageCount", "IsAttachable", "CreateDate", "UpdateDate"}
VERSION = {"VersionId", "IsDefaultVersion", "CreateDate"}
TRUST = json.dumps(trust({"AWS": "*"}))
TAGS = [{"Key": "team", "Value": "red"}]
LIMITED = {"Tags": TAGS, "PermissionsBoundary": ADMINISTRATOR}


@pytest.fixture
def policy(iam: Any) -> str:
    made = iam.create_policy(PolicyName="limit", PolicyDocument=LIST, Description="lists")["Policy"]
    return str(made["Arn"])


def test_users(iam: Any) -> None:
    assert set(iam.create_user(UserName="plain")["User"]) == USER
    assert set(iam.get_user(UserName="plain")["User"]) == USER
    assert set(iam.create_user(UserName="limited", **LIMITED)["User"]) == USER | set(LIMITED)
    assert set(iam.get_user(UserName="limited")["User"]) == USER | set(LIMITED)
    assert all(set(user) == USER for user in iam.list_users()["Users"])


def test_groups(iam: Any) -> None:
    assert set(iam.create_group(GroupName="readers")["Group"]) == GROUP
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    answer = iam.get_group(GroupName="readers")
    assert (set(answer["Group"]), [set(user) for user in answer["Users"]]) == (GROUP, [USER])
    assert [set(item) for item in iam.list_groups()["Groups"]] == [GROUP]
    assert [set(item) for item in iam.list_groups_for_user(UserName="bob")["Groups"]] == [GROUP]


def test_a_new_role_says_neither_how_long_it_lasts_nor_when_it_was_used(iam: Any) -> None:
    assert set(iam.create_role(RoleName="plain", AssumeRolePolicyDocument=TRUST)["Role"]) == NEW_ROLE
    assert set(iam.get_role(RoleName="plain")["Role"]) == ROLE | {"RoleLastUsed"}
    given = {"RoleName": "limited", "AssumeRolePolicyDocument": TRUST, "Description": "reads", **LIMITED}
    assert set(iam.create_role(**given)["Role"]) == NEW_ROLE | {"Description"} | set(LIMITED)
    more = {"RoleLastUsed", "Description"} | set(LIMITED)
    assert set(iam.get_role(RoleName="limited")["Role"]) == ROLE | more
    roles = {role["RoleName"]: set(role) for role in iam.list_roles()["Roles"]}
    assert (roles["plain"], roles["limited"]) == (ROLE, ROLE | {"Description"})


def test_managed_policies(iam: Any, policy: str) -> None:
    made = iam.create_policy(PolicyName="other", PolicyDocument=LIST)["Policy"]
    assert set(made) == POLICY
    assert made["PermissionsBoundaryUsageCount"] == 0
    assert set(iam.get_policy(PolicyArn=policy)["Policy"]) == POLICY | {"Description", "Tags"}
    assert set(iam.get_policy(PolicyArn=made["Arn"])["Policy"]) == POLICY | {"Tags"}
    assert all(set(item) == POLICY for item in iam.list_policies()["Policies"])


def test_only_one_call_shows_the_document_of_a_version(iam: Any, policy: str) -> None:
    given = {"PolicyArn": policy, "PolicyDocument": json.dumps(allow("s3:*"))}
    assert set(iam.create_policy_version(**given)["PolicyVersion"]) == VERSION
    shown = iam.get_policy_version(PolicyArn=policy, VersionId="v1")["PolicyVersion"]
    assert set(shown) == VERSION | {"Document"}
    versions = iam.list_policy_versions(PolicyArn=policy)["Versions"]
    assert [(set(item), item["VersionId"]) for item in versions] == [(VERSION, "v2"), (VERSION, "v1")]


def test_who_has_a_policy(sandbox: Sandbox, iam: Any, policy: str) -> None:
    iam.create_group(GroupName="readers")
    iam.attach_group_policy(GroupName="readers", PolicyArn=policy)
    iam.attach_user_policy(UserName="bob", PolicyArn=policy)
    iam.put_role_permissions_boundary(RoleName="demo", PermissionsBoundary=policy)
    ids = {name: user.id for name in ("bob",) for user in sandbox.world.users if user.name == name}
    answer = iam.list_entities_for_policy(PolicyArn=policy)
    assert answer["PolicyUsers"] == [{"UserName": "bob", "UserId": ids["bob"]}]
    assert [item["GroupName"] for item in answer["PolicyGroups"]] == ["readers"]
    assert [item["RoleName"] for item in answer["PolicyRoles"]] == ["demo"]
    for given, users, roles in (
        ({"PolicyUsageFilter": "PermissionsPolicy"}, 1, 0),
        ({"PolicyUsageFilter": "PermissionsBoundary"}, 0, 1),
        ({"EntityFilter": "Role"}, 0, 1),
        ({"EntityFilter": "Role", "PathPrefix": "/teams/"}, 0, 0),
    ):
        answer = iam.list_entities_for_policy(PolicyArn=policy, **given)
        assert (len(answer["PolicyUsers"]), len(answer["PolicyRoles"])) == (users, roles)
    found = iam.get_policy(PolicyArn=policy)["Policy"]
    assert (found["AttachmentCount"], found["PermissionsBoundaryUsageCount"]) == (2, 1)


def test_policies_are_listed_by_what_they_are_used_for(iam: Any, policy: str) -> None:
    def listed(**given: Any) -> list[str]:
        return [item["Arn"] for item in iam.list_policies(**given)["Policies"]]

    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=policy)
    assert listed(OnlyAttached=True) == listed(PolicyUsageFilter="PermissionsPolicy") == [ADMINISTRATOR]
    assert listed(PolicyUsageFilter="PermissionsBoundary") == listed(Scope="Local") == [policy]
    assert listed(Scope="Local", PathPrefix="/team/") == []


@pytest.mark.parametrize("holder", ["user", "group", "role"])
def test_what_users_groups_and_roles_have(iam: Any, policy: str, holder: str) -> None:
    iam.create_group(GroupName="bob")
    iam.create_role(RoleName="bob", AssumeRolePolicyDocument=TRUST)
    named = {f"{holder.capitalize()}Name": "bob"}
    getattr(iam, f"put_{holder}_policy")(**named, PolicyName="p", PolicyDocument=LIST)
    getattr(iam, f"attach_{holder}_policy")(**named, PolicyArn=policy)
    shown = getattr(iam, f"get_{holder}_policy")(**named, PolicyName="p")
    assert {**named, "PolicyName": "p", "PolicyDocument": json.loads(LIST)}.items() <= shown.items()
    assert getattr(iam, f"list_{holder}_policies")(**named)["PolicyNames"] == ["p"]
    attached = getattr(iam, f"list_attached_{holder}_policies")
    assert attached(**named)["AttachedPolicies"] == [{"PolicyName": "limit", "PolicyArn": policy}]
    assert attached(**named, PathPrefix="/team/")["AttachedPolicies"] == []


def test_a_policy_with_a_percent_sign_is_read_back_as_it_is(sandbox: Sandbox, iam: Any) -> None:
    """Clients decode a policy once."""
    document = trust(
        {"AWS": arn(sandbox, "user/alice")}, Condition={"StringEquals": {"sts:ExternalId": "a%3Ab"}}
    )
    iam.update_assume_role_policy(RoleName="demo", PolicyDocument=json.dumps(document))
    roles = {role["RoleName"]: role["AssumeRolePolicyDocument"] for role in iam.list_roles()["Roles"]}
    changed = iam.update_role_description(RoleName="demo", Description="x")["Role"]
    assert roles["demo"] == changed["AssumeRolePolicyDocument"] == document
