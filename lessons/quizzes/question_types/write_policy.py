"""Write the policy: a document that lets requests through and refuses others, as `evaluate` decides.

Worth the share of the requests to be allowed that are allowed, times the share of those to be denied that are
denied. So a policy that allows everything is worth nothing, and one that denies everything neither. What AWS
would not save is no try: the learner hears the line.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from lessons.aws import validate
from lessons.aws.budgets import WRITTEN_POLICY
from lessons.aws.services.sts.session_policies import LONGEST_POLICY
from lessons.quizzes.question_types.asked_request import bucket_of
from lessons.quizzes.question_types.decided_request import as_shown
from lessons.quizzes.question_types.given_policies import KINDS
from lessons.quizzes.question_types.interface import Form, Given, Line, NotAnAnswerError, Values
from lessons.quizzes.question_types.policy_task import ALLOWED, DENIED, KEYS, PolicyTask, parse_task

__all__ = ["KEYS", "NAME", "TITLE", "VERSION"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "write_policy"
VERSION = 1
TITLE = "Write the policy"

TOLD = 3  # mistakes at a time
PLEASE_WRITE = "Write the policy, then check it."
TOO_LONG = f"A policy here has {WRITTEN_POLICY:,} characters at most."
NOT_SAVED = "AWS would not save this policy, so it does not count as a try."


def parse(values: Values) -> PolicyTask:
    """The task, as `policy_task` says."""
    return parse_task(values)


def dump(content: PolicyTask) -> dict[str, Any]:
    """The kind, the requests with what is expected, and the documents."""
    return content.dump()


def draw(content: PolicyTask, random: Random) -> PolicyTask:
    """As written."""
    return content


def show(content: PolicyTask, given: Given | None) -> dict[str, Any]:
    """What is written so far, of which kind, for whom, and the policies around it. Not the requests."""
    return {
        "title": KINDS[content.kind].title,
        "grammar": KINDS[content.kind].grammar,
        "attached_to": content.attached_to,
        "longest": WRITTEN_POLICY,
        "text": content.start if given is None else given,
        "policies": as_shown(content.policies),
    }


def read(content: PolicyTask, form: Form) -> Given:
    """The document as it was written, with line ends of one character."""
    sent = form.get("document", ())
    document = "\n".join(sent[0].splitlines()) if len(sent) == 1 else ""
    _check(content, document)
    return document


def grade(content: PolicyTask, given: Given) -> float:
    """The share of what is to be allowed that is, times the share of what is to be denied that is."""
    _check(content, given)
    came = [
        (one.is_allowed, decision.allowed)
        for one, decision in zip(content.wanted, content.decide(given), strict=True)
    ]
    return _share(came, is_allowed=True) * _share(came, is_allowed=False)


def _share(came: list[tuple[bool, bool]], *, is_allowed: bool) -> float:
    outcomes = [allowed for wanted, allowed in came if wanted is is_allowed]
    return outcomes.count(is_allowed) / len(outcomes)


def key(content: PolicyTask) -> Given:
    """The solution."""
    return content.solution


def rekey(kept: PolicyTask, today: PolicyTask) -> PolicyTask | None:
    """Today's requests, which nobody saw, where the policy is for the same and stands among the same."""
    asked = [(one.kind, one.attached_to, one.policies) for one in (kept, today)]
    return replace(today, start=kept.start) if asked[0] == asked[1] else None


def say(content: PolicyTask, given: Given) -> tuple[Line, ...]:
    """A line for each request: what was asked, what came of it, what was wanted, and why."""
    _check(content, given)
    return tuple(
        Line(
            one.request.words,
            ALLOWED if decision.allowed else DENIED,
            ALLOWED if one.is_allowed else DENIED,
            decision.allowed is one.is_allowed,
            " ".join(filter(None, (decision.reason, one.why))),
        )
        for one, decision in zip(content.wanted, content.decide(given), strict=True)
    )


def _check(content: PolicyTask, given: Given) -> None:
    if mistake := _mistake(content, given):
        raise NotAnAnswerError(mistake, given)


def _mistake(content: PolicyTask, given: Given) -> str:
    """Why this is no policy that AWS would save, with the lines; empty for one that it would."""
    if not isinstance(given, str) or not given.strip():
        return PLEASE_WRITE
    if len(given) > WRITTEN_POLICY:
        return TOO_LONG
    if content.kind == "session" and len(given) > LONGEST_POLICY:
        return f"A session policy has {LONGEST_POLICY:,} characters at most. {NOT_SAVED}"
    bucket = bucket_of(content.attached_to) if content.kind == "resource" else ""
    found = validate(given, KINDS[content.kind].grammar, bucket=bucket)
    told = [f"Line {one.line}: {one.message}" for one in found if one.answer]
    return " ".join((*told[:TOLD], NOT_SAVED)) if told else ""
