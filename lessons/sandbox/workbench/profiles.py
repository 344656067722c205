"""Profiles of the AWS CLI and the SDKs: a user's keys, and a role that is assumed with them for each role."""

from __future__ import annotations

from collections.abc import Iterator

from lessons import aws
from lessons.aws.arn import REGION
from lessons.aws.policies.policy import Statement
from lessons.sandbox.workbench.terminal import HIDDEN, LOCAL

__all__ = ["config_file"]

SOURCE = "learnsts"
# Where a trust policy asks for one of these, a profile has to bring it.
EXTERNAL_ID, MFA = ("stringequals", "sts:externalid"), ("bool", "aws:multifactorauthpresent")


def config_file(user: aws.User, world: aws.World, endpoint: str = LOCAL, *, secret: bool = True) -> str:
    """What to add to ~/.aws/config; without `secret` it stays hidden.

    Each profile names the endpoint, for the client asks for a role at that of the profile in use.
    """
    keys, roles = user.credentials, _roles_of(world)
    own = {
        "aws_access_key_id": keys.access_key_id,
        "aws_secret_access_key": keys.secret_access_key if secret else HIDDEN,
    }
    sections = {SOURCE: own} | {
        _name(role, roles, world): {"role_arn": role.arn, "source_profile": SOURCE}
        | dict(_brought(role, user, world))
        for role in roles
    }
    return "\n\n".join(_section(name, settings, endpoint) for name, settings in sections.items())


def _roles_of(world: aws.World) -> list[aws.Role]:
    """The roles that somebody with keys may be let into: those of services are nobody's."""
    roles = (
        world.role(number, name) for number, account in world.accounts.items() for name in account["roles"]
    )
    return [role for role in roles if role and any(_names_somebody(one) for one in _allowing(role))]


def _name(role: aws.Role, roles: list[aws.Role], world: aws.World) -> str:
    """What the profile of a role is called, with the account where another has a role of the same name."""
    is_alone = [one.name for one in roles].count(role.name) == 1
    account = "" if is_alone else f"{world.accounts[role.account_id]['name']}-"
    return f"{SOURCE}-{account}{role.name}"


def _section(name: str, settings: dict[str, str], endpoint: str) -> str:
    lines = {**settings, "region": REGION, "endpoint_url": endpoint}
    return "\n".join([f"[profile {name}]", *(f"{key} = {value}" for key, value in lines.items())])


def _brought(role: aws.Role, user: aws.User, world: aws.World) -> Iterator[tuple[str, str]]:
    """What the trust policy asks for, as settings of a profile."""
    asked = {
        (condition.operator.lower(), condition.key.lower()): condition.values
        for statement in _allowing(role)
        for condition in statement.conditions
    }
    if asked.get(EXTERNAL_ID):
        yield "external_id", asked[EXTERNAL_ID][0]
    devices = [one for one in world.mfa_devices if (one.account_id, one.user) == (user.account_id, user.name)]
    if devices and asked.get(MFA) == ("true",):
        yield "mfa_serial", devices[0].serial


def _allowing(role: aws.Role) -> Iterator[Statement]:
    """The statements that let somebody in."""
    return (one for _, policy in role.trust for one in policy.statements if one.effect == "Allow")


def _names_somebody(statement: Statement) -> bool:
    """Whether it names a principal of an account, or everybody."""
    return bool(statement.principals and statement.principals.names)
