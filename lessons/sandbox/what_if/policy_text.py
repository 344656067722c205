"""The text of a policy on a stage: of a document in its world, or of what limits a session."""

from __future__ import annotations

from dataclasses import dataclass

from lessons import aws
from lessons.sandbox.performing.page import indented
from lessons.sandbox.performing.stage import Stage
from lessons.sandbox.policy_editor.policy_documents import Document, NoSuchDocumentError, Place, find
from lessons.sandbox.policy_editor.policy_types import ALLOW_READING
from lessons.sandbox.what_if.control_policies import CONTROL, FULL_ACCESS, control_text

__all__ = ["SESSION_KIND", "PolicyText", "aws_own_at", "policy_at"]

AWS_OWN = "arn:aws:iam::aws:policy/"
# A session's policy has a place of its own kind: its owner is the name by which the credentials are kept.
SESSION_KIND = "session"


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy to be edited; ``text`` is None where nothing is written there yet.

    ``document`` is None for the policy of a session or of an organization. ``is_aws_own`` tells that it is a
    managed policy of AWS, at the place of an own policy of the same name, which takes its place once changed.
    """

    place: Place
    text: str | None
    document: Document | None = None
    is_aws_own: bool = False

    @property
    def shown(self) -> str:
        """What the editor begins with: a text in one line is easier to read in several."""
        if self.text is not None:
            return self.text if "\n" in self.text else indented(self.text)
        return self.document.starter if self.document else ALLOW_READING

    @property
    def title(self) -> str:
        """What it is called where it stands."""
        if self.document:
            return self.document.title
        return "Session policy" if self.is_of_session else self.place.name

    @property
    def is_of_session(self) -> bool:
        """Whether it limits a session, and so came with the call that opened it."""
        return self.place.kind == SESSION_KIND

    @property
    def may_go(self) -> bool:
        """Whether its owner can be without it."""
        return self.is_of_session or bool(self.document and self.document.kind.delete)


def policy_at(stage: Stage, place: Place) -> PolicyText:
    """The policy at a place. Raises NoSuchDocumentError where nobody is who could have it."""
    if place.kind == SESSION_KIND:
        session = stage.session(stage.kept.get(place.owner, ""))
        if session is None:
            raise NoSuchDocumentError(str(place))
        return PolicyText(place, session.session_policy)
    if place.kind in CONTROL:
        text = control_text(stage.world, place)
        return PolicyText(place, text, is_aws_own=place.name == FULL_ACCESS)
    document = find(stage.world, place)
    if document.text is None and (arn := aws_own_at(document)):
        managed = aws.World(stage.world).managed_policy(arn)
        return PolicyText(place, managed.text if managed else None, document, is_aws_own=True)
    return PolicyText(place, document.text, document)


def aws_own_at(document: Document) -> str:
    """The ARN of AWS's own policy that is attached to the owner under the document's name, "" for none."""
    arn = f"{AWS_OWN}{document.place.name}"
    return arn if arn in document.item.get("attached", ()) else ""
