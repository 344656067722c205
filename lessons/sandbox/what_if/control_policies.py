"""The control policies of an organization, changed without a call: the sandbox has no AWS Organizations.

A policy has its name in the organization, not in an account: it may be attached at several levels of several
accounts, and is the same one everywhere. Its place is in any of those accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons import aws
from lessons.aws.policies.access_request import RCP, SCP
from lessons.sandbox.policy_editor.policy_documents import NoSuchDocumentError, Place

__all__ = ["CONTROL", "FULL_ACCESS", "control_place", "control_problems", "control_text", "with_control_text"]

OWNER = "organization"
FULL_ACCESS = "FullAWSAccess"  # AWS's own, which an organization begins with


@dataclass(frozen=True, slots=True)
class Control:
    """A kind of control policy: its type, where it stands in a level, and its grammar for `aws.validate`."""

    policy_type: str
    part: str
    grammar: str


CONTROL: Mapping[str, Control] = {
    "scp": Control(SCP, "scps", "identity"),
    "rcp": Control(RCP, "rcps", "control"),
}
KIND_OF = {control.policy_type: kind for kind, control in CONTROL.items()}


def control_place(policy_type: str, name: str, world: aws.World) -> Place | None:
    """Where the policy of that name can be changed; None for what AWS attaches and nobody can detach."""
    kind = KIND_OF[policy_type]
    for account_id, account in world.accounts.items():
        if any(name in level[CONTROL[kind].part] for level in _levels(account)):
            return Place(kind, account_id, OWNER, name)
    return None


def control_text(world: aws.WorldDocument, place: Place) -> str:
    """The text of the policy. Raises NoSuchDocumentError."""
    for level in _levels(world["accounts"].get(place.account_id, {})):
        if text := level[CONTROL[place.kind].part].get(place.name):
            return str(text)
    raise NoSuchDocumentError(str(place))


def control_problems(world: aws.WorldDocument, place: Place, text: str) -> list[aws.Problem]:
    """Every mistake in a text that is to be that policy."""
    return aws.problems_in(text, CONTROL[place.kind].grammar, aws.World(world))


def with_control_text(world: aws.WorldDocument, place: Place, text: str) -> aws.WorldDocument:
    """The world in which the policy says that, wherever it is attached."""
    part = CONTROL[place.kind].part

    def changed(level: Mapping[str, Any]) -> dict[str, Any]:
        return {**level, part: level[part] | ({place.name: text} if place.name in level[part] else {})}

    accounts = {
        account_id: {**account, OWNER: _of_levels(account[OWNER], [*map(changed, _levels(account))])}
        for account_id, account in world["accounts"].items()
        if account.get(OWNER) is not None
    }
    return {**world, "accounts": {**world["accounts"], **accounts}}


def _levels(account: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is attached from the root of its organization down to an account, none where it is in none."""
    organization = account.get(OWNER)
    if organization is not None:
        yield from organization.get("levels", [organization])


def _of_levels(organization: Mapping[str, Any], levels: list[dict[str, Any]]) -> Mapping[str, Any]:
    """The organization as it is written, with other levels: one alone stands for itself."""
    return {"levels": levels} if "levels" in organization else levels[0]
