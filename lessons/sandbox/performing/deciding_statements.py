"""Which statement decided a call: those to choose from, and why one does not. Read from its decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons import aws

__all__ = ["NOTHING", "Statement", "deciding", "statements_of", "why_not"]

NOTHING = "nothing"  # what stands for no statement at all
NO_STATEMENT = "No statement: what has to allow the call is silent"
Decision = Mapping[str, Any]  # as an event has it, see `Decision.to_json`

DONE = "AWS carried the call out, so there is a statement that allows it."
DENIED = "There is a statement that denies this very call."
DENY_WINS = "It applies and allows the call, but a Deny that applies wins over every Allow."
NOT_ENOUGH = "It applies and allows the call, but that is not enough: another policy has to allow it as well."
NOT_NEEDED = "It applies, but nothing depends on it: another policy lets the caller in by itself."


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is offered: ``id`` is its place in the decision, ``said`` each element in words."""

    id: str
    effect: str
    name: str
    policy: str
    policy_type: str
    said: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is chosen by, with code spans."""
        return f"{self.effect} `{self.name}`" if self.id != NOTHING else NO_STATEMENT


def statements_of(decision: Decision) -> tuple[Statement, ...]:
    """Every statement that was read, in the order they were, and at last that none decides."""
    read = (
        Statement(
            str(place),
            item["effect"],
            name_of(item),
            item["policy"],
            item["policy_type"],
            tuple(f"{part['element']}: {', '.join(part['expected'])}" for part in item["elements"]),
        )
        for place, item in enumerate(decision["statements"])
    )
    return (*read, Statement(NOTHING, "", NOTHING, "", "", ()))


def name_of(item: Mapping[str, Any]) -> str:
    """What a lesson calls it: its Sid, or its policy and which of its statements it is, as no-roles 1."""
    return str(item["sid"] or f"{item['policy']} {item['position'] + 1}")


def deciding(decision: Decision) -> tuple[str, ...]:
    """The ids of the statements that decide; of NOTHING where the call was refused for want of an Allow.

    IAM User Guide, "Policy evaluation logic": any Deny that applies, or else an Allow of each policy type
    that is needed.
    """
    needed = {item["policy_type"] for item in decision["consulted"] if item["needed"]}
    matched = [(str(place), item) for place, item in enumerate(decision["statements"]) if item["matched"]]
    match decision["outcome"]:
        case aws.Answer.ALLOWED:
            return tuple(place for place, item in matched if item["policy_type"] in needed)
        case aws.Answer.EXPLICITLY_DENIED:
            return tuple(place for place, item in matched if item["effect"] == "Deny")
    return (NOTHING,)


def why_not(decision: Decision, chosen: str) -> str:
    """Why the statement of that id does not decide, without telling which does."""
    is_allowed = decision["outcome"] == aws.Answer.ALLOWED
    if chosen == NOTHING:
        return DONE if is_allowed else DENIED
    item = decision["statements"][int(chosen)]
    if not item["matched"]:
        return f"It does not apply to this call: {'; '.join(_misses(item))}."
    if is_allowed:
        return NOT_NEEDED
    return DENY_WINS if decision["outcome"] == aws.Answer.EXPLICITLY_DENIED else NOT_ENOUGH


def _misses(item: Mapping[str, Any]) -> Iterator[str]:
    """The elements that do not match, with what the call has."""
    for part in item["elements"]:
        if not part["matched"]:
            actual = ", ".join(part["actual"] or ()) or "nothing of it"
            yield f"its {part['element']} asks for {', '.join(part['expected'])}, the call has {actual}"
