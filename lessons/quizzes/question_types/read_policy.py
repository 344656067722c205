"""Which statement decides? A request, the policies that have a say in it, and one statement to point at.

What is right is never written: `evaluate` says it. Where several statements decide, any of them is right, and
the author says with `accept_any` that this is meant. Where nothing allows the request, no statement decides.
Right is worth everything; there is no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from lessons.aws.policies.matching import StatementMatch
from lessons.quizzes.question_types.decided_request import DecidedRequest, parse_decided
from lessons.quizzes.question_types.deciding import deciding_statements
from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)

__all__ = ["KEYS", "NAME", "NOTHING", "TITLE", "VERSION", "ReadPolicy"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "read_policy"
VERSION = 1
TITLE = "Read the policy: which statement decides?"
KEYS: tuple[str, ...] = ("request", "policies", "accept_any")

NOTHING = "none"  # where a statement would be named
NOTHING_TEXT = "No statement: nothing allows it"
FEWEST = 2  # statements: one alone is no question
PLEASE_POINT = "Point at the statement that decides, or say that there is none."


@dataclass(frozen=True)
class ReadPolicy:
    """The request with its policies; `accepts_any` where several statements decide."""

    decided: DecidedRequest
    accepts_any: bool = False

    @property
    def right(self) -> tuple[str, ...]:
        """The statements that decide, each as the number of its policy and its own: "0.1"; or `NOTHING`."""
        deciding = deciding_statements(self.decided.decision)
        return tuple(self._value(item) for item in deciding) or (NOTHING,)

    @property
    def names(self) -> dict[str, str]:
        """Everything that can be pointed at, in words."""
        named = {
            f"{number}.{place}": f"{_name(statement, place)} of “{policy.name}”"
            for number, policy in enumerate(self.decided.policies)
            for place, statement in enumerate(policy.statements)
        }
        return named | {NOTHING: NOTHING_TEXT}

    def _value(self, item: StatementMatch) -> str:
        names = [policy.name for policy in self.decided.policies]
        return f"{names.index(item.policy)}.{item.position}"


def _name(statement: Any, place: int) -> str:
    sid = statement.get("Sid")
    return f"Statement `{sid}`" if sid else f"Statement {place + 1}"


def parse(values: Values) -> ReadPolicy:
    """``request`` and ``policies``, as `asked_request` and `given_policies` say, and ``accept_any``."""
    accepts_any = values.get("accept_any", False)
    if not isinstance(accepts_any, bool):
        raise QuestionMistakeError("accept_any", "“accept_any” is true or false.")
    content = ReadPolicy(parse_decided(values), accepts_any)
    if len(content.names) <= FEWEST:
        raise QuestionMistakeError("policies", f"There are {FEWEST} statements or more to choose from.")
    if len(content.right) > 1 and not accepts_any:
        several = ", ".join(content.names[one] for one in content.right)
        said = f"Several statements decide: {several}. Say “accept_any: true”, or take all but one away."
        raise QuestionMistakeError("policies", said)
    return content


def dump(content: ReadPolicy) -> dict[str, Any]:
    """The request and the policies."""
    return content.decided.dump() | ({"accept_any": True} if content.accepts_any else {})


def draw(content: ReadPolicy, random: Random) -> ReadPolicy:
    """As written: the order of statements may be what the question is about."""
    return content


def show(content: ReadPolicy, given: Given | None) -> dict[str, Any]:
    """The request part by part, and the policies in pieces, of which each statement can be taken."""
    choices = {"taken": given, "right": content.right, "nothing": NOTHING, "nothing_text": NOTHING_TEXT}
    return content.decided.show() | choices


def read(content: ReadPolicy, form: Form) -> Given:
    """The statement that was pointed at, or `NOTHING`."""
    sent = form.get("statement", ())
    if len(sent) != 1 or sent[0] not in content.names:
        raise NotAnAnswerError(PLEASE_POINT)
    return sent[0]


def grade(content: ReadPolicy, given: Given) -> float:
    """1 for a statement that decides."""
    _check(content, given)
    return float(given in content.right)


def key(content: ReadPolicy) -> Given:
    """The statement that decides, the first of several."""
    return content.right[0]


def rekey(kept: ReadPolicy, today: ReadPolicy) -> ReadPolicy | None:
    """The same request with the same policies: what decides is computed anew."""
    return today if kept.decided == today.decided else None


def say(content: ReadPolicy, given: Given) -> tuple[Line, ...]:
    """One line: what was pointed at, what decides, and why AWS decides so."""
    _check(content, given)
    names = content.names
    right = "; or ".join(names[one] for one in content.right)
    reason = content.decided.decision.reason
    return (Line("", names[given], right, given in content.right, reason=reason),)


def _check(content: ReadPolicy, given: Given) -> None:
    if not isinstance(given, str) or given not in content.names:
        raise NotAnAnswerError(PLEASE_POINT)
