"""The call that goes through the stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons.aws.authenticate import Caller, Clock
from lessons.aws.entities import MfaDevice, Role
from lessons.aws.http_messages import Request
from lessons.aws.services.iam.wish import Wish
from lessons.aws.services.operation import Asked
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.world import World


@dataclass(frozen=True, slots=True)
class Visit:
    """One authenticated call on its way through the gateway."""

    request: Request
    world: World
    clock: Clock
    asked: Asked
    caller: Caller
    parameters: Mapping[str, Any]
    mfa_device: MfaDevice | None = None

    def ask(self, role: Role | None) -> sts_rules.Ask:
        """The call as STS reads it, for the role that it is about."""
        return sts_rules.Ask(self.asked.name, self.parameters, self.caller, role)

    @property
    def wish(self) -> Wish:
        """The call as IAM reads it."""
        account_id = self.caller.principal.account_id
        return Wish(self.asked.name, self.parameters, account_id, self.world, self.clock.now)
