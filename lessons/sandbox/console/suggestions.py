"""What there is in a sandbox for a parameter to name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from botocore.model import Shape

from lessons import aws
from lessons.aws.arn import policy_arn, provider_arn, role_arn, user_arn
from lessons.aws.moto import aws_managed
from lessons.sandbox.console.operations import Call
from lessons.sandbox.models import Sandbox

__all__ = ["offered", "offered_in"]

MOST = 100  # of each


def offered(sandbox: Sandbox, call: Call) -> dict[str, list[str]]:
    """By the name of each of the call's parameters the values that it can have here, if any are known."""
    values = offered_in(sandbox.world, call)
    if "AccessKeyId" in values:
        values["AccessKeyId"] += (session.access_key_id for session in sandbox.sessions(MOST))
    return {name: found[:MOST] for name, found in values.items()}


def offered_in(document: aws.WorldDocument, call: Call) -> dict[str, list[str]]:
    """The same, of a world alone."""
    world = aws.World(document)
    values = {name: [*_values(name, shape, world)][:MOST] for name, shape in call.members.items()}
    return {name: found for name, found in values.items() if found}


def _values(name: str, shape: Shape, world: aws.World) -> Iterable[str]:
    find = FINDERS.get(name)
    return find(world) if find else getattr(shape, "enum", ())


def _names(part: str) -> Callable[[aws.World], Iterable[str]]:
    return lambda world: (name for account in world.accounts.values() for name in account[part])


def _arns(part: str, write: Callable[[str, str, str], str]) -> Callable[[aws.World], Iterable[str]]:
    return lambda world: (
        write(number, item["path"], name)
        for number, account in world.accounts.items()
        for name, item in account[part].items()
    )


def _keys(world: aws.World) -> Iterable[str]:
    buckets = (bucket for account in world.accounts.values() for bucket in account["buckets"].values())
    return dict.fromkeys(key for bucket in buckets for key in bucket["objects"])


def _sources(world: aws.World) -> Iterable[str]:
    return (
        f"{name}/{key}"
        for account in world.accounts.values()
        for name, bucket in account["buckets"].items()
        for key in bucket["objects"]
    )


def _inline(world: aws.World) -> Iterable[str]:
    owners = (account[part] for account in world.accounts.values() for part in ("users", "groups", "roles"))
    return dict.fromkeys(name for part in owners for item in part.values() for name in item["policies"])


_ROLE_ARNS, _USER_ARNS = _arns("roles", role_arn), _arns("users", user_arn)
_OWN_POLICIES = _arns("policies", policy_arn)


def _policy_arns(world: aws.World) -> Iterable[str]:
    of_aws = (policy_arn(aws_managed.ACCOUNT, "/", name) for name in aws_managed.OFTEN_USED)
    return (*_OWN_POLICIES(world), *of_aws)


def _providers(world: aws.World) -> Iterable[str]:
    return (
        provider_arn(number, url)
        for number, account in world.accounts.items()
        for url in account.get("oidc_providers", {})
    )


FINDERS: Mapping[str, Callable[[aws.World], Iterable[str]]] = {
    "AccessKeyId": lambda world: (key.id for user in world.users for key in user.access_keys),
    "Bucket": _names("buckets"),
    "CopySource": _sources,
    "GroupName": _names("groups"),
    "Key": _keys,
    "OpenIDConnectProviderArn": _providers,
    "PermissionsBoundary": _policy_arns,
    "PolicyArn": _policy_arns,
    "PolicyName": _inline,
    "PolicySourceArn": lambda world: (*_USER_ARNS(world), *_ROLE_ARNS(world)),
    "RoleArn": _ROLE_ARNS,
    "RoleName": _names("roles"),
    "SerialNumber": lambda world: (device.serial for device in world.mfa_devices),
    "UserName": _names("users"),
}
