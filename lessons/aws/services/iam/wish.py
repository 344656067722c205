"""One call to IAM that was authorized."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.services.iam.subjects import KINDS
from lessons.aws.world import World


@dataclass(frozen=True, slots=True)
class Wish:
    """One call that was authorized: its parameters, the account that it is for, and when it comes (UTC)."""

    name: str
    parameters: Mapping[str, Any]
    account_id: str
    world: World
    now: datetime

    @property
    def account(self) -> Mapping[str, Any]:
        """The account that the call is for, as the world's document has it."""
        account: Mapping[str, Any] = self.world.accounts[self.account_id]
        return account

    def entity(self, parameter: str) -> Mapping[str, Any]:
        """The user, group or role that a parameter names. Raises NoSuchEntity."""
        kind, name = KINDS[parameter], self.parameters[parameter]
        item: Mapping[str, Any] | None = self.account[kind.place].get(name)
        if item is None:
            raise AwsError("no entity", "iam", kind=kind.name, name=name)
        return item

    @property
    def holder(self) -> tuple[str, Mapping[str, Any]]:
        """The parameter that names the user, group or role, and what the account has of it."""
        parameter = next(parameter for parameter in KINDS if parameter in self.parameters)
        return parameter, self.entity(parameter)

    @property
    def moment(self) -> str:
        """When it comes, as the document tells it."""
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    def check_room(self, place: str, quota: str, most: int) -> None:
        """Whether the world has room for one more of what accounts keep in a place. Raises LimitExceeded."""
        if sum(len(account.get(place, {})) for account in self.world.accounts.values()) >= most:
            raise AwsError("quota", "iam", quota=quota, limit=most)

    def policy(self, arn: str) -> Mapping[str, Any]:
        """A managed policy of the account, or one of AWS. Raises NoSuchEntity."""
        item = self.world.policy_item(arn)
        if item is None:
            raise AwsError("no managed policy", "iam", arn=arn)
        return item
