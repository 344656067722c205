"""The names that an author gives to accounts and identities, as ARNs and ids of a learner's sandbox. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lessons.aws import World
from lessons.aws.policies.patterns import in_order

__all__ = ["IDENTITY", "KEY_OF", "KINDS", "PLACEHOLDER", "caller_arns", "filled", "fits", "identity_arn"]

PLACEHOLDER = re.compile(r"(?<!\$)\{(\w+)\}", re.ASCII)  # ${aws:username} is a variable of the policy itself
KEY_OF = re.compile(r"\{key:(?:(\w+):)?([\w+=,.@-]+)\}", re.ASCII)  # the id of a user's first access key
# Who calls, as an author writes it: user/alice, role/demo, role/demo/session1, other:role/x.
IDENTITY = re.compile(r"(?:(?P<account>\w+):)?(?P<kind>user|role|federated-user)/(?P<name>\S+)", re.ASCII)
# Where an account keeps them, and what the ARN of a caller of this kind looks like.
KINDS = {
    "user": ("users", ("arn:aws:iam::{account}:user/{name}", "arn:aws:iam::{account}:user/*/{name}")),
    "role": ("roles", ("arn:aws:sts::{account}:assumed-role/{name}",)),
    "federated-user": ("", ("arn:aws:sts::{account}:federated-user/{name}",)),
}


def filled(value: Any, world: World) -> Any:
    """The value with the 12 digits of the account in place of each `{name}` of one, and the id of the user's
    first access key in place of `{key:user}` or `{key:account:user}`."""
    if isinstance(value, str):
        text = KEY_OF.sub(lambda found: _key_id(found, world), value)
        return PLACEHOLDER.sub(lambda found: world.account_id(found[1]) or found[0], text)
    if isinstance(value, Mapping):
        return {filled(key, world): filled(item, world) for key, item in value.items()}
    return [filled(item, world) for item in value] if isinstance(value, list) else value


def _key_id(found: re.Match[str], world: World) -> str:
    accounts = [world.account_id(found[1])] if found[1] else world.accounts
    named = (user for user in world.users if user.name == found[2] and user.account_id in accounts)
    return next((key.id for user in named for key in user.access_keys), found[0])


def fits(pattern: str, text: str) -> bool:
    """Whether a text is as the pattern says, in which `*` is any run of characters."""
    first, *rest = pattern.split("*")
    return in_order(first, *rest, text) if rest else text == first


def caller_arns(by: str, world: World) -> tuple[str, ...]:
    """The patterns of the ARNs that `by` may call with; of a role every session, unless one is named."""
    account, kind, name = _parts(by, world)
    any_session = "/*" if kind == "role" and "/" not in name else ""
    return tuple(pattern.format(account=account, name=name + any_session) for pattern in KINDS[kind][1])


def identity_arn(by: str, world: World) -> str:
    """The ARN of the user or role itself; "" where there is none."""
    account, kind, name = _parts(by, world)
    if kind == "role":
        role = world.role(account, name)
        return role.arn if role else ""
    users = (user for user in world.users if (user.account_id, user.name) == (account, name))
    return next((user.arn for user in users), "")


def _parts(by: str, world: World) -> tuple[str, str, str]:
    """The account's 12 digits, the kind and the name; without an account the first that has such a one."""
    found = IDENTITY.fullmatch(by)
    if found is None:
        raise ValueError(f"{by!r} is nobody who could call")
    kind, name = found["kind"], found["name"]
    having = (
        number
        for number, account in world.accounts.items()
        if name.partition("/")[0] in account.get(KINDS[kind][0], {})
    )
    if found["account"]:
        return world.account_id(found["account"]) or "", kind, name
    return next(having, next(iter(world.accounts), "")), kind, name
