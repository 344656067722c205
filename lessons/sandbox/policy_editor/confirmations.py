"""What is asked before something is done that takes rights away at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.policy_editor import administrator_calls, role_sessions
from lessons.sandbox.policy_editor.policy_documents import Document, Place

__all__ = ["QUESTIONS", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """An action on a document or its owner: what is asked, what happens, and what is said then."""

    heading: str
    explanation: tuple[str, ...]
    button: str
    keep: str
    done: str
    fits: Callable[[Document], bool]
    act: Callable[[Sandbox, Place], Event]


def _is_trust(document: Document) -> bool:
    return document.place.kind == "trust"


QUESTIONS = {
    "delete": Question(
        heading="Delete {title} of {owner}?",
        explanation=(
            "What it allowed is refused from the next call on, unless another policy allows it too.",
        ),
        button="Delete the policy",
        keep="Keep it",
        done="{title} is deleted.",
        fits=lambda document: document.kind.delete is not None and document.text is not None,
        act=administrator_calls.delete,
    ),
    "revoke": Question(
        heading="Revoke the sessions of {owner}?",
        explanation=(
            "Temporary credentials cannot be taken back: whoever has them has them. But what they may do is "
            "decided at every call.",
            "So the role gets an inline policy, AWSRevokeOlderSessions, that denies everything to sessions "
            "issued before now. Whoever assumes the role afterwards is not affected.",
        ),
        button="Revoke sessions issued before now",
        keep="Let them be",
        done="Sessions of {owner} issued before now are denied everything. Try one, then assume the role.",
        fits=_is_trust,
        act=lambda sandbox, place: role_sessions.revoke(sandbox, place.account_id, place.owner),
    ),
    "recreate": Question(
        heading="Delete and re-create {owner}?",
        explanation=(
            "The new role has the same name, ARN and policies, but another unique id (AROA…). Sessions of "
            "the old one belong to a role that is gone, so they die with it.",
            "IAM deletes only a role that has no policies left, so this makes several calls.",
        ),
        button="Delete and re-create the role",
        keep="Keep the role",
        done="{owner} is a new role with a new id. Credentials of the old one are worth nothing now.",
        fits=_is_trust,
        act=lambda sandbox, place: role_sessions.recreate(sandbox, place.account_id, place.owner),
    ),
}
