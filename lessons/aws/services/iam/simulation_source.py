"""Whose policies a simulation tries, and which: those of an entity, and those that the call brings along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.policies.access_request import Levels, NamedPolicies, Principal
from lessons.aws.policies.policy import Policy, parse
from lessons.aws.policies.policy_json import read_json
from lessons.aws.services.iam.wish import Wish
from lessons.aws.world import World

_ACCOUNT = 4  # where an ARN has its account, between colons


@dataclass(frozen=True, slots=True)
class Source:
    """Who asks in a simulation, and the policies that are tried, each with the name that the answer gives it.

    `resource` is the policy that the call gives the resource, which belongs to the account `owner` where its
    ARN does not say. `control` are the service control policies of its organization, None without one.
    """

    principal: Principal
    owner: str
    policies: NamedPolicies
    boundary: NamedPolicies | None
    resource: NamedPolicies
    control: Levels | None

    @property
    def all(self) -> Iterator[Policy]:
        """Every policy but those of the organization, which nobody sees here."""
        return (policy for _, policy in (*self.policies, *(self.boundary or ()), *self.resource))

    @property
    def size(self) -> int:
        """Characters of all policies."""
        unseen = (policy for level in self.control or () for _, policy in level.policies)
        return sum(len(policy.text) for policy in chain(self.all, unseen))

    def account_of(self, resource: str) -> str:
        """Whose a resource is."""
        parts = resource.split(":")
        return (parts[_ACCOUNT] if len(parts) > _ACCOUNT else "") or self.owner


def of_policies(wish: Wish) -> Source:
    """The policies that the call brings, and nobody's own. Raises InvalidInput."""
    arn = f"arn:aws:iam::{wish.account_id}:root"
    nobody = Source(Principal(arn, wish.account_id, "root"), wish.account_id, (), None, (), None)
    return _with_given(nobody, wish, may_be_asked_by=False)


def of_entity(wish: Wish) -> Source:
    """The policies of a user, group or role, and those that the call brings. Raises NoSuchEntity."""
    arn = wish.parameters["PolicySourceArn"]
    found = wish.world.policies_of(arn)
    if found is None:
        kind, _, name = arn.rpartition(":")[2].partition("/")
        raise AwsError("no entity", "iam", kind=kind, name=name)
    account_id, name = arn.split(":")[_ACCOUNT], arn.rpartition("/")[2]
    control = wish.world.control_policies(account_id, "scps")
    principal, named = Principal(arn, account_id, name), tuple(entity_policies(arn, wish.world))
    entity = Source(principal, account_id, named, found[1], (), control)
    return _with_given(entity, wish, may_be_asked_by=":user/" in arn)


def entity_policies(arn: str, world: World) -> Iterator[tuple[str, Policy]]:
    """The policies of an entity, and of a user's groups, as the simulator names them.

    Managed policies go by their own name, inline ones by that of who has them, too.
    """
    for kind, holder, item in holders_of(arn, world):
        for policy, text in item["policies"].items():
            yield f"{kind}_{holder}_{policy}", parse(text)
        for attached in item["attached"]:
            found = world.managed_policy(attached)
            if found:
                yield found.name, parse(found.text)


def holders_of(arn: str, world: World) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The user, group or role of an ARN, and the groups that a user is in: kind, name, and what is kept."""
    path, account = arn.rpartition(":")[2], world.accounts[arn.split(":")[_ACCOUNT]]
    kind, name = path.partition("/")[0], path.rpartition("/")[2]
    yield kind, name, account[f"{kind}s"][name]
    for group, item in account["groups"].items():
        if kind == "user" and name in item["members"]:
            yield "group", group, item


def _with_given(source: Source, wish: Wish, *, may_be_asked_by: bool) -> Source:
    """The source with what the call brings. A resource policy has to know who asks."""
    given = wish.parameters
    boundary = tuple(_named("PermissionsBoundaryPolicyInputList", given))
    resource = (("ResourcePolicy", _parsed(given["ResourcePolicy"])),) if "ResourcePolicy" in given else ()
    caller = _caller(given["CallerArn"]) if "CallerArn" in given else None
    if resource and not (caller or may_be_asked_by):
        raise AwsError("no caller arn", "iam")
    if caller:
        source = replace(source, principal=caller, owner=caller.account_id)
    owner = given.get("ResourceOwner", source.owner).removeprefix("arn:aws:iam::").removesuffix(":root")
    policies = (*source.policies, *_named("PolicyInputList", given))
    return replace(
        source, policies=policies, boundary=boundary or source.boundary, resource=resource, owner=owner
    )


def _caller(arn: str) -> Principal:
    parts = arn.split(":")
    if len(parts) <= _ACCOUNT or not parts[-1].startswith("user/"):
        raise AwsError("caller arn", "iam", arn=arn)
    return Principal(arn, parts[_ACCOUNT], arn.rpartition("/")[2])


def _named(parameter: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Policy]]:
    for number, text in enumerate(given.get(parameter, ()), start=1):
        yield f"{parameter}.{number}", _parsed(text)


def _parsed(text: str) -> Policy:
    try:
        read_json(text)
    except (ValueError, RecursionError):
        raise AwsError("policy input", "iam") from None
    return parse(text)
