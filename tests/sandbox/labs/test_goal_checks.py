"""Which goals a call reaches, without a site: the calls are values, and so is the world."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from lessons import aws
from lessons.sandbox.documents.goals import read_goals
from lessons.sandbox.documents.placeholders import caller_arns, identity_arn
from lessons.sandbox.labs.goal_checks import Moment, reached
from tests.sandbox.conftest import DEMO, goal, policy

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
WORLD = aws.World(aws.build(DEMO, "seed"))
ACCOUNT = WORLD.account_id("training")


@dataclass
class Made:
    """A call that was made and succeeded."""

    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    caller_arn: str = f"arn:aws:iam::{ACCOUNT}:user/alice"
    resource: str = ""
    error_code: str = ""
    succeeded: bool = True


def reaches(made: Made, **pattern: Any) -> bool:
    """Whether what was made alone reaches a goal that wants to see such a one."""
    goals = read_goals([goal("in", "Get in", seen=[pattern])])
    return bool(reached(goals, Moment(made, lambda: [made], WORLD, NOW, changed=False)))


TRUST = policy(Principal={"AWS": "arn:aws:iam::{training}:user/alice"}, Action="sts:AssumeRole")
SENT = json.dumps(TRUST, indent=4).replace("{training}", str(ACCOUNT))
VERSION = Made("iam", "CreatePolicyVersion", {"SetAsDefault": True, "PolicyDocument": SENT})
TAGGED = Made("sts", "AssumeRole", {"Tags": [{"Key": "team", "Value": "red"}], "DurationSeconds": 900})

# A parameter as an author writes it, and whether what was sent is that.
WRITTEN = [
    (VERSION, {"SetAsDefault": True}, True),
    (VERSION, {"SetAsDefault": False}, False),
    (VERSION, {"SetAsDefault": "true"}, True),
    (VERSION, {"PolicyDocument": TRUST}, True),
    (VERSION, {"PolicyDocument": json.dumps(TRUST)}, True),
    (VERSION, {"PolicyDocument": {**TRUST, "Version": "2008-10-17"}}, False),
    (VERSION, {"PolicyDocument": "*sts:AssumeRole*"}, True),
    (TAGGED, {"Tags": [{"Value": "red", "Key": "team"}]}, True),
    (TAGGED, {"Tags": [{"Value": "blue", "Key": "team"}]}, False),
    (TAGGED, {"DurationSeconds": 900}, True),
    (TAGGED, {"DurationSeconds": "9*"}, True),
]


@pytest.mark.parametrize(("made", "wanted", "is_that"), WRITTEN)
def test_a_parameter_counts_however_it_is_written(made: Made, wanted: dict[str, Any], is_that: bool) -> None:
    assert reaches(made, call=f"{made.service}:{made.operation}", **{"with": wanted}) == is_that


def test_a_list_that_was_sent_piece_by_piece_was_sent() -> None:
    flat = Made("sts", "AssumeRole", {"Tags.member.1.Key": "team"})
    assert not reaches(flat, call="sts:AssumeRole", **{"with": {"Tags": None}})
    assert reaches(flat, call="sts:AssumeRole", **{"with": {"Policy": None}})


def test_a_turn_of_the_clock_is_no_call() -> None:
    assert not reaches(Made("", ""), answer="ok")


def test_whoever_is_nobody_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="'alice' is nobody who could call"):
        caller_arns("alice", WORLD)


# Who is meant, and the ARN of the user or role itself.
NAMED = [
    ("user/alice", f"arn:aws:iam::{ACCOUNT}:user/alice"),
    ("training:role/demo", f"arn:aws:iam::{ACCOUNT}:role/demo"),
    ("user/nobody", ""),
    ("role/nobody", ""),
    ("elsewhere:role/demo", ""),
]


@pytest.mark.parametrize(("by", "arn"), NAMED)
def test_a_name_stands_for_an_arn_of_this_world(by: str, arn: str) -> None:
    assert identity_arn(by, WORLD) == arn
