"""IAM in moto: an account's users, groups, roles and policies built from a world document, and read back.

What moto does not know (a user's boundary), or does otherwise than AWS, is put right in `Responses`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.serialize import never_return
from moto.iam.models import (
    AWSManagedPolicy,
    Group,
    IAMBackend,
    ManagedPolicy,
    PolicyVersion,
    Role,
    User,
)
from moto.iam.responses import IamResponse
from moto.iam.utils import generate_access_key_id_from_account_id

from lessons.aws.arn import REGION
from lessons.aws.moto import documents
from lessons.aws.moto.clock import from_moto, to_moto
from lessons.aws.policies import aws_managed

UNIQUE_ID = 21  # characters
BOUNDARY_TYPE = "Policy"  # what live AWS says; its model has another word

documents.replace_validators()

Item = Mapping[str, Any]


class Responses(IamResponse):
    """moto's IAM with AWS's ids and rules where moto has others."""

    RESPONSE_KEY_PATH_TO_TRANSFORMER = {
        **IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER,
        **{
            f"{path}.PermissionsBoundary.PermissionsBoundaryType": lambda _: BOUNDARY_TYPE
            for path in ("CreateRoleResponse.Role", "GetRoleResponse.Role")
        },
        **{
            f"{path}.{name}": never_return
            for path in ("ListUsersResponse.Users.User", "GetGroupResponse.Users.User")
            for name in ("Tags", "PermissionsBoundary")
        },
    }

    answer: Mapping[str, Any]

    def simulate_principal_policy(self) -> ActionResult:
        """moto has no simulator; it writes out what was answered."""
        return ActionResult(self.answer)

    def create_user(self) -> ActionResult:
        self._check_tags()
        made = super().create_user()
        user = self._with_id(made, "User", "AIDA")
        _set_boundary(user, self._get_param("PermissionsBoundary"))
        return made

    def create_group(self) -> ActionResult:
        made = super().create_group()
        self._with_id(made, "Group", "AGPA")
        return made

    def create_policy(self) -> ActionResult:
        documents.ManagedPolicy(self._get_param("PolicyDocument")).validate()
        made = super().create_policy()
        self._with_id(made, "Policy", "ANPA")
        return made

    def create_policy_version(self) -> ActionResult:
        documents.ManagedPolicy(self._get_param("PolicyDocument")).validate()
        return super().create_policy_version()

    def create_role(self) -> ActionResult:
        """moto checks a trust policy when it is changed only, AWS from the start."""
        documents.TrustPolicy(self._get_param("AssumeRolePolicyDocument")).validate()
        return super().create_role()

    def update_role(self) -> ActionResult:
        """What is not given stays as it is."""
        role = self.backend.get_role(self._get_param("RoleName"))
        role.description = self._get_param("Description", role.description)
        role.max_session_duration = self._get_param("MaxSessionDuration", role.max_session_duration)
        return EmptyResult()

    def update_user(self) -> ActionResult:
        """moto keeps tags by the ARN, which a new name or path changes."""
        user = self.backend.get_user(self._get_param("UserName"))
        tags = user.tags or []
        self.backend.tagger.delete_all_tags_for_resource(user.arn)
        changed = super().update_user()
        self.backend.tagger.tag_resource(user.arn, tags)
        return changed

    def tag_user(self) -> ActionResult:
        self._check_tags()
        return super().tag_user()

    def untag_user(self) -> ActionResult:
        user = self.backend.get_user(self._get_param("UserName"))
        self.backend.untag_user(user.name, _in_any_case(self._get_param("TagKeys"), user.tags or ()))
        return EmptyResult()

    def untag_role(self) -> ActionResult:
        untagged = super().untag_role()
        role = self.backend.get_role(self._get_param("RoleName"))
        self.backend.untag_role(role.name, _in_any_case(self._get_param("TagKeys"), role.tags))
        return untagged

    def update_group(self) -> ActionResult:
        """moto changes no path without a name."""
        name = self._get_param("GroupName")
        group = self.backend.groups.pop(name)
        group.name = self._get_param("NewGroupName", name)
        group.path = self._get_param("NewPath", group.path)
        self.backend.groups[group.name] = group
        return EmptyResult()

    def put_user_permissions_boundary(self) -> ActionResult:
        user = self.backend.get_user(self._get_param("UserName"))
        _set_boundary(user, self._get_param("PermissionsBoundary"))
        return EmptyResult()

    def delete_user_permissions_boundary(self) -> ActionResult:
        _set_boundary(self.backend.get_user(self._get_param("UserName")), None)
        return EmptyResult()

    def get_access_key_last_used(self) -> ActionResult:
        """moto looks through all accounts, and those are other people's. Nothing counts the uses."""
        key = self.backend.access_keys[self._get_param("AccessKeyId")]
        unused = {"ServiceName": "N/A", "Region": "N/A"}
        return ActionResult({"UserName": key.user_name, "AccessKeyLastUsed": unused})

    def list_roles(self) -> ActionResult:
        """By name, and all at once: there are few."""
        roles, _ = self.backend.list_roles(self._get_param("PathPrefix", "/"))
        return ActionResult({"Roles": sorted(roles, key=lambda role: role.name), "IsTruncated": False})

    def list_groups(self) -> ActionResult:
        return _complete(super().list_groups())

    def list_group_policies(self) -> ActionResult:
        return _complete(super().list_group_policies())

    def get_group(self) -> ActionResult:
        return _complete(super().get_group())

    def _check_tags(self) -> None:
        """moto checks the tags of roles and policies, AWS those of users too."""
        self.backend._tag_verification(self._get_param("Tags", []))

    def _with_id(self, made: ActionResult, kind: str, prefix: str) -> Any:
        """What was made, with an id as AWS gives it."""
        result: Any = made.result
        entity = result[kind]
        entity.id = generate_access_key_id_from_account_id(self.current_account, prefix, UNIQUE_ID)
        return entity


def _in_any_case(keys: Iterable[str], tags: Iterable[Mapping[str, str]]) -> list[str]:
    """The keys of those tags that are named: the case of their letters does not count."""
    named = {key.lower() for key in keys}
    return [tag["Key"] for tag in tags if tag["Key"].lower() in named]


def _complete(listed: ActionResult) -> ActionResult:
    """What was listed, all of it: AWS says so."""
    result: Any = listed.result
    return ActionResult({**result, "IsTruncated": False})


def build(backend: IAMBackend, account: Item) -> None:
    """Make moto's IAM what the document says."""
    for name, item in aws_managed.POLICIES.items():
        _build_policy(backend, AWSManagedPolicy, name, item)
    for name, item in account["policies"].items():
        _build_policy(backend, ManagedPolicy, name, item)
    for name, item in account["users"].items():
        _build_user(backend, name, item)
    for name, item in account["groups"].items():
        _build_group(backend, name, item)
    for name, item in account["roles"].items():
        _build_role(backend, name, item)


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
    """The MFA devices, which follow their users by id: to a new name, and out of the account."""
    ids = {name: user["id"] for name, user in before["users"].items()}
    owners = {serial: names.get(ids.get(item["user"], "")) for serial, item in before["mfa_devices"].items()}
    return {
        serial: {**before["mfa_devices"][serial], "user": user} for serial, user in owners.items() if user
    }


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


def _set_boundary(user: User, arn: str | None) -> None:
    boundary = {"PermissionsBoundaryType": BOUNDARY_TYPE, "PermissionsBoundaryArn": arn}
    user.permissions_boundary = boundary if arn else None  # type: ignore[attr-defined] # moto writes out what is there


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
    _set_boundary(user, item["boundary"])
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
