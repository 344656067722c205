"""moto's IAM with AWS's rules where moto has others, and with what moto does not know (a user's boundary)."""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.serialize import never_return, return_if_not_empty, url_encode
from moto.iam.models import User
from moto.iam.responses import IamResponse
from moto.iam.utils import generate_access_key_id_from_account_id

from lessons.aws.moto import documents
from lessons.aws.services.iam.answers.described import BOUNDARY_TYPE

UNIQUE_ID = 21  # characters

documents.replace_validators()


class IamResponses(IamResponse):
    """The operations that moto does otherwise than AWS, and the ids that AWS gives."""

    RESPONSE_KEY_PATH_TO_TRANSFORMER = {
        **IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER,
        "CreateRoleResponse.Role.PermissionsBoundary.PermissionsBoundaryType": lambda _: BOUNDARY_TYPE,
        "CreateRoleResponse.Role.Description": return_if_not_empty,
        "CreateRoleResponse.Role.MaxSessionDuration": never_return,
        "CreateRoleResponse.Role.RoleLastUsed": never_return,
        "CreatePolicyVersionResponse.PolicyVersion.Document": never_return,
        "UpdateRoleDescriptionResponse.Role.AssumeRolePolicyDocument": url_encode,
        "UpdateRoleDescriptionResponse.Role.PermissionsBoundary": return_if_not_empty,
        "UpdateRoleDescriptionResponse.Role.Tags": return_if_not_empty,
        "UpdateRoleDescriptionResponse.Role.RoleLastUsed": never_return,
    }

    def create_user(self) -> ActionResult:
        """With AWS's checks of tags, an id that begins AIDA, and the boundary."""
        self._check_tags()
        made = super().create_user()
        user = self._with_id(made, "User", "AIDA")
        set_boundary(user, self._get_param("PermissionsBoundary"))
        return made

    def create_group(self) -> ActionResult:
        """With an id that begins AGPA."""
        made = super().create_group()
        self._with_id(made, "Group", "AGPA")
        return made

    def create_policy(self) -> ActionResult:
        """With an id that begins ANPA."""
        made = super().create_policy()
        policy = self._with_id(made, "Policy", "ANPA")
        policy.permissions_boundary_usage_count = 0
        return made

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
        """With AWS's checks of tags."""
        self._check_tags()
        return super().tag_user()

    def untag_user(self) -> ActionResult:
        """The case of a key's letters does not count."""
        user = self.backend.get_user(self._get_param("UserName"))
        self.backend.untag_user(user.name, _in_any_case(self._get_param("TagKeys", []), user.tags or ()))
        return EmptyResult()

    def untag_role(self) -> ActionResult:
        """The case of a key's letters does not count."""
        untagged = super().untag_role()
        role = self.backend.get_role(self._get_param("RoleName"))
        self.backend.untag_role(role.name, _in_any_case(self._get_param("TagKeys", []), role.tags))
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
        """moto has boundaries of roles alone."""
        user = self.backend.get_user(self._get_param("UserName"))
        set_boundary(user, self._get_param("PermissionsBoundary"))
        return EmptyResult()

    def delete_user_permissions_boundary(self) -> ActionResult:
        """moto has boundaries of roles alone."""
        set_boundary(self.backend.get_user(self._get_param("UserName")), None)
        return EmptyResult()

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


def set_boundary(user: User, arn: str | None) -> None:
    """Give a user the permissions boundary of this ARN, or none."""
    boundary = {"PermissionsBoundaryType": BOUNDARY_TYPE, "PermissionsBoundaryArn": arn}
    user.permissions_boundary = boundary if arn else None  # type: ignore[attr-defined] # moto writes out what is there
