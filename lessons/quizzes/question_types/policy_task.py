"""A policy that has to be written: what it is to decide, what stands around it, and one that does.

    kind: trust
    policies:
      - {kind: identity, of: "arn:aws:iam::111122223333:user/alice", document: …}
    requests:
      - principal: arn:aws:iam::111122223333:user/alice
        action: sts:AssumeRole
        resource: arn:aws:iam::111122223333:role/demo
        expected: allowed
        why: She is named.
    solution: {Version: 2012-10-17, Statement: …}

All requests meet the one policy: those of a trust policy are for one role, those of a bucket's policy for one
bucket, and those of an identity's policy are its own. What is to be denied has to be denied by what the
learner writes, and not by what stands around it: so a policy that allows everything gets none of these right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from lessons.aws import AccessRequest, Decision, evaluate
from lessons.aws.budgets import WRITTEN_POLICY
from lessons.aws.policies.access_request import WITH_PRINCIPAL
from lessons.aws.policies.policy_json import read_json
from lessons.quizzes.question_types.asked_request import KEYS as REQUEST_KEYS
from lessons.quizzes.question_types.asked_request import WrittenRequest, bucket_of, parse_request
from lessons.quizzes.question_types.given_policies import (
    FULL_ACCESS,
    KINDS,
    OF_CALLER,
    WrittenPolicy,
    apply,
    check_fit,
    owners_in,
    parse_document,
    parse_policies,
)
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.written import check_number, entries, text

__all__ = ["ALLOWED", "DENIED", "KEYS", "PolicyTask", "Wanted", "parse_task"]

KEYS: tuple[str, ...] = ("kind", "requests", "policies", "solution", "start")

FEWEST, MOST = 8, 24  # requests
FEWEST_REFUSED = 4
LONGEST_WHY = 240  # characters
ALLOWED, DENIED = "allowed", "denied"
YOURS = "your policy"

WRITTEN = ("identity", "boundary", "session", "scp", "trust", "resource")  # kinds that can be written


@dataclass(frozen=True)
class Wanted:
    """A request, and whether it is to be allowed; `why` is what its author says to it."""

    request: WrittenRequest
    is_allowed: bool
    why: str = ""

    def dump(self) -> dict[str, Any]:
        """The request as JSON values, with what is expected."""
        more = {"expected": ALLOWED if self.is_allowed else DENIED, "why": self.why}
        return self.request.dump() | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class PolicyTask:
    """The kind of the policy, what it has to decide, and the policies that stand around it.

    `solution` is the JSON text of one that decides all as wanted, `start` what the learner begins with.
    """

    kind: str
    wanted: tuple[Wanted, ...]
    solution: str
    policies: tuple[WrittenPolicy, ...] = ()
    start: str = ""

    @property
    def attached_to(self) -> str:
        """What the policy is attached to: an ARN, or an account."""
        return attached_to(self.wanted[0].request.asked, self.kind)

    def decide(self, document: str) -> tuple[Decision, ...]:
        """What AWS decides on each request, were this the policy."""
        policies = (WrittenPolicy(self.kind, YOURS, document), *self.policies)
        asked = [one.request.asked for one in self.wanted]
        return tuple(evaluate(one, apply(policies, one)) for one in asked)

    def dump(self) -> dict[str, Any]:
        """The task as JSON values, as `parse_task` reads them."""
        dumped = {
            "kind": self.kind,
            "requests": [one.dump() for one in self.wanted],
            "policies": [policy.dump() for policy in self.policies],
            "solution": read_json(self.solution),
            "start": self.start,
        }
        return {name: value for name, value in dumped.items() if value}


def attached_to(asked: AccessRequest, kind: str) -> str:
    """What the one policy of a kind is attached to that has a say in a request."""
    if kind == "scp":
        return asked.principal.account_id
    return asked.principal.arn if kind == "session" else owners_in(asked, kind)[0]


def parse_task(values: Values) -> PolicyTask:
    """The task that an author wrote. Raises QuestionMistakeError."""
    kind = text(values, "kind")
    if kind not in WRITTEN:
        raise QuestionMistakeError("kind", f"“{kind}” is none of {', '.join(WRITTEN)}.")
    wanted = tuple(map(_wanted, entries(values, "requests", *REQUEST_KEYS, "expected", "why")))
    _check_number(wanted)
    bucket = bucket_of(wanted[0].request.resource)
    policies = parse_policies({"policies": [], **values}, "policies", "of", bucket=bucket)
    solution = parse_document(values.get("solution"), kind, "solution", "solution", bucket)
    start = values.get("start") or ""
    if not isinstance(start, str) or len(start) > WRITTEN_POLICY:
        raise QuestionMistakeError("start", f"“start” is a text of {WRITTEN_POLICY:,} characters at most.")
    content = PolicyTask(kind, wanted, solution, policies, start)
    _check_place(content)
    _check_decisions(content)
    return content


def _wanted(one: Values) -> Wanted:
    request = parse_request({name: one[name] for name in REQUEST_KEYS if name in one}, "requests")
    expected = one.get("expected")
    if expected not in (ALLOWED, DENIED):
        raise QuestionMistakeError("requests", f"“expected” is {ALLOWED} or {DENIED} in each of “requests”.")
    why = text(one, "why", "", within="requests")
    if len(why) > LONGEST_WHY:
        raise QuestionMistakeError("requests", f"“{why[:40]}…” is longer than {LONGEST_WHY} characters.")
    return Wanted(request, expected == ALLOWED, why)


def _check_number(wanted: tuple[Wanted, ...]) -> None:
    check_number("requests", len(wanted), FEWEST, MOST)
    refused = sum(not one.is_allowed for one in wanted)
    if not FEWEST_REFUSED <= refused < len(wanted):
        said = f"At least {FEWEST_REFUSED} of “requests” are to be denied, and one is to be allowed."
        raise QuestionMistakeError("requests", said)
    if len({one.request for one in wanted}) < len(wanted):
        raise QuestionMistakeError("requests", "A request is there twice.")


def _check_place(content: PolicyTask) -> None:
    """All requests meet the one policy, and nothing else is missing around it."""
    asked = [one.request.asked for one in content.wanted]
    places = {attached_to(one, content.kind) for one in asked}
    if len(places) > 1:
        said = f"One policy cannot be attached to {' and to '.join(sorted(places))}."
        raise QuestionMistakeError("requests", said)
    owned = {(bucket_of(one.resource), one.resource_account) for one in asked if bucket_of(one.resource)}
    if len(owned) > len({bucket for bucket, _ in owned}):
        raise QuestionMistakeError("requests", "A bucket is in one account: say “account” in each request.")
    for policy in content.policies:
        owners = {owners_in(one, policy.kind) for one in asked}
        is_clear = policy.of or policy.kind in OF_CALLER or len(owners) == 1
        if not is_clear or not any(map(policy.has_say, asked)):
            raise QuestionMistakeError("policies", f"Say what “{policy.name}” is attached to: “of”.")
    policies = (WrittenPolicy(content.kind, YOURS, content.solution), *content.policies)
    if len({policy.name for policy in policies}) < len(policies):
        raise QuestionMistakeError("policies", f"“{YOURS}” is what the learner writes.")
    for one in asked:
        check_fit(policies, one)


def _check_decisions(content: PolicyTask) -> None:
    """The solution solves it, and what is to be denied is denied by nothing but what the learner writes."""
    for one, solved, open_to_all in zip(
        content.wanted, content.decide(content.solution), content.decide(_everything(content)), strict=True
    ):
        if solved.allowed is not one.is_allowed:
            said = f"With the solution, {one.request.words} comes out otherwise. {solved.reason}"
            raise QuestionMistakeError("solution", said)
        if not open_to_all.allowed and not one.is_allowed:
            said = f"{one.request.words} is denied whatever the learner writes. {open_to_all.reason}"
            raise QuestionMistakeError("requests", said)


def _everything(content: PolicyTask) -> str:
    """A policy of the kind that allows everything to everybody."""
    has_principal = KINDS[content.kind].title in WITH_PRINCIPAL
    allow = {name: value for name, value in FULL_ACCESS.items() if has_principal or name != "Principal"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allow]})
