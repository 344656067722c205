"""IAM in moto: an account's users, groups, roles and policies built from a world document, and read back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.iam.models import (
    AWSManagedPolicy,
    Group,
    IAMBackend,
    ManagedPolicy,
    PolicyVersion,
    Role,
    User,
)

from lessons.aws.arn import REGION
from lessons.aws.moto import aws_managed
from lessons.aws.moto.clock import from_moto, to_moto
from lessons.aws.moto.iam_responses import set_boundary

Item = Mapping[str, Any]


def build(backend: IAMBackend, account: Item) -> None:
    """Make moto's IAM what the document says."""
    holders = [item for kind in ("users", "groups", "roles") for item in account[kind].values()]
    for arn in dict.fromkeys(arn for item in holders for arn in item["attached"]):
        provide(backend, arn)
    for name, item in account["policies"].items():
        _build_policy(backend, ManagedPolicy, name, item)
    for name, item in account["users"].items():
        _build_user(backend, name, item)
    for name, item in account["groups"].items():
        _build_group(backend, name, item)
    for name, item in account["roles"].items():
        _build_role(backend, name, item)


def provide(backend: IAMBackend, arn: str) -> None:
    """Let the account have a managed policy of AWS, if that is what the ARN names."""
    name = arn.rpartition("/")[2]
    item = aws_managed.find(name) if arn.startswith(f"arn:aws:iam::{aws_managed.ACCOUNT}:") else None
    if item and arn not in backend.managed_policies:
        _build_policy(backend, AWSManagedPolicy, name, item)


def read(backend: IAMBackend, before: Item) -> dict[str, Any]:
    """The account as it is now. What moto does not hold is kept from the document before."""
    users = {user.id: (user.name, _user(user)) for user in backend.users.values()}
    groups = {group.id: (group.name, _group(group)) for group in backend.groups.values()}
    roles = {role.id: (role.name, _role(role)) for role in backend.roles.values()}
    own = (policy for policy in backend.managed_policies.values() if not isinstance(policy, AWSManagedPolicy))
    policies = {policy.id: (policy.name, _policy(policy)) for policy in own}
    read = {"users": users, "groups": groups, "roles": roles, "policies": policies}
    devices = _devices(before, {unique_id: name for unique_id, (name, _) in users.items()})
    return {
        **before,
        "mfa_devices": devices,
        **{kind: _merge(now, before[kind]) for kind, now in read.items()},
    }


def _devices(before: Item, names: Mapping[str, str]) -> dict[str, Any]:
    """The MFA devices, which follow their users by id to a new name."""
    ids = {name: user["id"] for name, user in before["users"].items()}
    devices = before["mfa_devices"].items()
    return {serial: {**item, "user": names.get(ids.get(item["user"], ""))} for serial, item in devices}


def _merge(now: Mapping[str, tuple[str, dict[str, Any]]], before: Item) -> dict[str, Any]:
    """The entities by name. One that is still there, by its id, keeps what moto does not know of it."""
    known = {item["id"]: item for item in before.values()}
    return {name: {**known.get(unique_id, {}), **item} for unique_id, (name, item) in now.items()}


def _entity(made: User | Group | Role) -> dict[str, Any]:
    return {
        "id": made.id,
        "path": made.path,
        "created": from_moto(made.create_date),
        "policies": dict(made.policies),
        "attached": list(made.managed_policies),
    }


def _user(user: User) -> dict[str, Any]:
    keys = [
        {
            "id": key.access_key_id,
            "secret": key.secret_access_key,
            "active": key.status == "Active",
            "created": from_moto(key.create_date),
        }
        for key in user.access_keys
    ]
    boundary = getattr(user, "permissions_boundary", None)
    boundary_arn = boundary and boundary["PermissionsBoundaryArn"]
    return {**_entity(user), "tags": _tags(user.tags or ()), "boundary": boundary_arn, "access_keys": keys}


def _group(group: Group) -> dict[str, Any]:
    return {**_entity(group), "members": [user.name for user in group.users]}


def _role(role: Role) -> dict[str, Any]:
    return {
        **_entity(role),
        "tags": _tags(role.tags),
        "boundary": role.permissions_boundary_arn or None,
        "trust": role.assume_role_policy_document,
        "description": role.description or "",
        "max_session_seconds": int(role.max_session_duration or 0),
    }


def _policy(policy: ManagedPolicy) -> dict[str, Any]:
    versions = {
        version.version_id: {"document": version.document, "created": from_moto(version.create_date)}
        for version in policy.versions
    }
    return {
        "id": policy.id,
        "path": policy.path,
        "created": from_moto(policy.create_date),
        "updated": from_moto(policy.update_date),
        "description": policy.description,
        "tags": _tags(policy.tags.values()),
        "default": policy.default_version_id,
        "next_version": policy.next_version_num,
        "versions": versions,
    }


def _tags(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The tags, of each key the newest: it is the same key whatever its case, and moto adds at the end."""
    newest = {tag["Key"].lower(): tag for tag in tags}
    return {tag["Key"]: tag["Value"] for tag in newest.values()}


def _moto_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _build_policy(backend: IAMBackend, kind: Callable[..., ManagedPolicy], name: str, item: Item) -> None:
    tags = {tag["Key"].lower(): tag for tag in _moto_tags(item["tags"])}
    policy = kind(
        name,
        backend.account_id,
        REGION,
        default_version_id=item["default"],
        description=item["description"],
        path=item["path"],
        create_date=to_moto(item["created"]),
        update_date=to_moto(item["updated"]),
        tags=tags,
    )
    policy.id = item["id"]
    policy.versions = [
        PolicyVersion(policy.arn, part["document"], name == item["default"], name, to_moto(part["created"]))
        for name, part in item["versions"].items()
    ]
    policy.next_version_num = item.get("next_version", policy.next_version_num)
    backend.managed_policies[policy.arn] = policy


def _fill(backend: IAMBackend, made: User | Group | Role, item: Item) -> None:
    """What users, groups and roles have in common."""
    made.id = item["id"]
    made.create_date = to_moto(item["created"])
    made.policies.update(item["policies"])
    for arn in item["attached"]:
        if arn in backend.managed_policies:
            backend.managed_policies[arn].attach_to(made)


def _build_user(backend: IAMBackend, name: str, item: Item) -> None:
    user = backend.create_user(REGION, name, item["path"], _moto_tags(item["tags"]))
    _fill(backend, user, item)
    set_boundary(user, item["boundary"])
    for stored in item["access_keys"]:
        key = user.create_access_key("AKIA", "Active" if stored["active"] else "Inactive")
        key.access_key_id, key.secret_access_key = stored["id"], stored["secret"]
        key.create_date = to_moto(stored["created"])
        backend.access_keys[key.access_key_id] = key


def _build_group(backend: IAMBackend, name: str, item: Item) -> None:
    group = backend.create_group(name, item["path"])
    _fill(backend, group, item)
    group.users.extend(backend.users[member] for member in item["members"])


def _build_role(backend: IAMBackend, name: str, item: Item) -> None:
    role = Role(  # type: ignore[abstract] # moto makes them so too
        account_id=backend.account_id,
        partition=backend.partition,
        role_id=item["id"],
        name=name,
        assume_role_policy_document=item["trust"],
        path=item["path"],
        permissions_boundary=item["boundary"],
        description=item["description"],
        tags=_moto_tags(item["tags"]),
        max_session_duration=item["max_session_seconds"],
    )
    _fill(backend, role, item)
    backend.roles[role.id] = role
