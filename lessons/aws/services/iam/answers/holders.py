"""Users, groups and roles: described, listed, and what each of them has."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lessons.aws.arn import REGION
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.described import Described, Item
from lessons.aws.services.iam.answers.paging import by_name, page
from lessons.aws.services.iam.operations import GROUP, ROLE, USER
from lessons.aws.services.iam.subjects import KINDS
from lessons.aws.services.iam.wish import Wish

Describe = Callable[[str, str, Item], Described]
Answer = Mapping[str, Any]


def get_user(wish: Wish) -> Answer:
    """A user with its tags and its boundary."""
    item, name = wish.entity(USER), wish.parameters[USER]
    return {"User": described.user(wish.account_id, name, item) | described.limits(item)}


def get_role(wish: Wish) -> Answer:
    """A role with its tags and its boundary."""
    item, name = wish.entity(ROLE), wish.parameters[ROLE]
    found = described.role(wish.account_id, name, item) | described.limits(item)
    return {"Role": found | {"RoleLastUsed": role_last_used(wish, name, item)}}


def role_last_used(wish: Wish, name: str, item: Item) -> Described:
    """When a session of the role last called; of one of the same name before it nothing is told."""
    uses = wish.world.find_uses(f"arn:aws:sts::{wish.account_id}:assumed-role/{name}/")
    if not uses or uses[0].at < datetime.fromisoformat(item["created"]):
        return {}
    return {"LastUsedDate": uses[0].at, "Region": REGION}


def get_group(wish: Wish) -> Answer:
    """A group and its users, which come in pages."""
    item, users = wish.entity(GROUP), wish.account["users"]
    members = by_name((name, users[name]) for name in item["members"])
    found = described.group(wish.account_id, wish.parameters[GROUP], item)
    return {"Group": found, **page(wish.parameters, Users=_each(described.user, wish, members))}


def list_users(wish: Wish) -> Answer:
    """The users below a path."""
    return page(wish.parameters, Users=_each(described.user, wish, _below(wish, "users")))


def list_groups(wish: Wish) -> Answer:
    """The groups below a path."""
    return page(wish.parameters, Groups=_each(described.group, wish, _below(wish, "groups")))


def list_roles(wish: Wish) -> Answer:
    """The roles below a path."""
    return page(wish.parameters, Roles=_each(described.role, wish, _below(wish, "roles")))


def list_groups_for_user(wish: Wish) -> Answer:
    """The groups that a user is in."""
    user = wish.parameters[USER]
    groups = by_name(item for item in wish.account["groups"].items() if user in item[1]["members"])
    return page(wish.parameters, Groups=_each(described.group, wish, groups))


def list_access_keys(wish: Wish) -> Answer:
    """The keys of a user, without their secrets."""
    keys = [
        {
            "UserName": wish.parameters[USER],
            "AccessKeyId": key["id"],
            "Status": "Active" if key["active"] else "Inactive",
            "CreateDate": key["created"],
        }
        for key in wish.entity(USER)["access_keys"]
    ]
    return page(wish.parameters, AccessKeyMetadata=keys)


def get_access_key_last_used(wish: Wish) -> Answer:
    """Whose key it is, and when and where it was last used."""
    key = wish.parameters["AccessKeyId"]
    found, uses = wish.world.find_key(key), wish.world.find_uses(key)
    used = {"LastUsedDate": uses[0].at, "ServiceName": uses[0].service} if uses else {"ServiceName": "N/A"}
    last_used = {**used, "Region": REGION if uses else "N/A"}
    return {"UserName": found[0].name if found else None, "AccessKeyLastUsed": last_used}


def get_inline_policy(wish: Wish) -> Answer:
    """The document of an inline policy."""
    (parameter, item), name = wish.holder, wish.parameters["PolicyName"]
    document = item["policies"][name]
    return {parameter: wish.parameters[parameter], "PolicyName": name, "PolicyDocument": document}


def list_inline_policies(wish: Wish) -> Answer:
    """The names of the inline policies."""
    return page(wish.parameters, PolicyNames=sorted(wish.holder[1]["policies"], key=str.lower))


def list_attached_policies(wish: Wish) -> Answer:
    """The managed policies below a path that somebody has."""
    prefix = wish.parameters.get("PathPrefix", "/")
    attached = [arn for arn in wish.holder[1]["attached"] if _path_of(arn).startswith(prefix)]
    return page(wish.parameters, AttachedPolicies=list(map(named, attached)))


def list_tags(wish: Wish) -> Answer:
    """The tags of a user or a role."""
    return page(wish.parameters, Tags=described.tags(wish.holder[1]))


def named(arn: str) -> Described:
    """A managed policy by its name and its ARN."""
    return {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn}


def _path_of(arn: str) -> str:
    return arn.partition(":policy")[2].rpartition("/")[0] + "/"


def _below(wish: Wish, place: str) -> list[tuple[str, Item]]:
    """What is kept in a place of the account, below the path that is asked for."""
    prefix = wish.parameters.get("PathPrefix", "/")
    return by_name(item for item in wish.account[place].items() if item[1]["path"].startswith(prefix))


def _each(describe: Describe, wish: Wish, items: list[tuple[str, Item]]) -> list[Described]:
    return [describe(wish.account_id, name, item) for name, item in items]


READS: Mapping[str, Callable[[Wish], Answer]] = {
    "GetUser": get_user,
    "GetRole": get_role,
    "GetGroup": get_group,
    "ListUsers": list_users,
    "ListGroups": list_groups,
    "ListRoles": list_roles,
    "ListGroupsForUser": list_groups_for_user,
    "ListAccessKeys": list_access_keys,
    "GetAccessKeyLastUsed": get_access_key_last_used,
    "ListUserTags": list_tags,
    "ListRoleTags": list_tags,
    **{f"Get{kind.name.capitalize()}Policy": get_inline_policy for kind in KINDS.values()},
    **{f"List{kind.name.capitalize()}Policies": list_inline_policies for kind in KINDS.values()},
    **{f"ListAttached{kind.name.capitalize()}Policies": list_attached_policies for kind in KINDS.values()},
}
