"""MFA devices of the sandbox: codes of six digits that change every 30 seconds (TOTP, RFC 6238).

The time is the sandbox's, so a code follows a skip of the clock. A code counts for its own half minute and
for the one before and after it, and only once.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from typing import Any

from lessons.aws.authenticate import Caller
from lessons.aws.entities import MfaDevice, User
from lessons.aws.errors import AwsError
from lessons.aws.world import World, WorldDocument

STEP_SECONDS = 30
DIGITS = 6
DRIFT = (0, -1, 1)  # steps


def code_at(secret: str, step: int) -> str:
    """The code of a base32 secret for one step of 30 seconds since the epoch."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8), sha1).digest()
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFFFFFF
    return str(number)[-DIGITS:].zfill(DIGITS)


def step_at(now: datetime) -> int:
    """The step that a moment is in."""
    return int(now.timestamp()) // STEP_SECONDS


def codes(document: WorldDocument, user: User, now: datetime) -> dict[str, str]:
    """What the devices of a user show at `now`: codes by serial number."""
    devices = (item for item in World(document).mfa_devices if _belongs(item, user))
    return {item.serial: code_at(item.secret, step_at(now)) for item in devices}


def used_device(
    parameters: Mapping[str, Any], caller: Caller, world: World, now: datetime
) -> MfaDevice | None:
    """The device that a call was made with, its code now used up; None for a call without MFA.

    Raises AwsError when the code or the device is not the caller's.
    """
    serial, code = parameters.get("SerialNumber"), parameters.get("TokenCode")
    if serial is None and code is None:
        return None
    if serial is None or code is None:
        raise AwsError("mfa incomplete", "sts")
    device = _device_of(caller, serial, world)
    step = step_at(now)
    good = [
        step + drift for drift in DRIFT if hmac.compare_digest(code_at(device.secret, step + drift), code)
    ]
    if not good or good[0] <= device.last_step:
        raise AwsError("mfa code", "sts")
    return device.used_at(good[0])


def _device_of(caller: Caller, serial: str, world: World) -> MfaDevice:
    """The device, if it is the calling user's own: a role has none."""
    user = caller.identity
    own = (item for item in world.mfa_devices if item.serial == serial)
    device = next(own, None)
    if device is None or not isinstance(user, User) or not _belongs(device, user):
        raise AwsError("mfa serial", "sts")
    return device


def _belongs(device: MfaDevice, user: User) -> bool:
    return (device.account_id, device.user) == (user.account_id, user.name)
