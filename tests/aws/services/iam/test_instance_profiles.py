"""Instance profiles by a real boto3 client."""

import json
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, allow, refused
from tests.aws.services.conftest import arn

MEMBERS = {"Path", "InstanceProfileName", "InstanceProfileId", "Arn", "CreateDate", "Roles"}
ROLE = {"Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"}
WEB = {"InstanceProfileName": "web"}


@pytest.fixture
def web(iam: Any) -> dict[str, Any]:
    made: dict[str, Any] = iam.create_instance_profile(**WEB, Path="/x/")["InstanceProfile"]
    return made


def test_a_profile_hands_one_role_on(sandbox: Sandbox, iam: Any, web: dict[str, Any]) -> None:
    assert set(web) == MEMBERS | {"Tags"}
    assert web["InstanceProfileId"].startswith("AIPA")
    assert (len(web["InstanceProfileId"]), web["Roles"]) == (21, [])
    assert web["Arn"] == arn(sandbox, "instance-profile/x/web")
    iam.add_role_to_instance_profile(**WEB, RoleName="demo")
    assert refused(iam.add_role_to_instance_profile, **WEB, RoleName="writer") == (
        409,
        "LimitExceeded",
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    )
    shown = iam.get_instance_profile(**WEB)["InstanceProfile"]
    assert [set(role) for role in shown["Roles"]] == [ROLE]
    for listed in (
        iam.list_instance_profiles(),
        iam.list_instance_profiles(PathPrefix="/x/"),
        iam.list_instance_profiles_for_role(RoleName="demo"),
    ):
        assert [(set(item), item["Roles"][0]["RoleName"]) for item in listed["InstanceProfiles"]] == [
            (MEMBERS, "demo")
        ]
    assert iam.list_instance_profiles(PathPrefix="/y/")["InstanceProfiles"] == []


def test_profile_and_role_go_one_after_the_other(iam: Any, web: dict[str, Any]) -> None:
    iam.add_role_to_instance_profile(**WEB, RoleName="vendor")
    first = (409, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.")
    assert refused(iam.delete_instance_profile, **WEB) == first
    assert refused(iam.delete_role, RoleName="vendor") == first
    iam.remove_role_from_instance_profile(**WEB, RoleName="vendor")
    not_there = refused(iam.remove_role_from_instance_profile, **WEB, RoleName="vendor")
    assert not_there == (404, "NoSuchEntity", "Role vendor in Instance Profile web cannot be found.")
    iam.delete_role(RoleName="vendor")
    iam.delete_instance_profile(**WEB)
    gone = refused(iam.get_instance_profile, **WEB)
    assert gone == (404, "NoSuchEntity", "Instance Profile web cannot be found.")


def test_names_and_numbers_have_limits(
    iam: Any, web: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = refused(iam.create_instance_profile, **WEB)
    assert again == (409, "EntityAlreadyExists", "Instance Profile web already exists.")
    monkeypatch.setattr("lessons.aws.budgets.ENTITIES", 1)
    assert refused(iam.create_instance_profile, InstanceProfileName="b")[1] == "LimitExceeded"


def test_who_hands_a_role_on_has_to_be_allowed_to_pass_it(
    sandbox: Sandbox, iam: Any, web: dict[str, Any]
) -> None:
    add = json.dumps(allow("iam:AddRoleToInstanceProfile"))
    iam.put_user_policy(UserName="bob", PolicyName="add", PolicyDocument=add)
    bob = sandbox.client("iam", "bob")
    message = refused(bob.add_role_to_instance_profile, **WEB, RoleName="demo")[2]
    assert f"is not authorized to perform: iam:PassRole on resource: {sandbox.role('demo')}" in message
    both = json.dumps(allow(["iam:AddRoleToInstanceProfile", "iam:PassRole"]))
    iam.put_user_policy(UserName="bob", PolicyName="add", PolicyDocument=both)
    bob.add_role_to_instance_profile(**WEB, RoleName="demo")


def test_who_may_not_is_told_what_is_missing(sandbox: Sandbox, iam: Any, web: dict[str, Any]) -> None:
    bob = sandbox.client("iam", "bob")
    for call, given, resource in (
        (bob.create_instance_profile, {"InstanceProfileName": "b"}, arn(sandbox, "instance-profile/b")),
        (bob.get_instance_profile, WEB, arn(sandbox, "instance-profile/x/web")),
        (bob.list_instance_profiles, {}, arn(sandbox, "instance-profile/")),
        (bob.get_instance_profile, {"InstanceProfileName": "none"}, "instance profile none"),
    ):
        assert f"on resource: {resource} because" in refused(call, **given)[2]
