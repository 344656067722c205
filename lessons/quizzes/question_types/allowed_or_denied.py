"""Allowed or denied, and by which policy type? What is right is never written: `evaluate` says it.

Allowed or denied is worth a half. The other half is for why: that a denial is explicit (a Deny) or implicit
(nothing allows), together with a policy type that says so. Whoever is wrong about the first has nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from lessons.aws import Answer
from lessons.aws.policies.access_request import RESOURCE
from lessons.quizzes.question_types.asked_request import bucket_of
from lessons.quizzes.question_types.decided_request import DecidedRequest, parse_decided
from lessons.quizzes.question_types.deciding import deciding_types
from lessons.quizzes.question_types.interface import Form, Given, Line, NotAnAnswerError, Values

__all__ = ["KEYS", "NAME", "OUTCOMES", "TITLE", "VERSION", "types_of"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "allowed_or_denied"
VERSION = 1
TITLE = "Allowed or denied, and by which policy type?"
KEYS: tuple[str, ...] = ("request", "policies")

OUTCOMES: Mapping[str, str] = {
    Answer.ALLOWED: "Allowed: a statement allows it, and none denies it",
    Answer.EXPLICITLY_DENIED: "Denied: a statement denies it",
    Answer.IMPLICITLY_DENIED: "Denied: it lacks an Allow that it needs",
}
FOR_ANSWER, FOR_REASON = 0.5, 0.5
PLEASE_SAY = "Say what AWS answers, and because of which policy type."


def parse(values: Values) -> DecidedRequest:
    """``request`` and ``policies``, as `asked_request` and `given_policies` say."""
    return parse_decided(values)


def dump(content: DecidedRequest) -> dict[str, Any]:
    """The request and the policies."""
    return content.dump()


def draw(content: DecidedRequest, random: Random) -> DecidedRequest:
    """As written."""
    return content


def types_of(content: DecidedRequest) -> tuple[str, ...]:
    """The policy types that AWS asks, in its order. Not everything can have a policy of its own."""
    has_own = bucket_of(content.request.resource) != ""
    return tuple(
        item.policy_type
        for item in content.decision.consulted
        if item.policy_type != RESOURCE or item.needed or has_own
    )


def show(content: DecidedRequest, given: Given | None) -> dict[str, Any]:
    """The request part by part, the policies in pieces, and what can be said of them."""
    taken = given or {}
    outcomes = [
        {"value": str(outcome), "text": text, "is_taken": taken.get("outcome") == outcome}
        for outcome, text in OUTCOMES.items()
    ]
    types = [{"value": one, "is_taken": taken.get("policy_type") == one} for one in types_of(content)]
    return content.show() | {"outcomes": outcomes, "types": types}


def read(content: DecidedRequest, form: Form) -> Given:
    """The outcome and the policy type, by their names."""
    sent = {name: list(form.get(name, ())) for name in ("outcome", "policy_type")}
    given = {name: values[0] for name, values in sent.items() if len(values) == 1}
    _check(content, given)
    return given


def grade(content: DecidedRequest, given: Given) -> float:
    """A half for allowed or denied, and with it a half for why."""
    _check(content, given)
    if not _is_answer(content, given):
        return 0.0
    return FOR_ANSWER + (FOR_REASON if _is_reason(content, given) else 0.0)


def key(content: DecidedRequest) -> Given:
    """What AWS answers, and the first type in its order that says so."""
    right = deciding_types(content.decision)
    first = next(one for one in types_of(content) if one in right)
    return {"outcome": str(content.decision.outcome), "policy_type": first}


def rekey(kept: DecidedRequest, today: DecidedRequest) -> DecidedRequest | None:
    """The same request with the same policies: what decides is computed anew."""
    return today if kept == today else None


def say(content: DecidedRequest, given: Given) -> tuple[Line, ...]:
    """Two lines: what AWS answers, and which policy type says so, each with what was said."""
    _check(content, given)
    decision = content.decision
    right = [one for one in types_of(content) if one in deciding_types(decision)]
    outcome, named = given["outcome"], given["policy_type"]
    return (
        Line(
            "What AWS answers",
            OUTCOMES[outcome],
            OUTCOMES[decision.outcome],
            outcome == decision.outcome,
        ),
        Line(
            "Because of which policy type",
            named,
            " or ".join(right),
            named in right,
            reason=decision.reason,
        ),
    )


def _is_answer(content: DecidedRequest, given: Given) -> bool:
    return (given["outcome"] == Answer.ALLOWED) is content.decision.allowed


def _is_reason(content: DecidedRequest, given: Given) -> bool:
    decision = content.decision
    return given["outcome"] == decision.outcome and given["policy_type"] in deciding_types(decision)


def _check(content: DecidedRequest, given: Given) -> None:
    known = {"outcome": tuple(OUTCOMES), "policy_type": types_of(content)}
    is_known = isinstance(given, dict) and given.keys() == known.keys()
    if not is_known or not all(given[name] in values for name, values in known.items()):
        raise NotAnAnswerError(PLEASE_SAY, given)
