"""The rules of IAM: what must be so before a call is done.

A call is authorized first, so nobody learns from an error what they may not see; then this says what AWS
would answer, and what is left to moto is to do it.
"""

from collections.abc import Callable, Mapping

from lessons.aws import budgets
from lessons.aws.errors import AwsError
from lessons.aws.moto import aws_managed
from lessons.aws.policies.grammar.kinds import KINDS as POLICY_KINDS
from lessons.aws.policies.grammar.kinds import size
from lessons.aws.policies.validate import refused_for
from lessons.aws.services.iam.limits import LONGEST_INLINE, MOST_ATTACHED
from lessons.aws.services.iam.operations import GROUP, POLICY, ROLE, USER
from lessons.aws.services.iam.service_roles import SERVICE_PATH
from lessons.aws.services.iam.subjects import ARN_PREFIX, KINDS
from lessons.aws.services.iam.wish import Wish
from lessons.aws.services.principals import problems_in

_PARTS_OF_ARN = 6


def check(wish: Wish) -> None:
    """Raises the AwsError that AWS would answer."""
    if wish.name in _CREATED:
        _check_new(wish, *_CREATED[wish.name])
    for parameter in KINDS:  # in this order, so that of two that are not there it is always the same one
        if parameter in wish.parameters and _CREATED.get(wish.name, ("",))[0] != parameter:
            wish.entity(parameter)
    _check_policies(wish)
    _check_service_role(wish)
    for step in _STEPS.get(wish.name, ()):
        step(wish)


# By operation: the parameter that names the new one, and AWS's name of the quota.
_CREATED = {
    "CreateUser": (USER, "users", "UsersPerAccount"),
    "CreateGroup": (GROUP, "groups", "GroupsPerAccount"),
    "CreateRole": (ROLE, "roles", "RolesPerAccount"),
    "CreatePolicy": ("PolicyName", "policies", "PoliciesPerAccount"),
}


def _check_new(wish: Wish, parameter: str, place: str, quota: str) -> None:
    _check_free(wish, place, wish.parameters[parameter])
    wish.check_room(place, quota, budgets.ENTITIES)


def _check_free(wish: Wish, place: str, name: str) -> None:
    """Names differ by more than the case of their letters."""
    if name.lower() in map(str.lower, wish.account[place]):
        failure = "policy exists" if place == "policies" else "entity exists"
        raise AwsError(failure, "iam", kind=place.removesuffix("s").capitalize(), name=name)


def _check_renamed(wish: Wish) -> None:
    for parameter, kind in KINDS.items():
        name, new = wish.parameters.get(parameter), wish.parameters.get(f"New{parameter}")
        if new and new != name:
            _check_free(wish, kind.place, new)


def _check_policies(wish: Wish) -> None:
    """A managed policy is there, and it is the caller's own where it is to be changed."""
    for parameter in {POLICY, "PermissionsBoundary"} & wish.parameters.keys():
        arn = wish.parameters[parameter]
        attaches = parameter != POLICY or wish.name.startswith("Attach")
        if attaches and len(arn.split(":")) < _PARTS_OF_ARN:
            raise AwsError("no arn", "iam")
        if wish.world.managed_policy(arn) is None:
            raise AwsError("not attachable" if attaches else "no managed policy", "iam", arn=arn)
        owner = arn.removeprefix(ARN_PREFIX).partition(":")[0]
        if owner != wish.account_id and (owner != aws_managed.ACCOUNT or wish.name in _OF_OWN_POLICY):
            raise AwsError("foreign policy", "iam")


_OF_OWN_POLICY = (
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "SetDefaultPolicyVersion",
    "DeletePolicy",
    "TagPolicy",
    "UntagPolicy",
)


# What AWS lets nobody do to the role of a service (IAM User Guide, "Service-linked roles").
_PROTECTED = (
    "DeleteRole",
    "UpdateAssumeRolePolicy",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "AddRoleToInstanceProfile",
)


def _check_service_role(wish: Wish) -> None:
    """A service's own role is changed by the service alone, and its policy is nobody else's."""
    if wish.name in _PROTECTED and wish.entity(ROLE)["path"].startswith(SERVICE_PATH):
        raise AwsError("service role", "iam", name=wish.parameters[ROLE])
    if wish.name.startswith("Attach") and f":policy{SERVICE_PATH}" in wish.parameters[POLICY]:
        raise AwsError("service policy", "iam")


def _check_inline(wish: Wish) -> None:
    parameter, item = wish.holder
    name = wish.parameters["PolicyName"]
    if name not in item["policies"]:
        raise AwsError("no entity", "iam", kind=f"{KINDS[parameter].name} policy", name=name)


def _check_inline_size(wish: Wish) -> None:
    parameter, item = wish.holder
    texts = {**item["policies"], wish.parameters["PolicyName"]: wish.parameters["PolicyDocument"]}
    limit = LONGEST_INLINE[parameter]
    if sum(map(size, texts.values())) > limit:
        name = wish.parameters[parameter]
        raise AwsError("inline size", "iam", kind=KINDS[parameter].name, name=name, limit=limit)


# AWS's names of the quotas for documents that do not count with others.
_SIZES = {"managed": "PolicySize", "trust": "ACLSizePerRole"}


def _check_document(wish: Wish) -> None:
    """Whether AWS saves the document of a call: one that is not too long, without a mistake."""
    parameter, kind = DOCUMENTS[wish.name]
    text = wish.parameters[parameter]
    if kind in _SIZES and size(text) > POLICY_KINDS[kind].longest:
        raise AwsError("policy size", "iam", quota=_SIZES[kind], limit=POLICY_KINDS[kind].longest)
    if told := refused_for(problems_in(text, kind, wish.world)):
        raise AwsError("malformed policy", "iam", message=told[0], hint=told[1])


def _check_attached(wish: Wish) -> None:
    arn = wish.parameters[POLICY]
    if arn not in wish.holder[1]["attached"]:
        raise AwsError("policy not found", "iam", arn=arn)


def _check_room(wish: Wish) -> None:
    parameter, item = wish.holder
    if len({*item["attached"], wish.parameters[POLICY]}) > MOST_ATTACHED:
        quota = f"PoliciesPer{KINDS[parameter].name.capitalize()}"
        raise AwsError("quota", "iam", quota=quota, limit=MOST_ATTACHED)


def _check_version(wish: Wish) -> None:
    arn, version = wish.parameters[POLICY], wish.parameters["VersionId"]
    if version not in wish.policy(arn)["versions"]:
        raise AwsError("no version", "iam", arn=arn, version=version)


def _check_key(wish: Wish) -> None:
    user, key = wish.parameters.get(USER), wish.parameters["AccessKeyId"]
    users = wish.account["users"].items()
    if not any(
        key == kept["id"] for name, item in users if user in (None, name) for kept in item["access_keys"]
    ):
        raise AwsError("no access key", "iam", key=key)


def _check_member(wish: Wish) -> None:
    user, group = wish.parameters[USER], wish.parameters[GROUP]
    if user not in wish.entity(GROUP)["members"]:
        raise AwsError("no member", "iam", user=user, group=group)


def _check_groups(wish: Wish) -> None:
    user, group = wish.parameters[USER], wish.parameters[GROUP]
    others = [
        name for name, item in wish.account["groups"].items() if user in item["members"] and name != group
    ]
    if len(others) >= MOST_ATTACHED:
        raise AwsError("quota", "iam", quota="GroupsPerUser", limit=MOST_ATTACHED)


# What keeps an entity from being deleted, in this order, and what AWS says is to be done first.
_LEFTOVERS = (
    ("members", "remove users from group"),
    ("access_keys", "delete access keys"),
    ("attached", "detach all policies"),
    ("policies", "delete policies"),
)


def _check_unused(wish: Wish) -> None:
    parameter, item = wish.holder
    name = wish.parameters[parameter]
    for place, first in _LEFTOVERS:
        if item.get(place):
            raise AwsError("delete conflict", "iam", first=first)
    groups = wish.account["groups"].values() if parameter == USER else ()
    if any(name in group["members"] for group in groups):
        raise AwsError("delete conflict", "iam", first="remove users from group")
    profiles = wish.account.get("instance_profiles", {}).values() if parameter == ROLE else ()
    if any(name in profile["roles"] for profile in profiles):
        raise AwsError("delete conflict", "iam", first="remove roles from instance profile")
    if parameter == USER and any(device["user"] == name for device in wish.account["mfa_devices"].values()):
        raise AwsError("delete conflict", "iam", first="delete MFA device")


def _check_unattached(wish: Wish) -> None:
    arn = wish.parameters[POLICY]
    entities = [item for kind in KINDS.values() for item in wish.account[kind.place].values()]
    if any(arn in item["attached"] or arn == item.get("boundary") for item in entities):
        raise AwsError("policy attached", "iam")
    if len(wish.policy(arn)["versions"]) > 1:
        raise AwsError("policy versions", "iam")


_HOLDERS = ("User", "Group", "Role")

# By operation: the parameter that has a policy document, and its kind.
DOCUMENTS = {
    **{f"Put{holder}Policy": ("PolicyDocument", "identity") for holder in _HOLDERS},
    "CreatePolicy": ("PolicyDocument", "managed"),
    "CreatePolicyVersion": ("PolicyDocument", "managed"),
    "CreateRole": ("AssumeRolePolicyDocument", "trust"),
    "UpdateAssumeRolePolicy": ("PolicyDocument", "trust"),
}

_STEPS: Mapping[str, tuple[Callable[[Wish], None], ...]] = {
    **{f"Put{holder}Policy": (_check_inline_size, _check_document) for holder in _HOLDERS},
    **{f"Get{holder}Policy": (_check_inline,) for holder in _HOLDERS},
    **{f"Delete{holder}Policy": (_check_inline,) for holder in _HOLDERS},
    **{f"Detach{holder}Policy": (_check_attached,) for holder in _HOLDERS},
    **{f"Attach{holder}Policy": (_check_room,) for holder in _HOLDERS},
    **{f"Delete{holder}": (_check_unused,) for holder in _HOLDERS},
    **{f"{verb}PolicyVersion": (_check_version,) for verb in ("Get", "Delete", "SetDefault")},
    "UpdateUser": (_check_renamed,),
    "UpdateGroup": (_check_renamed,),
    "UpdateAccessKey": (_check_key,),
    "DeleteAccessKey": (_check_key,),
    "GetAccessKeyLastUsed": (_check_key,),
    "AddUserToGroup": (_check_groups,),
    "RemoveUserFromGroup": (_check_member,),
    "CreateRole": (_check_document,),
    "UpdateAssumeRolePolicy": (_check_document,),
    "CreatePolicy": (_check_document,),
    "CreatePolicyVersion": (_check_document,),
    "DeletePolicy": (_check_unattached,),
}
