"""Rows of `CHOICES`: what AWS's documents leave open, and `lessons.aws.policies` takes in one way.

The second opinion takes it otherwise. So that the two can be compared all the same, each row turns a request
and its policies into a pair in which nothing is left open, and the answer is that of the evaluator's reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["OPEN", "as_read"]

Json = dict[str, Any]
Pair = tuple[Json, Json]

NOWHERE = r"\u0000"  # a character, in JSON, that is in no request


def fits_nothing(request: Json, policies: Json) -> Pair:
    known = {key.lower() for key in request["context"]}

    def read(variable: re.Match[str]) -> str:
        return variable[0] if variable[1].lower() in known else NOWHERE

    return request, json.loads(re.sub(r"\$\{([^*?$,{}]+)\}", read, json.dumps(policies)))


def stands_on_a_user(request: Json, policies: Json) -> Pair:
    principal = request["principal"]
    kind = "session" if principal["kind"] == "federated" else principal["kind"]
    return request | {"principal": principal | {"kind": kind}}, policies


OPEN: Mapping[str, Callable[[Json, Json], Pair]] = {
    # IAM User Guide, "Variables and tags": it "might cause the entire statement to be invalid". Either
    # nothing of the statement counts, or the variable alone fits nothing, so that a negation holds and
    # another value of a list may match.
    "A variable that has no value and no default": fits_nothing,
    # IAM User Guide, "NotPrincipal", says what to name beside a user and beside a role's session, not whether
    # the user who federated has to be named beside a federated user.
    "NotPrincipal with a star, or a federated user": stands_on_a_user,
}


def as_read(request: Json, policies: Json) -> Pair:
    """The pair, changed by every row."""
    for read in OPEN.values():
        request, policies = read(request, policies)
    return request, policies
