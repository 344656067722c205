"""GetAccountAuthorizationDetails: all that gives or limits permissions in an account, in one answer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lessons.aws.moto import aws_managed
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.described import Described, Item, Uses
from lessons.aws.services.iam.answers.holders import named, role_last_used
from lessons.aws.services.iam.answers.instance_profiles import profiles_of
from lessons.aws.services.iam.answers.managed import newest_first
from lessons.aws.services.iam.answers.paging import by_name, page
from lessons.aws.services.iam.wish import Wish

_ALL = ("User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy")


def get_details(wish: Wish) -> Mapping[str, Any]:
    """Users, groups, roles and policies, with every document; of AWS's own policies those that are used."""
    asked = wish.parameters.get("Filter") or _ALL
    return page(
        wish.parameters,
        UserDetailList=[*_users(wish)] if "User" in asked else [],
        GroupDetailList=[*_groups(wish)] if "Group" in asked else [],
        RoleDetailList=[*_roles(wish)] if "Role" in asked else [],
        Policies=[*_policies(wish, asked)],
    )


def _users(wish: Wish) -> Iterator[Described]:
    for name, item in by_name(wish.account["users"].items()):
        all_groups = by_name(wish.account["groups"].items())
        groups = [group for group, found in all_groups if name in found["members"]]
        found = described.user(wish.account_id, name, item) | _permissions("User", item)
        yield found | described.limits(item) | {"GroupList": groups, "Tags": described.tags(item)}


def _groups(wish: Wish) -> Iterator[Described]:
    for name, item in by_name(wish.account["groups"].items()):
        yield described.group(wish.account_id, name, item) | _permissions("Group", item)


def _roles(wish: Wish) -> Iterator[Described]:
    for name, item in by_name(wish.account["roles"].items()):
        found = described.role_alone(wish.account_id, name, item) | _permissions("Role", item)
        more = {
            "Tags": described.tags(item),
            "InstanceProfileList": profiles_of(wish, name),
            "RoleLastUsed": role_last_used(wish, name, item),
        }
        yield found | described.limits(item) | more


def _permissions(kind: str, item: Item) -> Described:
    inline = by_name(item["policies"].items())
    return {
        f"{kind}PolicyList": [{"PolicyName": name, "PolicyDocument": text} for name, text in inline],
        "AttachedManagedPolicies": list(map(named, item["attached"])),
    }


def _policies(wish: Wish, asked: Any) -> Iterator[Described]:
    uses = Uses(wish.account)
    if "LocalManagedPolicy" in asked:
        for name, item in by_name(wish.account["policies"].items()):
            yield _policy(wish.account_id, name, item, uses)
    if "AWSManagedPolicy" in asked:
        for arn in sorted(uses.attached | uses.as_boundary):
            if arn.split(":")[4] == aws_managed.ACCOUNT:
                yield _policy(aws_managed.ACCOUNT, arn.rpartition("/")[2], wish.policy(arn), uses)


def _policy(account_id: str, name: str, item: Item, uses: Uses) -> Described:
    versions = [
        described.version(item, version) | {"Document": item["versions"][version]["document"]}
        for version in newest_first(item)
    ]
    return described.policy(account_id, name, item, uses) | {"PolicyVersionList": versions}


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {"GetAccountAuthorizationDetails": get_details}
