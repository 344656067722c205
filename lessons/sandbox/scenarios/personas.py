"""Who and what there is in a sandbox's world, as the page offers it."""

from __future__ import annotations

from dataclasses import dataclass

from lessons import aws

__all__ = ["Place", "place", "role_arns", "users"]


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket, and an object in it; "" where the scenario has none."""

    bucket: str = ""
    key: str = ""


def users(document: aws.WorldDocument) -> dict[str, aws.User]:
    """The users with a key to sign with, by their ARNs."""
    return {user.arn: user for user in aws.World(document).users if user.access_keys}


def role_arns(document: aws.WorldDocument) -> list[str]:
    """The ARNs of all roles."""
    world = aws.World(document)
    roles = (
        world.role(number, name) for number, account in world.accounts.items() for name in account["roles"]
    )
    return [role.arn for role in roles if role]


def place(document: aws.WorldDocument) -> Place:
    """The first bucket and the first of its objects, in alphabetical order."""
    accounts = aws.World(document).accounts.values()
    buckets = {name: bucket for account in accounts for name, bucket in account["buckets"].items()}
    if not buckets:
        return Place()
    name = min(buckets)
    return Place(name, min(buckets[name]["objects"], default=""))
