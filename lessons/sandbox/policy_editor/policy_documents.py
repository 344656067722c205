"""A policy document in a sandbox's world: found by its place, and put in another's stead without a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lessons import aws
from lessons.aws.arn import policy_arn
from lessons.sandbox.policy_editor.policy_types import KINDS, Kind

__all__ = ["Document", "NoSuchDocumentError", "Place", "digest", "find", "with_text"]

SHORTEST, LONGEST = 3, 4  # the parts of a place: kind, account, owner, and the name where there is one


class NoSuchDocumentError(LookupError):
    """There is no such document, and none that could be written there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is: written `kind/account/owner`, and `/name` where the owner may have several."""

    kind: str
    account_id: str
    owner: str
    name: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.kind, self.account_id, self.owner, self.name)))

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that is written so. Raises NoSuchDocumentError."""
        parts = text.split("/")
        if not SHORTEST <= len(parts) <= LONGEST or not all(parts):
            raise NoSuchDocumentError(text)
        place = cls(*parts)
        if place.kind not in KINDS or KINDS[place.kind].named != bool(place.name):
            raise NoSuchDocumentError(text)
        return place


@dataclass(frozen=True, slots=True)
class Document:
    """A document and whose it is. `text` is None where nothing has been written there yet."""

    place: Place
    item: Mapping[str, Any]
    text: str | None

    @property
    def kind(self) -> Kind:
        """What sort of document it is: whose, and which policy type."""
        return KINDS[self.place.kind]

    @property
    def title(self) -> str:
        """Its name, or what it is where it has none."""
        return self.place.name or self.kind.label

    @property
    def starter(self) -> str:
        """What a new document of this kind begins with."""
        return self.kind.starter.replace("%(account_id)s", self.place.account_id).replace(
            "%(owner)s", self.place.owner
        )

    def parts(self, text: str = "") -> dict[str, str]:
        """What the calls on this document take as parameters."""
        place = self.place
        arn = policy_arn(place.account_id, self.item.get("path", "/"), place.owner)
        return {"owner": place.owner, "name": place.name, "arn": arn, "text": text}


def find(world: aws.WorldDocument, place: Place) -> Document:
    """The document at a place. Raises NoSuchDocumentError where nobody is who could have it."""
    kind = KINDS[place.kind]
    try:
        item = world["accounts"][place.account_id][kind.owners][place.owner]
    except KeyError:
        raise NoSuchDocumentError(str(place)) from None
    text: Any = item
    for key in kind.path(item, place.name):
        text = text.get(key)
    return Document(place, item, text)


def with_text(world: aws.WorldDocument, document: Document, text: str) -> dict[str, Any]:
    """The world as it would be with another text in this document's stead."""
    place, kind = document.place, document.kind
    path = ("accounts", place.account_id, kind.owners, place.owner)
    return _replaced(world, path + kind.path(document.item, place.name), text)


def digest(text: str | None) -> str:
    """What tells one text from another: a form carries it, to see whether the document was changed since."""
    return sha256((text or "").encode()).hexdigest()[:32]


def _replaced(tree: Mapping[str, Any], path: tuple[str, ...], leaf: str) -> dict[str, Any]:
    key, *rest = path
    return {**tree, key: _replaced(tree.get(key, {}), tuple(rest), leaf) if rest else leaf}
