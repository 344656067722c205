"""A request with the policies that decide it: what is read in a policy, and what is answered by the types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lessons.aws import Decision, evaluate
from lessons.aws.policies.policy_json import read_json
from lessons.quizzes.question_types.asked_request import WrittenRequest, bucket_of, parse_request
from lessons.quizzes.question_types.given_policies import WrittenPolicy, apply, check_fit, parse_policies
from lessons.quizzes.question_types.interface import Values

__all__ = ["DecidedRequest", "as_shown", "parse_decided"]


@dataclass(frozen=True)
class DecidedRequest:
    """What is asked, and every policy that has a say."""

    request: WrittenRequest
    policies: tuple[WrittenPolicy, ...]

    @cached_property
    def decision(self) -> Decision:
        """What AWS decides."""
        return evaluate(self.request.asked, apply(self.policies, self.request.asked))

    def dump(self) -> dict[str, Any]:
        """Both as JSON values, as `parse_decided` reads them."""
        return {"request": self.request.dump(), "policies": [policy.dump() for policy in self.policies]}

    def show(self) -> dict[str, Any]:
        """Both for a template; the whole request as the words of its parts."""
        asked = self.request.dump()
        parts = [
            (name, asked[name]) for name in ("principal", "action", "resource", "account") if name in asked
        ]
        context = [(name, ", ".join(values)) for name, values in self.request.context]
        return {"request_parts": [*parts, *context], "policies": as_shown(self.policies)}


def parse_decided(values: Values) -> DecidedRequest:
    """The ``request`` and the ``policies`` that an author wrote. Raises QuestionMistakeError."""
    request = parse_request(values.get("request"))
    policies = parse_policies(values, bucket=bucket_of(request.resource))
    check_fit(policies, request.asked)
    return DecidedRequest(request, policies)


def as_shown(policies: Iterable[WrittenPolicy]) -> list[dict[str, Any]]:
    """Each policy as JSON, and in pieces: what stands before its statements, each of them, and what after."""
    return [
        {
            "name": policy.name,
            "title": policy.title,
            "level": policy.level,
            "of": policy.of,
            "text": policy.document,
            "head": _head(policy),
            "statements": _statements(policy.statements, number),
            "tail": "  ]\n}",
        }
        for number, policy in enumerate(policies)
    ]


def _head(policy: WrittenPolicy) -> str:
    others = {name: value for name, value in read_json(policy.document).items() if name != "Statement"}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)},\n" for name, value in others.items()]
    return "".join(("{\n", *lines, '  "Statement": ['))


def _statements(statements: Sequence[Any], number: int) -> list[dict[str, Any]]:
    last = len(statements) - 1
    return [
        {
            "value": f"{number}.{place}",
            "sid": statement.get("Sid", ""),
            "number": place + 1,
            "text": json.dumps(statement, indent=2, ensure_ascii=False) + ("," if place < last else ""),
        }
        for place, statement in enumerate(statements)
    ]
