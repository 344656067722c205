"""Instance profiles: what hands a role to EC2. A role of the same name is another thing."""

from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws import budgets
from lessons.aws.arn import instance_profile_arn
from lessons.aws.errors import AwsError
from lessons.aws.services.iam.answers import described
from lessons.aws.services.iam.answers.change import Change, new_id
from lessons.aws.services.iam.answers.described import Described, Item
from lessons.aws.services.iam.answers.paging import by_name, page
from lessons.aws.services.iam.operations import PROFILE, ROLE
from lessons.aws.services.iam.wish import Wish

_PLACE = "instance_profiles"
_MOST_ROLES = 1  # of a profile (IAM quotas)


def create(wish: Wish) -> Change:
    """A profile without a role."""
    given, known = wish.parameters, _known(wish)
    name, tags = given[PROFILE], given.get("Tags", [])
    if name in known:
        raise AwsError("profile exists", "iam", name=name)
    wish.check_room(_PLACE, "InstanceProfilesPerAccount", budgets.ENTITIES)
    made = {
        "id": new_id("AIPA"),
        "path": given.get("Path", "/"),
        "created": wish.moment,
        "tags": described.kept_tags(tags),
        "roles": [],
    }
    return Change({_PLACE: {**known, name: made}}, {"InstanceProfile": _with_tags(wish, name, made)})


def get(wish: Wish) -> Mapping[str, Any]:
    """A profile with its role and its tags."""
    return {"InstanceProfile": _with_tags(wish, wish.parameters[PROFILE], _profile(wish))}


def list_all(wish: Wish) -> Mapping[str, Any]:
    """The profiles below a path."""
    prefix = wish.parameters.get("PathPrefix", "/")
    found = [item for item in by_name(_known(wish).items()) if item[1]["path"].startswith(prefix)]
    return page(wish.parameters, InstanceProfiles=[profile(wish, *item) for item in found])


def list_for_role(wish: Wish) -> Mapping[str, Any]:
    """The profiles that hand a role on."""
    return page(wish.parameters, InstanceProfiles=profiles_of(wish, wish.parameters[ROLE]))


def add_role(wish: Wish) -> Change:
    """Hand a role to whoever has the profile."""
    item, role = _profile(wish), wish.parameters[ROLE]
    if len(item["roles"]) >= _MOST_ROLES:
        raise AwsError("quota", "iam", quota="InstanceSessionsPerInstanceProfile", limit=_MOST_ROLES)
    return _changed(wish, {**item, "roles": [role]})


def remove_role(wish: Wish) -> Change:
    """Hand a role on no more."""
    item, role = _profile(wish), wish.parameters[ROLE]
    if role not in item["roles"]:
        raise AwsError("no role in profile", "iam", role=role, name=wish.parameters[PROFILE])
    return _changed(wish, {**item, "roles": []})


def delete(wish: Wish) -> Change:
    """Remove a profile that has no role."""
    if _profile(wish)["roles"]:
        raise AwsError("delete conflict", "iam", first="remove roles from instance profile")
    return Change(
        {_PLACE: {name: item for name, item in _known(wish).items() if name != wish.parameters[PROFILE]}}
    )


def profiles_of(wish: Wish, role: str) -> list[Described]:
    """The profiles that hand a role on, as a list tells."""
    return [profile(wish, *item) for item in by_name(_known(wish).items()) if role in item[1]["roles"]]


def profile(wish: Wish, name: str, item: Item) -> Described:
    """A profile with its role, as a list tells."""
    roles = wish.account["roles"]
    return {
        "Path": item["path"],
        "InstanceProfileName": name,
        "InstanceProfileId": item["id"],
        "Arn": instance_profile_arn(wish.account_id, item["path"], name),
        "CreateDate": item["created"],
        "Roles": [described.role_alone(wish.account_id, role, roles[role]) for role in item["roles"]],
    }


def _with_tags(wish: Wish, name: str, item: Item) -> Described:
    return profile(wish, name, item) | {"Tags": described.tags(item)}


def _known(wish: Wish) -> Mapping[str, Any]:
    known: Mapping[str, Any] = wish.account.get(_PLACE, {})
    return known


def _profile(wish: Wish) -> Mapping[str, Any]:
    name = wish.parameters[PROFILE]
    item: Mapping[str, Any] | None = _known(wish).get(name)
    if item is None:
        raise AwsError("no profile", "iam", name=name)
    return item


def _changed(wish: Wish, item: Item) -> Change:
    return Change({_PLACE: {**_known(wish), wish.parameters[PROFILE]: item}})


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "GetInstanceProfile": get,
    "ListInstanceProfiles": list_all,
    "ListInstanceProfilesForRole": list_for_role,
}
CHANGES: Mapping[str, Callable[[Wish], Change]] = {
    "CreateInstanceProfile": create,
    "AddRoleToInstanceProfile": add_role,
    "RemoveRoleFromInstanceProfile": remove_role,
    "DeleteInstanceProfile": delete,
}
