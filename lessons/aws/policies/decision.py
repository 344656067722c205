"""What comes out of an evaluation: the outcome at once, and why as soon as somebody asks."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from lessons.aws.policies import reasons
from lessons.aws.policies.access_request import AccessRequest, Policies
from lessons.aws.policies.matching import StatementMatch, applies, explain, question, silent_level


class Answer(StrEnum):
    """The three answers AWS has."""

    ALLOWED = "Allowed"
    EXPLICITLY_DENIED = "ExplicitlyDenied"
    IMPLICITLY_DENIED = "ImplicitlyDenied"


class Consulted(NamedTuple):
    """One policy type. `answer` is "allows", "denies" or "is silent"; `needed` tells that it had to allow."""

    policy_type: str
    answer: str
    policies: tuple[str, ...]
    needed: bool


@dataclass(frozen=True)
class Decision:
    """The outcome, and why: the policy types in order, and every statement that was read.

    `refused_by` is the policy type that ended it ("" when allowed), `reason` one plain sentence.
    """

    outcome: Answer
    consulted: tuple[Consulted, ...]
    refused_by: str
    request: AccessRequest = field(repr=False)
    policies: Policies = field(repr=False)

    @property
    def allowed(self) -> bool:
        """Whether AWS would carry the call out. Both kinds of denial are False."""
        return self.outcome is Answer.ALLOWED

    @cached_property
    def denied_by(self) -> str:
        """The ARN of the policy that denies: the first of several. "" where none does, or it has no ARN."""
        asked = question(self.request, self.policies)
        denying = (
            policy.arn
            for kind, group in self.policies.by_type(self.request)
            for _, policy in group
            if any(item.effect == "Deny" and applies(item, kind, asked) for item in policy.statements)
        )
        return next(denying, "")

    @cached_property
    def statements(self) -> tuple[StatementMatch, ...]:
        """Every statement of every policy, element by element, in the order they are consulted."""
        return explain(self.policies, question(self.request, self.policies))

    @cached_property
    def reason(self) -> str:
        """One plain sentence for a student."""
        return reasons.sentence(self.request, self.refused_by, self.statements, self._silent_level)

    @property
    def _silent_level(self) -> str:
        """The level of the organization that stopped it by its silence, "" where none did that has a name."""
        asked = question(self.request, self.policies)
        return silent_level(self.policies.levels(self.refused_by), self.refused_by, asked) or ""

    def to_json(self) -> dict[str, Any]:
        """The decision as a JSON object, for storage, with the documents as they were when it was made."""
        documents = [[policy.text for _, policy in group] for _, group in self.policies.by_type(self.request)]
        consulted = [
            item._asdict() | {"documents": texts}
            for item, texts in zip(self.consulted, documents, strict=True)
        ]
        statements = [
            item._asdict() | {"elements": [part._asdict() for part in item.elements]}
            for item in self.statements
        ]
        return {
            "outcome": str(self.outcome),
            "refused_by": self.refused_by,
            "reason": self.reason,
            "consulted": consulted,
            "statements": statements,
            "request": self.request.to_json(),
        }
