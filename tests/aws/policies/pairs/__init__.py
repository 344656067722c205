"""Requests and policies at random, for two evaluators to be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from tests.aws.policies.pairs.documents import drawn_policies
from tests.aws.policies.pairs.requests import drawn_context, drawn_request

__all__ = ["pairs"]

Json = dict[str, Any]


def pairs(number: int, seed: int) -> Iterator[tuple[Json, Json]]:
    """So many requests, each with the policies that apply to it; the same ones for a seed."""
    draw = Random(seed)  # noqa: S311 -- nothing here is secret
    for _ in range(number // 2):
        request = drawn_request(draw)
        policies = drawn_policies(draw, request)
        yield request, policies
        yield request | {"context": drawn_context(draw, request["principal"], request["action"])}, policies
