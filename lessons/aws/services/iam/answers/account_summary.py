"""The account as a whole: how much there is of everything, and the alias that its sign-in page goes by."""

from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.policies.grammar.kinds import KINDS as POLICY_KINDS
from lessons.aws.services.iam.answers.change import Change
from lessons.aws.services.iam.answers.paging import page
from lessons.aws.services.iam.limits import LONGEST_INLINE, MOST_ATTACHED, MOST_KEYS
from lessons.aws.services.iam.operations import GROUP, ROLE, USER
from lessons.aws.services.iam.wish import Wish

_ALIAS = "AccountAlias"
# AWS's own quotas (IAM User Guide, "IAM and AWS STS quotas"), whatever the sandbox has room for.
_QUOTAS = {
    "UsersQuota": 5_000,
    "GroupsQuota": 300,
    "RolesQuota": 1_000,
    "PoliciesQuota": 1_500,
    "InstanceProfilesQuota": 1_000,
    "ServerCertificatesQuota": 20,
    "UserPolicySizeQuota": LONGEST_INLINE[USER],
    "GroupPolicySizeQuota": LONGEST_INLINE[GROUP],
    "RolePolicySizeQuota": LONGEST_INLINE[ROLE],
    "PolicySizeQuota": POLICY_KINDS["managed"].longest,
    "AssumeRolePolicySizeQuota": POLICY_KINDS["trust"].longest,
    "GroupsPerUserQuota": MOST_ATTACHED,
    "AttachedPoliciesPerUserQuota": MOST_ATTACHED,
    "AttachedPoliciesPerGroupQuota": MOST_ATTACHED,
    "AttachedPoliciesPerRoleQuota": MOST_ATTACHED,
    "AccessKeysPerUserQuota": MOST_KEYS,
    "SigningCertificatesPerUserQuota": 2,
    "VersionsPerPolicyQuota": 5,
    "PolicyVersionsInUseQuota": 10_000,
}
# The sandbox has no root user, and what the root user could have is not there.
_ABSENT = (
    "AccountAccessKeysPresent",
    "AccountMFAEnabled",
    "AccountPasswordPresent",
    "AccountSigningCertificatesPresent",
    "ServerCertificates",
)


def get_summary(wish: Wish) -> Mapping[str, Any]:
    """How many there are of everything, and how many there can be."""
    account = wish.account
    devices = account["mfa_devices"].values()
    entities = (item for place in ("users", "groups", "roles") for item in account[place].values())
    counted = {
        "Users": len(account["users"]),
        "Groups": len(account["groups"]),
        "Roles": len(account["roles"]),
        "Policies": len(account["policies"]),
        "InstanceProfiles": len(account.get("instance_profiles", {})),
        "Providers": len(account.get("oidc_providers", {})),
        "MFADevices": len(devices),
        "MFADevicesInUse": sum(device["user"] is not None for device in devices),
        "PolicyVersionsInUse": len({arn for item in entities for arn in item["attached"]}),
        "GlobalEndpointTokenVersion": 1,
    }
    return {"SummaryMap": dict(sorted((counted | _QUOTAS | dict.fromkeys(_ABSENT, 0)).items()))}


def list_aliases(wish: Wish) -> Mapping[str, Any]:
    """The alias of the account: there is one at most."""
    alias = wish.account.get("alias")
    return page(wish.parameters, AccountAliases=[alias] if alias else [])


def create_alias(wish: Wish) -> Change:
    """Give the account an alias, which nobody else has; it takes the place of the one before."""
    alias = wish.parameters[_ALIAS]
    if any(account.get("alias") == alias for account in wish.world.accounts.values()):
        raise AwsError("alias exists", "iam", alias=alias)
    return Change({"alias": alias})


def delete_alias(wish: Wish) -> Change:
    """Take the account's alias away."""
    alias = wish.parameters[_ALIAS]
    if wish.account.get("alias") != alias:
        raise AwsError("no alias", "iam", alias=alias)
    return Change({"alias": None})


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "GetAccountSummary": get_summary,
    "ListAccountAliases": list_aliases,
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {
    "CreateAccountAlias": create_alias,
    "DeleteAccountAlias": delete_alias,
}
