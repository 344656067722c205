"""Everything that has policies in a sandbox, account by account, as the page lists it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons import aws
from lessons.sandbox.policy_editor.policy_documents import Document, Place, find

__all__ = ["Account", "Attachment", "Owner", "Section", "accounts"]


@dataclass(frozen=True, slots=True)
class Part:
    """One section of an account: which kind each owner has one of, and which it may have many of."""

    title: str
    intro: str
    owners: str
    actor: str
    single: str = ""
    many: str = ""


PARTS = (
    Part(
        "Roles",
        "A role has a trust policy, which says who may assume it, and permission policies, which say what "
        "its sessions may do.",
        "roles",
        "sts",
        single="trust",
        many="role-policy",
    ),
    Part("Users", "What a user may do with their own keys.", "users", "caller", many="user-policy"),
    Part("Groups", "What every member of a group may do.", "groups", "caller", many="group-policy"),
    Part(
        "Managed policies",
        "Policies of their own, to be attached to users, groups and roles.",
        "policies",
        "sts",
        single="managed",
    ),
    Part(
        "Buckets",
        "A bucket may have a policy, which says who may do what in it.",
        "buckets",
        "resource",
        single="bucket",
    ),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A managed policy that counts for an owner; `place` is None where it is AWS's own."""

    role: str
    name: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Owner:
    """A user, group, role, bucket or managed policy, with its documents. `adds` is where a new one goes."""

    name: str
    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...]
    members: tuple[str, ...]
    adds: str


@dataclass(frozen=True, slots=True)
class Section:
    """Owners of one sort."""

    part: Part
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the sandbox."""

    id: str
    name: str
    sections: tuple[Section, ...]


def accounts(world: aws.WorldDocument) -> list[Account]:
    """The accounts with all that has policies in them; sections without an owner are left out."""
    return [
        Account(account_id, account["name"], tuple(_sections(world, account_id, account)))
        for account_id, account in world["accounts"].items()
    ]


def _sections(world: aws.WorldDocument, account_id: str, account: Mapping[str, Any]) -> Iterator[Section]:
    for part in PARTS:
        items = account.get(part.owners, {})
        if items:
            yield Section(
                part, tuple(_owner(world, part, account_id, name, items[name]) for name in sorted(items))
            )


def _owner(
    world: aws.WorldDocument, part: Part, account_id: str, name: str, item: Mapping[str, Any]
) -> Owner:
    single = [Place(part.single, account_id, name)] if part.single else []
    many = [Place(part.many, account_id, name, policy) for policy in item["policies"]] if part.many else []
    return Owner(
        name,
        tuple(find(world, place) for place in single + many),
        tuple(_attachments(world, item)),
        tuple(item.get("members", ())),
        f"{part.many}/{account_id}/{name}" if part.many else "",
    )


def _attachments(world: aws.WorldDocument, item: Mapping[str, Any]) -> Iterator[Attachment]:
    for arn in item.get("attached", ()):
        yield _attachment(world, "attached", arn)
    if item.get("boundary"):
        yield _attachment(world, "permissions boundary", item["boundary"])


def _attachment(world: aws.WorldDocument, role: str, arn: str) -> Attachment:
    account_id, name = arn.split(":")[4], arn.rpartition("/")[2]
    own = name in world["accounts"].get(account_id, {}).get("policies", {})
    return Attachment(role, name, Place("managed", account_id, name) if own else None)
