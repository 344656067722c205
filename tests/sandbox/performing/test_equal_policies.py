"""Policies that say the same are equal, however long they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lessons.sandbox.performing.equal_policies import meaning


def policy(actions: Iterable[str], resources: Iterable[str]) -> str:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": [*actions], "Resource": [*resources]}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_order_and_repetition_say_nothing_in_a_policy_of_any_length() -> None:
    for length in (2, 200):
        actions = [f"s3:Get{number}*" for number in range(length)]
        resources = [f"arn:aws:s3:::bucket/{number}" for number in range(length)]
        one = meaning(policy(actions, resources))
        assert one == meaning(policy([*reversed(actions), *actions], [*resources, resources[0]]))
        assert one != meaning(policy(actions[1:], resources))
        assert one != meaning(policy(actions, resources[1:]))
