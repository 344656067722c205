"""What a sandbox hands to its learner's pocket: MFA devices, whose codes change by the sandbox's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from lessons import aws
from lessons.aws.services.iam import mfa
from lessons.sandbox.models import Sandbox

__all__ = ["Device", "devices"]


@dataclass(frozen=True, slots=True)
class Device:
    """An MFA device and what it shows until `changes_at` (UTC). A code is `used` once AWS has taken it.

    `user` is "" while it is nobody's.
    """

    user: str
    serial: str
    code: str
    changes_at: datetime
    used: bool

    @property
    def code_id(self) -> str:
        """The id of its code on the page."""
        return f"code-{self.serial}"


def devices(sandbox: Sandbox) -> list[Device]:
    """Every device, as it is now by the sandbox's clock."""
    step = mfa.step_at(sandbox.now())
    changes_at = datetime.fromtimestamp((step + 1) * mfa.STEP_SECONDS, UTC)
    return [
        Device(
            item.user or "", item.serial, mfa.code_at(item.secret, step), changes_at, item.last_step >= step
        )
        for item in aws.World(sandbox.world).mfa_devices
    ]
