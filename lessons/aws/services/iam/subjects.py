"""What a call to IAM is about: the ARN, the account, and what the entity itself brings to a decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lessons.aws.arn import (
    group_arn,
    instance_profile_arn,
    mfa_arn,
    policy_arn,
    provider_arn,
    role_arn,
    user_arn,
)
from lessons.aws.authenticate import Caller
from lessons.aws.entities import User
from lessons.aws.errors import AwsError
from lessons.aws.moto import aws_managed
from lessons.aws.services.iam.operations import GROUP, NOTHING, POLICY, PROFILE, PROVIDER, ROLE, SOURCE, USER
from lessons.aws.services.iam.service_roles import name_of, path_of
from lessons.aws.services.operation import Asked
from lessons.aws.services.parameters import Form
from lessons.aws.world import World

ARN_PREFIX = "arn:aws:iam::"

# These are about the caller where no user is named.
OWN = (
    "GetUser",
    "CreateAccessKey",
    "ListAccessKeys",
    "UpdateAccessKey",
    "DeleteAccessKey",
    "ListMFADevices",
    "GetMFADevice",
    "DeactivateMFADevice",
)


class Kind(NamedTuple):
    """What a parameter names: where the account keeps it, what AWS calls it, how its ARN is made."""

    place: str
    name: str
    arn: Callable[[str, str, str], str]


CREATING = (
    "CreateUser",
    "CreateGroup",
    "CreateRole",
    "CreatePolicy",
    "CreateVirtualMFADevice",
    "CreateOpenIDConnectProvider",
    "CreateInstanceProfile",
    "CreateServiceLinkedRole",
)
# To tag what is created is a permission of its own.
TAGGING = {
    "CreateUser": "iam:TagUser",
    "CreateRole": "iam:TagRole",
    "CreatePolicy": "iam:TagPolicy",
    "CreateVirtualMFADevice": "iam:TagMFADevice",
    "CreateInstanceProfile": "iam:TagInstanceProfile",
    "CreateOpenIDConnectProvider": "iam:TagOpenIDConnectProvider",
}
KINDS = {
    USER: Kind("users", "user", user_arn),
    GROUP: Kind("groups", "group", group_arn),
    ROLE: Kind("roles", "role", role_arn),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a call is about: its ARN, the account it is in, and what the account's document says of it.

    What is not there has no ARN that could be known, and policies are held against `told`: what a refusal
    calls it, by kind and name, there or not (aws-samples/aws-hpc-tutorials#175, 2022, for a role;
    aws-samples/rancher-on-aws-workshop#28 for a user). "" where a refusal has the ARN: of what is yet to be,
    and of what a call names by its ARN or lists (nccgroup/ScoutSuite#727, 2020).
    """

    resource: str
    account_id: str
    item: Mapping[str, Any]
    told: str = ""

    @property
    def condition_keys(self) -> dict[str, str]:
        """The condition keys that the entity itself brings: its tags and its boundary."""
        tags = self.item.get("tags", {})
        keys = {f"{service}:ResourceTag/{key}": tags[key] for key in tags for service in ("aws", "iam")}
        boundary = self.item.get("boundary")
        return keys | ({"iam:PermissionsBoundary": boundary} if boundary else {})


def with_user(asked: Asked, caller: Caller) -> Asked:
    """The call with its user named. Raises ValidationError where none is and the caller is none."""
    if asked.name not in OWN or asked.form is None or asked.form.values.get(USER):
        return asked
    if not isinstance(caller.identity, User):
        raise AwsError("no user name", "iam")
    values = {**asked.form.values, USER: caller.identity.name}
    return replace(asked, form=Form(values, asked.form.places | {USER}))


def subject(asked: Asked, parameters: Mapping[str, Any], account_id: str, world: World) -> Subject:
    """What a call of this account is about."""
    named = asked.operation.subject if asked.operation else ""
    if asked.name in CREATING:
        return _new(named, parameters, account_id)
    if named in KINDS:
        return _entity(KINDS[named], parameters[named], account_id, world)
    if named == NOTHING:
        return Subject(_OF_ACCOUNT.get(asked.name, "*").format(account_id), account_id, {})
    if named == "PathPrefix":
        return Subject(_listing(asked.name, parameters.get(named, "/"), account_id), account_id, {})
    return _OTHERS[named](parameters[named], account_id, world)


def further_actions(name: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The permissions that a call needs beside its own."""
    return (TAGGING[name],) if name in TAGGING and parameters.get("Tags") else ()


def _entity(kind: Kind, name: str, account_id: str, world: World) -> Subject:
    item, told = world.accounts[account_id][kind.place].get(name), f"{kind.name} {name}"
    if item is None:
        return Subject(told, account_id, {})
    return Subject(kind.arn(account_id, item["path"], name), account_id, item, told)


def _new(named: str, parameters: Mapping[str, Any], account_id: str) -> Subject:
    """What is yet to be: it has an ARN already."""
    arn = KINDS[named].arn if named in KINDS else _NEW[named]
    return Subject(arn(account_id, parameters.get("Path", "/"), parameters[named]), account_id, {})


def _owner(arn: str, account_id: str) -> str:
    """The account that an ARN is in. Policies of AWS count as everybody's own."""
    owner = arn.removeprefix(ARN_PREFIX).partition(":")[0]
    return account_id if owner == aws_managed.ACCOUNT else owner


def _managed(arn: str, account_id: str, world: World) -> Subject:
    """A managed policy."""
    return Subject(arn, _owner(arn, account_id), world.policy_item(arn) or {}, f"policy {arn}")


def _key_owner(access_key_id: str, account_id: str, world: World) -> Subject:
    """The user of an access key. Keys of other accounts are as unknown as any."""
    found = world.find_key(access_key_id)
    if found is None or found[0].account_id != account_id:
        return Subject(f"access key {access_key_id}", account_id, {})
    return Subject(found[0].arn, account_id, {}, f"user {found[0].name}")


def _looked_into(arn: str, account_id: str, world: World) -> Subject:
    """Whoever's policies are tried or told, or a policy itself, in whichever account."""
    return Subject(arn, _owner(arn, account_id), {})


def _profile(name: str, account_id: str, world: World) -> Subject:
    """An instance profile."""
    item = world.accounts[account_id].get("instance_profiles", {}).get(name)
    arn = instance_profile_arn(account_id, item["path"], name) if item else f"instance profile {name}"
    return Subject(arn, account_id, item or {})


def passed_role(name: str, parameters: Mapping[str, Any], account_id: str, world: World) -> str:
    """The role that a call hands to a service, which takes iam:PassRole on it; "" where it does not."""
    if name != "AddRoleToInstanceProfile":
        return ""
    return _entity(KINDS[ROLE], parameters[ROLE], account_id, world).resource


def _by_arn(arn: str, account_id: str, world: World) -> Subject:
    """What a call names by its ARN."""
    return Subject(arn, account_id, {})


# What is about the account as a whole, where that has an ARN.
_OF_ACCOUNT = {
    "ListVirtualMFADevices": f"{ARN_PREFIX}{{}}:mfa/",
    "ListOpenIDConnectProviders": f"{ARN_PREFIX}{{}}:oidc-provider/*",
}
_NEW: Mapping[str, Callable[[str, str, str], str]] = {
    "PolicyName": policy_arn,
    "VirtualMFADeviceName": mfa_arn,
    PROFILE: instance_profile_arn,
    "AWSServiceName": lambda account_id, _, service: role_arn(account_id, path_of(service), name_of(service)),
    "Url": lambda account_id, _, url: provider_arn(account_id, url),
}
_OTHERS = {
    "SerialNumber": _by_arn,
    PROFILE: _profile,
    PROVIDER: _by_arn,
    POLICY: _managed,
    "AccessKeyId": _key_owner,
    SOURCE: _looked_into,
    "Arn": _looked_into,
}


def _listing(operation: str, prefix: str, account_id: str) -> str:
    """What a listing is about: all that is under a path. AWS has no ARN for the managed policies."""
    if operation == "ListInstanceProfiles":
        return instance_profile_arn(account_id, prefix, "")
    kind = next((kind for kind in KINDS.values() if operation == f"List{kind.place.capitalize()}"), None)
    return kind.arn(account_id, prefix, "") if kind else f"policy path {prefix}"
