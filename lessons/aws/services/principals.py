"""Whom a resource policy may name: AWS refuses to save one that names somebody who is not there."""

import re

from lessons.aws.policies.policy import account_of, parse
from lessons.aws.world import World

_ENTITY = re.compile(r"arn:aws:iam::(\d{12}):(user|role)/(?:[\x21-\x7e]+/)?([\w+=,.@-]{1,64})")
_SESSION = re.compile(r"arn:aws:sts::(\d{12}):assumed-role/[\w+=,.@-]{1,64}/[\w+=,.@-]{2,64}")
_FEDERATED = re.compile(r"arn:aws:sts::(\d{12}):federated-user/[\w+=,.@-]{2,32}")


def missing_principal(text: str, world: World, *, federated: bool = False) -> str:
    """The first AWS principal of a policy that is nobody in this world, or "".

    A world is all there is: an account outside of it does not exist. A session need not exist (yet).
    `federated` says whether the policy may name federated users.
    """
    for statement in parse(text).statements:
        named = statement.principals
        for shown in named.values if named else ():
            name = account_of(shown)
            if named and name in (named.names or ()) and not _exists(name, world, federated=federated):
                return shown
    return ""


def _exists(name: str, world: World, *, federated: bool) -> bool:
    if name == "*" or name in world.accounts:
        return True
    session, entity = _SESSION.fullmatch(name), _ENTITY.fullmatch(name)
    session = session or (_FEDERATED.fullmatch(name) if federated else None)
    if session:
        return session[1] in world.accounts
    if entity is None or entity[1] not in world.accounts:
        return False
    if entity[2] == "role":
        return world.role_by_arn(name) is not None
    return any(user.arn == name for user in world.users)
