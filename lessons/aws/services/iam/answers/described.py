"""How IAM describes what stands in an account. A list tells less than a call about one of them.

What is absent is not empty: an element is left out where AWS leaves it out (IAM API Reference, the notes on
ListUsers, ListRoles and ListPolicies; live answers of AWS).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from lessons.aws.arn import group_arn, policy_arn, role_arn, user_arn

BOUNDARY_TYPE = "Policy"  # what live AWS says; its model has another word

Item = Mapping[str, Any]
Described = dict[str, Any]


def user(account_id: str, name: str, item: Item) -> Described:
    """A user, as a list tells."""
    named = {"Path": item["path"], "UserName": name, "UserId": item["id"]}
    return named | {"Arn": user_arn(account_id, item["path"], name), "CreateDate": item["created"]}


def group(account_id: str, name: str, item: Item) -> Described:
    """A group."""
    named = {"Path": item["path"], "GroupName": name, "GroupId": item["id"]}
    return named | {"Arn": group_arn(account_id, item["path"], name), "CreateDate": item["created"]}


def role(account_id: str, name: str, item: Item) -> Described:
    """A role, as a list tells."""
    more = {"Description": item["description"] or None, "MaxSessionDuration": item["max_session_seconds"]}
    return role_alone(account_id, name, item) | more


def role_alone(account_id: str, name: str, item: Item) -> Described:
    """A role, as something else that has it tells."""
    return {
        "Path": item["path"],
        "RoleName": name,
        "RoleId": item["id"],
        "Arn": role_arn(account_id, item["path"], name),
        "CreateDate": item["created"],
        "AssumeRolePolicyDocument": item["trust"],
    }


def policy(account_id: str, name: str, item: Item, uses: "Uses") -> Described:
    """A managed policy, as a list tells. `account_id` is "aws" for those of AWS."""
    arn = policy_arn(account_id, item["path"], name)
    return {
        "PolicyName": name,
        "PolicyId": item["id"],
        "Arn": arn,
        "Path": item["path"],
        "DefaultVersionId": item["default"],
        "AttachmentCount": uses.attached[arn],
        "PermissionsBoundaryUsageCount": uses.as_boundary[arn],
        "IsAttachable": True,
        "CreateDate": item["created"],
        "UpdateDate": item["updated"],
    }


def version(policy: Item, name: str) -> Described:
    """A version of a managed policy, as a list tells."""
    created = policy["versions"][name]["created"]
    return {"VersionId": name, "IsDefaultVersion": name == policy["default"], "CreateDate": created}


def tags(item: Item) -> list[dict[str, str]]:
    """The tags of whatever has some."""
    return [{"Key": key, "Value": value} for key, value in item.get("tags", {}).items()]


def kept_tags(given: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The tags of a call as the document keeps them."""
    return {tag["Key"]: tag["Value"] for tag in given}


def limits(item: Item) -> Described:
    """What a user or a role has beside what lists tell: its tags and its boundary, where there are some."""
    arn = item["boundary"]
    boundary = {"PermissionsBoundaryType": BOUNDARY_TYPE, "PermissionsBoundaryArn": arn} if arn else None
    return {"Tags": tags(item) or None, "PermissionsBoundary": boundary}


class Uses:
    """How often each managed policy is attached in an account, and how often it is a boundary, by its ARN."""

    def __init__(self, account: Item) -> None:
        entities = [item for place in ("users", "groups", "roles") for item in account[place].values()]
        self.attached = Counter(arn for item in entities for arn in item["attached"])
        self.as_boundary = Counter(_boundaries(entities))


def _boundaries(entities: Iterable[Item]) -> Iterable[str]:
    return (item["boundary"] for item in entities if item.get("boundary"))
