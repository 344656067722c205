"""The evaluator and the second opinion, asked the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lessons.aws import AccessRequest, Policies, Principal, evaluate, parse
from lessons.aws.policies.access_request import Level, Levels, NamedPolicies
from tests.aws.policies.open_questions import as_read
from tests.aws.policies.pairs import pairs
from tests.aws.policies.second_opinion import ALLOWED, RULES, deciding_rule

Json = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """A request and its policies, what `evaluate` says of them, and by which rule the second opinion decides.

    `open` tells that AWS leaves the answer open, and that the two agree where both read it alike.
    """

    request: Json
    policies: Json
    outcome: str
    rule: str
    open: bool = False

    @property
    def agree(self) -> bool:
        """Whether the two say the same, as far as AWS does."""
        return self.open or self.outcome == RULES[self.rule]


@dataclass
class Tally:
    """How often each rule decided and each word stood in a policy, and on what the two disagree.

    `open` counts what AWS leaves open, and what the two answer differently.
    """

    decided: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    open: int = 0
    disagreements: list[Answered] = field(default_factory=list)

    @property
    def allowed(self) -> float:
        """The share of what is allowed."""
        allowed = sum(times for rule, times in self.decided.items() if RULES[rule] == ALLOWED)
        return allowed / self.decided.total()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.decided + other.decided,
            self.asked + other.asked,
            self.open + other.open,
            self.disagreements + other.disagreements,
        )

    def __str__(self) -> str:
        rows = [f"{self.open:9,} left open by AWS"]
        rows += [f"{times:9,} {rule}" for rule, times in self.decided.most_common()]
        return "\n".join([f"{self.allowed:9.1%} of {self.decided.total():,} allowed", *rows])


def tallied(number: int, seed: int = 0) -> Tally:
    """Both asked about so many pairs."""
    tally = Tally()
    for answered in all_answered(number, seed):
        tally.decided[answered.rule] += 1
        tally.asked.update(words(answered.policies))
        tally.open += answered.open
        if not answered.agree:
            tally.disagreements.append(answered)
    return tally


def words(policies: Json) -> list[str]:
    """The names of elements and operators in policies, and of each variable how it begins."""
    return re.findall(r"[A-Z][A-Za-z]+?(?=IfExists|\b)|\$\{", json.dumps(policies))


def all_answered(number: int, seed: int = 0) -> Iterator[Answered]:
    """Both asked, one pair after the other."""
    for request, policies in pairs(number, seed):
        rule, outcome = deciding_rule(request, policies), evaluated(request, policies)
        is_open = RULES[rule] != outcome == RULES[deciding_rule(*as_read(request, policies))]
        yield Answered(request, policies, outcome, rule, is_open)


def evaluated(request: Json, policies: Json) -> str:
    """What `evaluate` says of a request and policies in plain JSON."""
    who = request["principal"]
    name, of_provider = who["arn"].rpartition("/")[2], who["kind"] == "provider"
    asked = AccessRequest(
        Principal(who["arn"], who["account"], name, who["of"], of_provider),
        request["action"],
        request["resource"],
        request["account"],
        {
            key: (value,) if isinstance(value, str) else tuple(value)
            for key, value in request["context"].items()
        },
    )
    found = Policies(
        None if of_provider else named(policies["identity"]),
        named(policies["resource"] or []),
        named(policies["boundary"]),
        named(policies["session"]),
        levels(policies["scps"]),
        levels(policies["rcps"]),
    )
    return evaluate(asked, found).outcome.value


def named(documents: list[Json] | None) -> NamedPolicies | None:
    if documents is None:
        return None
    return tuple((f"number {place}", parse(document)) for place, document in enumerate(documents))


def levels(attached: list[list[Json]]) -> Levels | None:
    return tuple(Level("", named(documents)) for documents in attached) or None
