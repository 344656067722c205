"""Service-linked roles as AWS makes and guards them (IAM User Guide; live answers of AWS)."""

import json
from typing import Any

import pytest

from lessons.aws import budgets
from lessons.aws.moto import aws_managed
from lessons.aws.services.iam.service_roles import ROLES
from tests.aws.conftest import Sandbox, allow, refused, trust
from tests.aws.services.conftest import ADMINISTRATOR, LIST, arn

SPOT = "AWSServiceRoleForEC2Spot"
GUARDED = (
    400,
    "UnmodifiableEntity",
    f"Cannot perform the operation on the protected role '{SPOT}' - this role is only modifiable by AWS",
)


@pytest.fixture
def spot(iam: Any) -> dict[str, Any]:
    made: dict[str, Any] = iam.create_service_linked_role(AWSServiceName="spot.amazonaws.com")["Role"]
    return made


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.name)
def test_each_role_has_a_policy_that_aws_has(role: Any) -> None:
    found = aws_managed.find(role.policy)
    assert found
    assert found["path"] == "/aws-service-role/"


def test_a_service_gets_its_role(sandbox: Sandbox, iam: Any, spot: dict[str, Any]) -> None:
    assert spot["Arn"] == arn(sandbox, f"role/aws-service-role/spot.amazonaws.com/{SPOT}")
    (statement,) = spot["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "spot.amazonaws.com"}
    attached = iam.list_attached_role_policies(RoleName=SPOT)["AttachedPolicies"]
    policy = "arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy"
    assert [item["PolicyArn"] for item in attached] == [policy]
    again = refused(iam.create_service_linked_role, AWSServiceName="spot.amazonaws.com")
    taken = f"Service role name {SPOT} has been taken in this account, please try a different suffix."
    assert again == (400, "InvalidInput", taken)


def test_a_suffix_is_for_services_that_have_several(iam: Any) -> None:
    given = {"AWSServiceName": "autoscaling.amazonaws.com", "CustomSuffix": "blue", "Description": "d"}
    role = iam.create_service_linked_role(**given)["Role"]
    assert (role["RoleName"], role["Description"]) == ("AWSServiceRoleForAutoScaling_blue", "d")
    given["AWSServiceName"] = "es.amazonaws.com"
    message = "Custom suffix is not allowed for es.amazonaws.com"
    assert refused(iam.create_service_linked_role, **given) == (400, "InvalidInput", message)
    given["AWSServiceName"] = "nothing.amazonaws.com"
    assert refused(iam.create_service_linked_role, **given)[:2] == (400, "InvalidInput")


@pytest.mark.parametrize(
    ("call", "given"),
    [
        ("delete_role", {}),
        ("put_role_policy", {"PolicyName": "p", "PolicyDocument": LIST}),
        ("attach_role_policy", {"PolicyArn": ADMINISTRATOR}),
        ("update_assume_role_policy", {"PolicyDocument": json.dumps(trust({"AWS": "*"}))}),
        ("put_role_permissions_boundary", {"PermissionsBoundary": ADMINISTRATOR}),
    ],
)
def test_nobody_else_changes_it(iam: Any, spot: dict[str, Any], call: str, given: dict[str, str]) -> None:
    assert refused(getattr(iam, call), RoleName=SPOT, **given) == GUARDED


@pytest.mark.parametrize("holder", ["user", "role"])
def test_its_policy_is_nobody_elses(iam: Any, holder: str) -> None:
    policy = "arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy"
    named = {"user": {"UserName": "bob"}, "role": {"RoleName": "demo"}}[holder]
    answer = refused(getattr(iam, f"attach_{holder}_policy"), **named, PolicyArn=policy)
    message = "Cannot attach a Service Role Policy to a Customer Role."
    assert answer == (400, "PolicyNotAttachable", message)


def test_it_is_deleted_by_a_call_of_its_own(iam: Any, spot: dict[str, Any]) -> None:
    assert refused(iam.delete_service_linked_role, RoleName="demo")[:2] == (404, "NoSuchEntity")
    task = iam.delete_service_linked_role(RoleName=SPOT)["DeletionTaskId"]
    assert task.startswith(f"task/aws-service-role/spot.amazonaws.com/{SPOT}/")
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    assert refused(iam.get_service_linked_role_deletion_status, DeletionTaskId="x")[1] == "NoSuchEntity"
    assert refused(iam.get_role, RoleName=SPOT)[1] == "NoSuchEntity"


def test_a_policy_can_say_for_which_service(sandbox: Sandbox, iam: Any) -> None:
    """Service Authorization Reference, IAM: iam:AWSServiceName."""
    condition = {"StringLike": {"iam:AWSServiceName": "spot.amazonaws.com"}}
    document = json.dumps(allow("iam:CreateServiceLinkedRole", Condition=condition))
    iam.put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=document)
    bob = sandbox.client("iam", "bob")
    assert refused(bob.create_service_linked_role, AWSServiceName="ecs.amazonaws.com")[1] == "AccessDenied"
    assert bob.create_service_linked_role(AWSServiceName="spot.amazonaws.com")


def test_they_count_with_the_other_roles(iam: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "ENTITIES", 6)  # five are there
    scaling = {"AWSServiceName": "autoscaling.amazonaws.com"}
    iam.create_service_linked_role(**scaling)
    told = refused(iam.create_service_linked_role, **scaling, CustomSuffix="blue")
    assert told == (409, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 6")
