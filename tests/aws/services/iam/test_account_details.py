"""GetAccountAuthorizationDetails: what every tool that audits permissions asks first."""

import json
from typing import Any

from tests.aws.conftest import Sandbox, refused
from tests.aws.services.conftest import ADMINISTRATOR, LIST

ENTITY = {"Path", "Arn", "CreateDate", "AttachedManagedPolicies"}
USER = ENTITY | {"UserName", "UserId", "UserPolicyList", "GroupList", "Tags"}
GROUP = ENTITY | {"GroupName", "GroupId", "GroupPolicyList"}
ROLE = ENTITY | {"RoleName", "RoleId", "RolePolicyList", "AssumeRolePolicyDocument", "InstanceProfileList"}
ROLE |= {"Tags", "RoleLastUsed"}
POLICY = {"PolicyName", "PolicyId", "Arn", "Path", "DefaultVersionId", "AttachmentCount", "IsAttachable"}
POLICY |= {"PermissionsBoundaryUsageCount", "CreateDate", "UpdateDate", "PolicyVersionList"}
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


def prepared(iam: Any) -> Any:
    """An account in which every kind of permission is given."""
    own = iam.create_policy(PolicyName="limit", PolicyDocument=LIST)["Policy"]["Arn"]
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=LIST)
    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=own)
    iam.create_instance_profile(InstanceProfileName="web")
    iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="demo")
    return iam


def test_everything_is_told_with_its_documents(sandbox: Sandbox, iam: Any) -> None:
    answer = prepared(iam).get_account_authorization_details()
    users = {user["UserName"]: user for user in answer["UserDetailList"]}
    bob = users["bob"]
    assert (set(users["alice"]), set(bob)) == (USER, USER | {"PermissionsBoundary"})
    attached = [{"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR}]
    assert (bob["GroupList"], bob["AttachedManagedPolicies"]) == (["readers"], attached)
    (group,) = answer["GroupDetailList"]
    assert set(group) == GROUP
    assert group["GroupPolicyList"] == [{"PolicyName": "list", "PolicyDocument": json.loads(LIST)}]
    roles = {role["RoleName"]: role for role in answer["RoleDetailList"]}
    assert all(set(role) == ROLE for role in roles.values())
    assert [item["InstanceProfileName"] for item in roles["demo"]["InstanceProfileList"]] == ["web"]
    policies = {policy["PolicyName"]: policy for policy in answer["Policies"]}
    assert set(policies) == {"AdministratorAccess", "limit"}
    assert all(set(policy) == POLICY for policy in policies.values())
    (version,) = policies["limit"]["PolicyVersionList"]
    assert (version["Document"], version["VersionId"]) == (json.loads(LIST), "v1")


def test_a_filter_leaves_the_others_empty(iam: Any) -> None:
    prepared(iam)

    def told(*words: str) -> list[int]:
        answer = iam.get_account_authorization_details(Filter=list(words))
        return [len(answer[name]) for name in LISTS]

    assert told("User") == [3, 0, 0, 0]
    assert told("Group", "LocalManagedPolicy") == [0, 1, 0, 1]
    assert told("AWSManagedPolicy") == [0, 0, 0, 1]
    assert refused(iam.get_account_authorization_details, Filter=["Nobody"])[1] == "ValidationError"


def test_it_comes_in_pages(iam: Any) -> None:
    paginator = prepared(iam).get_paginator("get_account_authorization_details")
    pages = [*paginator.paginate(PaginationConfig={"PageSize": 4})]
    numbers = [[len(page[name]) for name in LISTS] for page in pages]
    assert numbers == [[3, 1, 0, 0], [0, 0, 4, 0], [0, 0, 0, 2]]


def test_it_takes_a_permission_on_everything(sandbox: Sandbox) -> None:
    message = refused(sandbox.client("iam", "bob").get_account_authorization_details)[2]
    assert "iam:GetAccountAuthorizationDetails on resource: * because" in message
