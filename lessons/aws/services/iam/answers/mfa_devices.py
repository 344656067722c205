"""Virtual MFA devices: made, given to a user, listed and taken away again.

A device of the document has its `user`, None while it is nobody's, and since when it is `enabled`.
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lessons.aws import budgets
from lessons.aws.arn import mfa_arn
from lessons.aws.errors import AwsError
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.change import Change
from lessons.aws.services.iam.answers.described import Described, Item
from lessons.aws.services.iam.answers.paging import by_name, page
from lessons.aws.services.iam.mfa import DRIFT, code_at, step_at
from lessons.aws.services.iam.operations import USER
from lessons.aws.services.iam.wish import Wish

SEED = 40  # bytes, 64 letters in base 32
MOST_OF_A_USER = 8  # devices (IAM quotas)
SERIAL = "SerialNumber"
_PLACE = "mfa_devices"


def create(wish: Wish) -> Change:
    """A device that is nobody's yet. Its secret is told this once."""
    path, name = wish.parameters.get("Path", "/"), wish.parameters["VirtualMFADeviceName"]
    serial, devices = mfa_arn(wish.account_id, path, name), wish.account[_PLACE]
    if serial in devices:
        raise AwsError("mfa device exists", "iam", serial=serial)
    wish.check_room(_PLACE, "VirtualMFADevicesPerAccount", budgets.ENTITIES)
    seed = base64.b32encode(secrets.token_bytes(SEED))
    tags = wish.parameters.get("Tags", [])
    made = {"user": None, "secret": seed.decode(), "last_step": 0, "tags": described.kept_tags(tags)}
    answer = {SERIAL: serial, "Base32StringSeed": seed, "Tags": tags or None}
    return Change({_PLACE: {**devices, serial: made}}, {"VirtualMFADevice": answer})


def enable(wish: Wish) -> Change:
    """Give a device to a user, who proves by two codes in a row that it is at hand."""
    device, user = _device(wish), wish.parameters[USER]
    if device["user"] is not None:
        raise AwsError("mfa device in use", "iam", user=device["user"])
    if len([*_of_user(wish, user)]) >= MOST_OF_A_USER:
        raise AwsError("quota", "iam", quota="MFADevicesPerUser", limit=MOST_OF_A_USER)
    enabled = {"user": user, "enabled": wish.moment}
    return _changed(wish, device | enabled | {"last_step": _step_of_codes(wish, device)})


def resync(wish: Wish) -> Change:
    """Set a user's device right by two codes in a row."""
    device = _device_of_user(wish)
    return _changed(wish, device | {"last_step": _step_of_codes(wish, device)})


def deactivate(wish: Wish) -> Change:
    """Take a device from its user. It stays in the account."""
    kept = {key: value for key, value in _device_of_user(wish).items() if key != "enabled"}
    return _changed(wish, kept | {"user": None})


def delete(wish: Wish) -> Change:
    """Remove a device that is nobody's."""
    if _device(wish)["user"] is not None:
        raise AwsError("mfa device active", "iam")
    left = {key: item for key, item in wish.account[_PLACE].items() if key != wish.parameters[SERIAL]}
    return Change({_PLACE: left})


def list_of_user(wish: Wish) -> Mapping[str, Any]:
    """The devices of a user."""
    user = wish.parameters[USER]
    devices = [_described(wish, serial, item) for serial, item in by_name(_of_user(wish, user))]
    return page(wish.parameters, MFADevices=[{USER: user, **device} for device in devices])


def get(wish: Wish) -> Mapping[str, Any]:
    """One device of a user."""
    device = _device_of_user(wish)
    return {USER: device["user"], **_described(wish, wish.parameters[SERIAL], device)}


def list_virtual(wish: Wish) -> Mapping[str, Any]:
    """The devices of the account, all or those that are somebody's or nobody's."""
    status = wish.parameters.get("AssignmentStatus", "Any")
    wanted = {"Assigned": (True,), "Unassigned": (False,)}.get(status, (True, False))
    devices = by_name(
        item for item in wish.account[_PLACE].items() if (item[1]["user"] is not None) in wanted
    )
    listed = [{**_described(wish, serial, item), "User": _user(wish, item)} for serial, item in devices]
    return page(wish.parameters, VirtualMFADevices=listed)


def _described(wish: Wish, serial: str, item: Item) -> Described:
    """A device. Those of a scenario are as old as their users."""
    user = wish.account["users"].get(item["user"], {})
    return {SERIAL: serial, "EnableDate": item.get("enabled") or user.get("created")}


def _user(wish: Wish, item: Item) -> Described | None:
    user = wish.account["users"].get(item["user"])
    return described.user(wish.account_id, item["user"], user) if user else None


def _of_user(wish: Wish, user: str) -> Iterator[tuple[str, Item]]:
    return (item for item in wish.account[_PLACE].items() if item[1]["user"] == user)


def _device(wish: Wish) -> dict[str, Any]:
    serial = wish.parameters[SERIAL]
    device: dict[str, Any] | None = wish.account[_PLACE].get(serial)
    if device is None:
        raise AwsError("no mfa device", "iam", serial=serial)
    return device


def _device_of_user(wish: Wish) -> dict[str, Any]:
    device = _device(wish)
    if device["user"] != wish.parameters[USER]:
        raise AwsError("mfa device of another", "iam", user=wish.parameters[USER])
    return device


def _step_of_codes(wish: Wish, device: Item) -> int:
    """The step of the second of two codes in a row, not yet used. Raises InvalidAuthenticationCode."""
    given = wish.parameters["AuthenticationCode1"] + wish.parameters["AuthenticationCode2"]
    for step in (step_at(wish.now) + drift for drift in DRIFT):
        shown = code_at(device["secret"], step - 1) + code_at(device["secret"], step)
        if step - 1 > device["last_step"] and hmac.compare_digest(given, shown):
            return step
    raise AwsError("mfa codes", "iam")


def _changed(wish: Wish, device: Item) -> Change:
    return Change({_PLACE: {**wish.account[_PLACE], wish.parameters[SERIAL]: device}})


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "ListMFADevices": list_of_user,
    "ListVirtualMFADevices": list_virtual,
    "GetMFADevice": get,
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {
    "CreateVirtualMFADevice": create,
    "EnableMFADevice": enable,
    "ResyncMFADevice": resync,
    "DeactivateMFADevice": deactivate,
    "DeleteVirtualMFADevice": delete,
}
