"""The kinds of policy documents: where each stands in an account, and AWS's calls that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["KINDS", "Edit", "Kind"]

# What a new document begins with, so that nobody has to know the form by heart.
ALLOW_READING = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::a-bucket/*"
    }
  ]
}"""
LET_IN = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::%(account_id)s:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::%(owner)s/*"
    }
  ]
}"""


@dataclass(frozen=True, slots=True)
class Edit:
    """A call with boto3 (`operation` by its Python name).

    `parameters` says which part of a document (`Document.parts`) each parameter is, `fixed` is always sent.
    """

    service: str
    operation: str
    parameters: Mapping[str, str]
    fixed: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """What AWS calls it."""
        return self.operation.title().replace("_", "")

    def filled(self, parts: Mapping[str, str]) -> dict[str, Any]:
        """The parameters for one document."""
        return {name: parts[part] for name, part in self.parameters.items()} | dict(self.fixed)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    `owners` is the part of an account that its owners are in, `path` leads from an owner's entry and the
    document's name to the text. `grammar` is as `aws.validate` calls it. Where there is no `delete`, the
    document lives as long as its owner; a `named` one has a name of its own beside its owner's.
    """

    label: str
    purpose: str
    grammar: str
    owners: str
    path: Callable[[Mapping[str, Any], str], tuple[str, ...]]
    put: Edit
    delete: Edit | None = None
    named: bool = False
    starter: str = ALLOW_READING


def _inline(owner: str, purpose: str) -> Kind:
    """The inline policies of a user, a group or a role, which IAM treats alike."""
    names = {f"{owner.title()}Name": "owner", "PolicyName": "name"}
    return Kind(
        label="Permission policy",
        purpose=purpose,
        grammar="identity",
        owners=f"{owner}s",
        path=lambda _, name: ("policies", name),
        put=Edit("iam", f"put_{owner}_policy", names | {"PolicyDocument": "text"}),
        delete=Edit("iam", f"delete_{owner}_policy", names),
        named=True,
    )


KINDS: Mapping[str, Kind] = {
    "trust": Kind(
        label="Trust policy",
        purpose="It says who may assume this role. It names no resource: that is the role itself.",
        grammar="trust",
        owners="roles",
        path=lambda *_: ("trust",),
        put=Edit("iam", "update_assume_role_policy", {"RoleName": "owner", "PolicyDocument": "text"}),
    ),
    "role-policy": _inline("role", "It says what the sessions of this role may do. It counts at every call."),
    "user-policy": _inline("user", "It says what this user may do."),
    "group-policy": _inline("group", "It says what every member of this group may do."),
    "managed": Kind(
        label="Managed policy",
        purpose="It counts for every user, group and role it is attached to. Saving makes a new version.",
        grammar="managed",
        owners="policies",
        path=lambda item, _: ("versions", item["default"], "document"),
        put=Edit(
            "iam",
            "create_policy_version",
            {"PolicyArn": "arn", "PolicyDocument": "text"},
            {"SetAsDefault": True},
        ),
    ),
    "bucket": Kind(
        label="Bucket policy",
        purpose="It says who may do what in this bucket. It names principals, from other accounts too.",
        grammar="bucket",
        owners="buckets",
        path=lambda *_: ("policy",),
        put=Edit("s3", "put_bucket_policy", {"Bucket": "owner", "Policy": "text"}),
        delete=Edit("s3", "delete_bucket_policy", {"Bucket": "owner"}),
        starter=LET_IN,
    ),
}
