"""Virtual MFA devices by a real boto3 client: from being made to being used, and away again."""

from datetime import timedelta
from typing import Any

import pytest

from lessons.aws.services import parameters
from lessons.aws.services.iam import subjects
from lessons.aws.services.iam.mfa import code_at, step_at
from lessons.aws.services.iam.operations import IAM
from tests.aws.conftest import Sandbox, refused
from tests.aws.services.conftest import arn

USER = {"Path", "UserName", "UserId", "Arn", "CreateDate"}


@pytest.fixture
def made(iam: Any) -> dict[str, Any]:
    device: dict[str, Any] = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
    return device


def two_codes(sandbox: Sandbox, made: dict[str, Any], step: int = 0) -> dict[str, str]:
    """What the device shows in the half minute before, and shows now; `step` half minutes later."""
    now, secret = step_at(sandbox.now) + step, made["Base32StringSeed"].decode()
    codes = {"AuthenticationCode1": code_at(secret, now - 1), "AuthenticationCode2": code_at(secret, now)}
    return {"SerialNumber": made["SerialNumber"], **codes}


def test_a_device_is_made_given_to_a_user_and_used(sandbox: Sandbox, iam: Any, made: dict[str, Any]) -> None:
    assert set(made) == {"SerialNumber", "Base32StringSeed"}
    assert (made["SerialNumber"], len(made["Base32StringSeed"])) == (arn(sandbox, "mfa/phone"), 64)
    iam.enable_mfa_device(UserName="bob", **two_codes(sandbox, made))
    devices = iam.list_mfa_devices(UserName="bob")["MFADevices"]
    assert [item["SerialNumber"] for item in devices] == [arn(sandbox, "mfa/bob"), arn(sandbox, "mfa/phone")]
    assert all(set(item) == {"UserName", "SerialNumber", "EnableDate"} for item in devices)
    shown = iam.get_mfa_device(UserName="bob", SerialNumber=made["SerialNumber"])
    assert sandbox.now - shown["EnableDate"] < timedelta(minutes=1)
    sandbox.skipped += timedelta(seconds=30)
    code = two_codes(sandbox, made)["AuthenticationCode2"]
    given = {"SerialNumber": made["SerialNumber"], "TokenCode": code}
    assert sandbox.client("sts", "bob").get_session_token(**given)
    again = {item["SerialNumber"]: item for item in iam.list_mfa_devices(UserName="bob")["MFADevices"]}
    assert again[made["SerialNumber"]]["EnableDate"] == shown["EnableDate"]


def test_tags_are_told_where_there_are_some(iam: Any) -> None:
    tags = [{"Key": "team", "Value": "red"}]
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="tagged", Tags=tags)["VirtualMFADevice"]
    assert device["Tags"] == tags


def test_without_a_name_the_devices_are_the_callers_own(sandbox: Sandbox, iam: Any) -> None:
    (device,) = iam.list_mfa_devices()["MFADevices"]
    assert (device["UserName"], device["SerialNumber"]) == ("carol", arn(sandbox, "mfa/carol"))


def test_the_codes_have_to_follow_each_other_and_be_new(
    sandbox: Sandbox, iam: Any, made: dict[str, Any]
) -> None:
    good = two_codes(sandbox, made)
    swapped = {
        **good,
        "AuthenticationCode1": good["AuthenticationCode2"],
        "AuthenticationCode2": good["AuthenticationCode1"],
    }
    for wrong in (swapped, two_codes(sandbox, made, -3)):
        assert refused(iam.enable_mfa_device, UserName="bob", **wrong) == (
            403,
            "InvalidAuthenticationCode",
            "Authentication code for device is not valid",
        )
    iam.enable_mfa_device(UserName="bob", **good)
    assert refused(iam.resync_mfa_device, UserName="bob", **good)[1] == "InvalidAuthenticationCode"
    sandbox.skipped += timedelta(seconds=90)
    iam.resync_mfa_device(UserName="bob", **two_codes(sandbox, made))


def test_the_devices_of_the_account_are_listed(sandbox: Sandbox, iam: Any, made: dict[str, Any]) -> None:
    def listed(**given: Any) -> dict[str, Any]:
        devices = iam.list_virtual_mfa_devices(**given)["VirtualMFADevices"]
        return {item["SerialNumber"].rpartition("/")[2]: item for item in devices}

    assert list(listed()) == ["alice", "bob", "carol", "phone"]
    assert set(listed()["bob"]) == {"SerialNumber", "EnableDate", "User"}
    assert set(listed()["bob"]["User"]) == USER
    assert listed(AssignmentStatus="Unassigned") == {"phone": {"SerialNumber": made["SerialNumber"]}}
    assert list(listed(AssignmentStatus="Assigned")) == ["alice", "bob", "carol"]
    pages = iam.get_paginator("list_virtual_mfa_devices").paginate(PaginationConfig={"PageSize": 3})
    assert [len(page["VirtualMFADevices"]) for page in pages] == [3, 1]


def test_without_a_name_it_is_the_callers_own_device_that_is_deactivated(sandbox: Sandbox, iam: Any) -> None:
    """API Reference of IAM, DeactivateMFADevice: the name "defaults to the principal making the request"."""
    serial = {"SerialNumber": arn(sandbox, "mfa/bob")}
    assert refused(iam.deactivate_mfa_device, **serial)[:2] == (
        404,
        "NoSuchEntity",
    )  # carol has no such device


def test_a_call_names_its_user_where_the_model_lets_it_be_left_out() -> None:
    """Whoever leaves the name out is asked for, so that no such call ends without an answer."""
    model = parameters.service_model("iam").operation_model
    optional = {
        name
        for name, operation in IAM.items()
        if operation.subject == subjects.USER
        and subjects.USER not in model(name).input_shape.required_members
    }
    assert optional == set(subjects.OWN)


def test_a_device_is_deactivated_before_it_is_deleted(sandbox: Sandbox, iam: Any) -> None:
    serial = {"SerialNumber": arn(sandbox, "mfa/bob")}
    in_use = refused(iam.delete_virtual_mfa_device, **serial)
    assert in_use == (409, "DeleteConflict", "MFA VirtualDevice in use. Must deactivate first")
    assert refused(iam.deactivate_mfa_device, UserName="alice", **serial)[:2] == (404, "NoSuchEntity")
    iam.deactivate_mfa_device(UserName="bob", **serial)
    assert iam.list_mfa_devices(UserName="bob")["MFADevices"] == []
    iam.delete_virtual_mfa_device(**serial)
    assert refused(iam.delete_virtual_mfa_device, **serial) == (
        404,
        "NoSuchEntity",
        f"MFA Device with serial number {serial['SerialNumber']} does not exist.",
    )


def test_a_user_with_a_device_is_not_deleted(sandbox: Sandbox, iam: Any) -> None:
    """rebuy-de/aws-nuke#281."""
    iam.delete_access_key(UserName="bob", AccessKeyId=sandbox.user("bob").access_key_id)
    assert refused(iam.delete_user, UserName="bob") == (
        409,
        "DeleteConflict",
        "Cannot delete entity, must delete MFA device first.",
    )
    iam.deactivate_mfa_device(UserName="bob", SerialNumber=arn(sandbox, "mfa/bob"))
    iam.delete_user(UserName="bob")
    unassigned = iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert unassigned == [{"SerialNumber": arn(sandbox, "mfa/bob")}]


def test_names_and_numbers_have_limits(sandbox: Sandbox, iam: Any, made: dict[str, Any]) -> None:
    again = refused(iam.create_virtual_mfa_device, VirtualMFADeviceName="phone")
    assert again == (409, "EntityAlreadyExists", "MFA device already exists.")
    taken = {"UserName": "alice", **two_codes(sandbox, made), "SerialNumber": arn(sandbox, "mfa/bob")}
    in_use = refused(iam.enable_mfa_device, **taken)
    assert in_use == (409, "EntityAlreadyExists", "MFA Device is already in use.")
    for number in range(7):
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"p{number}")["VirtualMFADevice"]
        iam.enable_mfa_device(UserName="bob", **two_codes(sandbox, device))
    assert refused(iam.enable_mfa_device, UserName="bob", **two_codes(sandbox, made))[1] == "LimitExceeded"


def test_the_account_has_room_for_so_many(iam: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.aws.budgets.ENTITIES", 5)
    assert refused(iam.create_virtual_mfa_device, VirtualMFADeviceName="phone")[:2] == (409, "LimitExceeded")


def test_who_may_not_is_told_what_is_missing(sandbox: Sandbox) -> None:
    bob = sandbox.client("iam", "bob")
    for call, given, resource in (
        (bob.list_virtual_mfa_devices, {}, "mfa/"),
        (bob.create_virtual_mfa_device, {"VirtualMFADeviceName": "x", "Path": "/a/"}, "mfa/a/x"),
        (bob.delete_virtual_mfa_device, {"SerialNumber": arn(sandbox, "mfa/bob")}, "mfa/bob"),
    ):
        code, message = refused(call, **given)[1:]
        assert code == "AccessDenied"
        assert f"on resource: {arn(sandbox, resource)} because" in message
