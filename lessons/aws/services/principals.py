"""Whom a resource policy may name: AWS refuses to save one that names somebody who is not there."""

from functools import partial

from lessons.aws.policies.grammar import principals
from lessons.aws.policies.policy import account_of
from lessons.aws.policies.validate import Problem, validate
from lessons.aws.world import World


def problems_in(text: str, kind: str, world: World, bucket: str = "") -> list[Problem]:
    """Every mistake in a policy that is to be saved in a world. The terms are those of `validate`.

    A world is all there is: an account outside of it does not exist. A session need not exist (yet), and only
    the policy of a bucket may name a federated user.
    """
    exists = partial(_exists, world=world, federated=kind == "bucket")
    return validate(text, kind, exists=exists, bucket=bucket)


def _exists(given: str, *, world: World, federated: bool) -> bool:
    name = account_of(given)
    if name == "*" or name in world.accounts:
        return True
    session, entity = principals.SESSION.fullmatch(name), principals.ENTITY.fullmatch(name)
    session = session or (principals.FEDERATED.fullmatch(name) if federated else None)
    if session:
        return session[1] in world.accounts
    if entity is None or entity[1] not in world.accounts:
        return False
    if entity[2] == "role":
        return world.role_by_arn(name) is not None
    return any(user.arn == name for user in world.users)
