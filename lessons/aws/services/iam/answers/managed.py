"""Managed policies, of the account and of AWS: described, listed, their versions, and who has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lessons.aws.arn import policy_arn
from lessons.aws.moto import aws_managed
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.described import Item, Uses
from lessons.aws.services.iam.answers.paging import by_name, page
from lessons.aws.services.iam.operations import POLICY
from lessons.aws.services.iam.wish import Wish

Answer = Mapping[str, Any]


def get_policy(wish: Wish) -> Answer:
    """A managed policy with its description and its tags."""
    arn = wish.parameters[POLICY]
    item = wish.policy(arn)
    found = described.policy(_owner(arn), arn.rpartition("/")[2], item, Uses(wish.account))
    more = {"Description": item["description"] or None, "Tags": described.tags(item)}
    return {"Policy": found | more}


def list_policies(wish: Wish) -> Answer:
    """The account's own policies, those of AWS, or both, below a path."""
    prefix, uses = wish.parameters.get("PathPrefix", "/"), Uses(wish.account)
    found = [
        (owner, name, item)
        for owner, policies in _policies(wish)
        for name, item in policies
        if item["path"].startswith(prefix) and _is_wanted(policy_arn(owner, item["path"], name), uses, wish)
    ]
    answer = page(wish.parameters, Policies=found)
    listed = [described.policy(owner, name, item, uses) for owner, name, item in answer["Policies"]]
    return answer | {"Policies": listed}


def _policies(wish: Wish) -> Iterator[tuple[str, Iterable[tuple[str, Item]]]]:
    """The owners of the scope that is asked for, each with its policies."""
    scope = wish.parameters.get("Scope", "All")
    if scope != "AWS":
        yield wish.account_id, by_name(wish.account["policies"].items())
    if scope != "Local":
        yield aws_managed.ACCOUNT, aws_managed.listed().items()


def _is_wanted(arn: str, uses: Uses, wish: Wish) -> bool:
    """Whether a policy is used as the call asks for, if it does."""
    usage = wish.parameters.get("PolicyUsageFilter")
    if usage == "PermissionsBoundary":
        return arn in uses.as_boundary
    return arn in uses.attached or not (wish.parameters.get("OnlyAttached") or usage)


def get_policy_version(wish: Wish) -> Answer:
    """A version with its document."""
    item, name = wish.policy(wish.parameters[POLICY]), wish.parameters["VersionId"]
    document = item["versions"][name]["document"]
    return {"PolicyVersion": described.version(item, name) | {"Document": document}}


def list_policy_versions(wish: Wish) -> Answer:
    """The versions, the newest first, without their documents."""
    item = wish.policy(wish.parameters[POLICY])
    return page(wish.parameters, Versions=[described.version(item, name) for name in newest_first(item)])


def newest_first(item: Item) -> list[str]:
    """The versions of a managed policy."""
    return sorted(item["versions"], key=lambda name: -int(name.removeprefix("v")))


def list_policy_tags(wish: Wish) -> Answer:
    """The tags of a managed policy."""
    return page(wish.parameters, Tags=described.tags(wish.policy(wish.parameters[POLICY])))


def list_entities_for_policy(wish: Wish) -> Answer:
    """Who has a managed policy, attached or as a boundary."""
    kinds = wish.parameters.get("EntityFilter", "")
    found = {
        f"Policy{kind}s": [*_entities(wish, kind)] if kinds in ("", kind) else []
        for kind in ("Group", "User", "Role")
    }
    return page(wish.parameters, **found)


def _entities(wish: Wish, kind: str) -> Iterator[dict[str, str]]:
    prefix = wish.parameters.get("PathPrefix", "/")
    for name, item in by_name(wish.account[f"{kind.lower()}s"].items()):
        if item["path"].startswith(prefix) and _has(item, wish):
            yield {f"{kind}Name": name, f"{kind}Id": item["id"]}


def _has(item: Item, wish: Wish) -> bool:
    arn, usage = wish.parameters[POLICY], wish.parameters.get("PolicyUsageFilter", "")
    if usage != "PermissionsBoundary" and arn in item["attached"]:
        return True
    return usage != "PermissionsPolicy" and item.get("boundary") == str(arn)


def _owner(arn: str) -> str:
    return arn.split(":")[4]


READS: Mapping[str, Callable[[Wish], Answer]] = {
    "GetPolicy": get_policy,
    "ListPolicies": list_policies,
    "GetPolicyVersion": get_policy_version,
    "ListPolicyVersions": list_policy_versions,
    "ListPolicyTags": list_policy_tags,
    "ListEntitiesForPolicy": list_entities_for_policy,
}
