"""Which calls and decisions reach a goal, as its author and the learner read it. No database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lessons import aws
from lessons.sandbox.documents.goals import Goal, read_goals
from lessons.sandbox.labs.goal_checks import Moment, holds_now, reached, within_reach
from tests.sandbox.conftest import DEMO, policy

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
WORLD = aws.World(aws.build(DEMO, "goals"))
ACCOUNT = WORLD.account_id("training")
ALICE, AUDITOR = (f"arn:aws:iam::{ACCOUNT}:user/{name}" for name in ("alice", "auditor"))
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/demo/session1"
DEMO_ROLE, AUDIT_ROLE = (f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("demo", "audit"))
OBJECT = f"arn:aws:s3:::reports-{ACCOUNT}/q1.csv"


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    caller_arn: str = ALICE
    resource: str = ""
    error_code: str = ""
    refused_by: str | None = None
    access_key_id: str = "AKIAALICE"
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def succeeded(self) -> bool:
        return self.error_code == ""


ASKED = {"RoleArn": DEMO_ROLE, "RoleSessionName": "session1", "DurationSeconds": 900}
ASSUME = Call("sts", "AssumeRole", resource=DEMO_ROLE, parameters=ASKED)
READ = Call("s3", "GetObject", SESSION, OBJECT, parameters={"Bucket": f"reports-{ACCOUNT}", "Key": "q1.csv"})
LIST = Call("s3", "ListObjectsV2", SESSION, parameters={"Bucket": f"reports-{ACCOUNT}", "prefix": "q"})
WHO = Call("sts", "GetCallerIdentity")
CLOCK = Call("", "skip")


def goal(key: str = "it", **wanted: Any) -> Goal:
    (read,) = read_goals([{"key": key, **wanted}])
    return read


def after(*calls: Call, changed: bool = False, world: aws.World = WORLD) -> Moment:
    """The moment after the last of the calls."""
    return Moment(calls[-1], lambda: calls, world, NOW, changed)


def counts(pattern: dict[str, Any], call: Call) -> bool:
    """Whether the call reaches a goal that wants one such call."""
    return reached([goal(seen=[pattern])], after(call)) == ["it"]


# What is wanted of a call, the call, and whether it counts.
PATTERNS = [
    ({"call": "sts:AssumeRole"}, ASSUME, True),
    ({"call": "sts:AssumeRole"}, WHO, False),
    ({"call": "sts:*"}, WHO, True),
    ({"call": "s3:*"}, WHO, False),
    ({"call": "s3:GetObject"}, replace(READ, service="sts"), False),
    ({"answer": "ok"}, WHO, True),
    ({"answer": "ok"}, CLOCK, False),  # a turn of the clock is no call
    ({"answer": "ok"}, replace(READ, error_code="AccessDenied"), False),
    ({"answer": "refused"}, replace(READ, error_code="AccessDenied"), True),
    ({"answer": "refused"}, READ, False),
    ({"answer": "AccessDenied"}, replace(READ, error_code="AccessDenied"), True),
    ({"answer": "AccessDenied"}, replace(READ, error_code="ExpiredToken"), False),
    ({"answer": "AccessDenied"}, READ, False),
    ({"call": "s3:*"}, replace(READ, error_code="AccessDenied"), True),  # however it is answered
    ({"call": "*", "key": "AKIA*"}, ASSUME, True),
    ({"call": "*", "key": "ASIA*"}, ASSUME, False),
    ({"call": "*", "key": "AKIA*"}, replace(ASSUME, access_key_id=""), False),  # nobody signed
    ({"refused_by": "trust policy"}, replace(ASSUME, refused_by="trust policy"), True),
    ({"refused_by": "trust policy"}, replace(ASSUME, refused_by="identity-based policy"), False),
    ({"refused_by": "trust policy"}, replace(ASSUME, refused_by=""), False),
    ({"refused_by": "trust policy"}, replace(ASSUME, error_code="ExpiredToken"), False),
    ({"call": "*", "by": "user/alice"}, ASSUME, True),
    ({"call": "*", "by": "user/alice"}, replace(ASSUME, caller_arn=AUDITOR), False),
    (
        {"call": "*", "by": "user/alice"},
        replace(ASSUME, caller_arn=ALICE.replace("user/", "user/a/b/")),
        True,
    ),
    ({"call": "*", "by": "user/ali"}, ASSUME, False),
    ({"call": "*", "by": "role/demo"}, READ, True),
    ({"call": "*", "by": "role/audit"}, READ, False),
    ({"call": "*", "by": "role/demo/session1"}, READ, True),
    ({"call": "*", "by": "role/demo/session2"}, READ, False),
    ({"call": "*", "on": "arn:aws:iam::{training}:role/demo"}, ASSUME, True),
    ({"call": "*", "on": "arn:aws:iam::{training}:role/audit"}, ASSUME, False),
    ({"call": "*", "on": "arn:aws:s3:::reports-{training}/*"}, READ, True),
    ({"call": "*", "on": "arn:aws:s3:::reports-{training}"}, READ, False),
    ({"call": "*", "with": {"DurationSeconds": 900}}, ASSUME, True),
    ({"call": "*", "with": {"DurationSeconds": 3600}}, ASSUME, False),
    ({"call": "*", "with": {"RoleSessionName": "s*1", "DurationSeconds": 3600}}, ASSUME, False),
    ({"call": "*", "with": {"RoleSessionName": "s*1", "DurationSeconds": 900}}, ASSUME, True),
    ({"call": "*", "with": {"RoleArn": "arn:aws:iam::{training}:role/demo"}}, ASSUME, True),
    ({"call": "*", "with": {"ExternalId": "*"}}, ASSUME, False),
    ({"call": "*", "with": {"ExternalId": None}}, ASSUME, True),
    ({"call": "*", "with": {"RoleSessionName": None}}, ASSUME, False),
    # S3 names a parameter in its address otherwise than the SDKs do.
    ({"call": "*", "with": {"Prefix": "q"}}, LIST, True),
    ({"call": "*", "with": {"Prefix": "x"}}, LIST, False),
    ({"call": "*", "with": {"Prefix": None}}, LIST, False),
    ({"call": "*", "with": {"Delimiter": None}}, LIST, True),
    ({"call": "*", "with": {"Prefix": "q"}}, replace(LIST, parameters={"Prefix": "q"}), True),
    # Lists and structures are sent in numbered parts.
    ({"call": "*", "with": {"Tags": None}}, replace(ASSUME, parameters={"Tags.member.1.Key": "a"}), False),
    ({"call": "*", "with": {"Tag": None}}, replace(ASSUME, parameters={"Tags.member.1.Key": "a"}), True),
    ({"call": "*", "with": {"Policy": {"b": [1, True], "a": "x"}}}, None, True),
    ({"call": "*", "with": {"Policy": '{"b": [1, true], "a": "x"}'}}, None, True),
    ({"call": "*", "with": {"Policy": {"b": [1, True], "a": "y"}}}, None, False),
]
SENT = replace(ASSUME, parameters={"Policy": '{"a":"x","b":[1,true]}'})


@pytest.mark.parametrize(("pattern", "call", "expected"), PATTERNS)
def test_a_pattern_tells_which_calls_count(pattern: Any, call: Call | None, expected: bool) -> None:
    assert counts(pattern, call or SENT) is expected


@pytest.mark.parametrize(
    ("wanted", "sent", "expected"),
    [
        (True, "true", True),
        (True, "True", False),
        (False, False, True),
        (["b", "a"], ["b", "a"], True),
        (["b", "a"], ["a", "b"], False),
        ("900", 900, True),
        ("[1, 2]", [1, 2], True),
        ("{", "{", True),
        ("5", "5.0", False),
        ('"x"', "x", False),  # a text that is JSON of a text is that text
        ("[" * 100_000, "[" * 100_000, True),
    ],
    ids=range(11),
)
def test_values_are_compared_as_what_they_say(wanted: Any, sent: Any, expected: bool) -> None:
    assert counts({"with": {"Policy": wanted}}, replace(ASSUME, parameters={"Policy": sent})) is expected


TRUST = policy(Principal={"AWS": "arn:aws:iam::{training}:user/alice"}, Action="sts:AssumeRole")
DOCUMENT = json.dumps(TRUST, indent=4).replace("{training}", str(ACCOUNT))
VERSION = Call("iam", "CreatePolicyVersion", parameters={"SetAsDefault": True, "PolicyDocument": DOCUMENT})
TAGGED = Call(
    "sts",
    "AssumeRole",
    parameters={"Tags": [{"Key": "team", "Value": "red"}], "DurationSeconds": 900},
)

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
def test_a_parameter_counts_however_it_is_written(made: Call, wanted: dict[str, Any], is_that: bool) -> None:
    assert counts({"call": f"{made.service}:{made.operation}", "with": wanted}, made) is is_that


def test_a_call_that_aws_does_not_have_keeps_the_names_of_its_parameters() -> None:
    unknown = replace(WHO, operation="GetNothing", parameters={"Name": "x"})
    assert counts({"with": {"Name": "x"}}, unknown)
    assert not counts({"with": {"name": "x"}}, unknown)


def test_goals_are_told_by_their_keys_in_the_order_of_the_lab() -> None:
    goals = [
        goal(key, seen=[{"call": call}]) for key, call in (("b", "sts:*"), ("a", "sts:A*"), ("c", "s3:*"))
    ]
    assert reached(goals, after(ASSUME)) == ["b", "a"]


TWICE = goal(seen=[{"call": "s3:*", "answer": "refused"}, {"call": "s3:*", "answer": "ok"}])
REFUSED = replace(READ, error_code="AccessDenied")

# The calls of a run, oldest first, and whether the last of them reaches "refused, then not".
RUNS = [
    ((REFUSED, READ), True),
    ((REFUSED, WHO, CLOCK, READ), True),
    ((READ, REFUSED), False),
    ((READ,), False),
    ((REFUSED, READ, WHO), False),  # it was reached a call ago
    ((READ, REFUSED, READ), True),
]


@pytest.mark.parametrize(("calls", "expected"), RUNS)
def test_calls_count_in_their_order_with_others_between(calls: Sequence[Call], expected: bool) -> None:
    assert reached([TWICE], after(*calls)) == (["it"] if expected else [])


def test_every_call_of_several_is_by_whom_the_goal_names() -> None:
    both = goal(seen=[{"call": "sts:*", "by": "user/alice"}, {"call": "s3:*", "by": "role/demo"}])
    assert reached([both], after(ASSUME, READ)) == ["it"]
    assert reached([both], after(replace(ASSUME, caller_arn=AUDITOR), READ)) == []


def test_one_call_is_not_two() -> None:
    twice = goal(seen=[{"call": "s3:*"}, {"call": "s3:GetObject"}])
    assert reached([twice], after(READ)) == []
    assert reached([twice], after(READ, READ)) == ["it"]


def test_of_alternatives_any_one_will_do() -> None:
    either = goal(
        seen=[[{"call": "iam:UpdateAccessKey"}, {"call": "iam:DeleteAccessKey"}], {"answer": "refused"}]
    )
    switched_off, deleted, made = (Call("iam", f"{verb}AccessKey") for verb in ("Update", "Delete", "Create"))
    assert reached([either], after(switched_off, REFUSED)) == ["it"]
    assert reached([either], after(deleted, REFUSED)) == ["it"]
    assert reached([either], after(made, REFUSED)) == []
    last = goal(seen=[[{"call": "s3:PutObject"}, {"call": "sts:*"}]])
    assert reached([last], after(ASSUME)) == ["it"]
    assert within_reach([last], "sts:AssumeRole") == within_reach([last], "s3:PutObject") == (last,)
    assert within_reach([last], "s3:GetObject") == ()


def test_the_calls_of_before_are_read_only_where_they_matter() -> None:
    def never() -> Sequence[Call]:
        raise AssertionError("nobody needs them")

    goals = [TWICE, goal("one", seen=[{"call": "sts:AssumeRole"}]), goal("now", now=[LET_IN])]
    assert reached(goals, Moment(ASSUME, never, WORLD, NOW, False)) == ["one"]


LET_IN = {"by": "user/alice", "action": "sts:AssumeRole", "on": "arn:aws:iam::{training}:role/demo"}
LET_IN |= {"outcome": "Allowed"}
KEPT_OUT = {**LET_IN, "by": "user/auditor", "outcome": "Denied"}
IN_BOTH = {**LET_IN, "on": "arn:aws:iam::{training}:role/audit"}

REPORTS = "arn:aws:s3:::reports-{training}"
READING = {"by": "role/demo", "action": "s3:GetObject", "on": OBJECT, "outcome": "Allowed"}

# What has to be decided now, and whether it is.
DECISIONS = [
    ([LET_IN], True),
    ([{**LET_IN, "outcome": "Denied"}], False),
    ([KEPT_OUT], True),
    ([LET_IN, KEPT_OUT], True),
    ([LET_IN, IN_BOTH], False),
    ([IN_BOTH, LET_IN], False),
    ([{**KEPT_OUT, "by": "user/nobody"}], True),  # who is not there is allowed nothing
    ([{**LET_IN, "by": "user/nobody"}], False),
    ([{"by": "role/demo", "action": "s3:GetObject", "on": OBJECT, "outcome": "Allowed"}], True),
    ([{"by": "role/demo", "action": "s3:PutObject", "on": OBJECT, "outcome": "Allowed"}], False),
    ([[IN_BOTH, LET_IN]], True),  # any one of them
    ([[LET_IN, IN_BOTH], KEPT_OUT], True),
    ([[IN_BOTH, {**LET_IN, "outcome": "Denied"}]], False),
    ([{**IN_BOTH, "outcome": "Denied", "refused_by": "trust policy"}], True),
    ([{**IN_BOTH, "outcome": "Denied", "refused_by": "identity-based policy"}], False),
    ([{**KEPT_OUT, "refused_by": "identity-based policy"}], True),
    ([{**KEPT_OUT, "by": "user/nobody", "refused_by": "identity-based policy"}], False),
    ([{**LET_IN, "outcome": "Denied", "refused_by": "trust policy"}], False),
    (
        [{**READING, "session": {"policy": policy(Action="s3:Get*", Resource="arn:aws:s3:::{training}")}}],
        False,
    ),
    ([{**READING, "session": {"policy": policy(Action="s3:Get*", Resource=f"{REPORTS}/*")}}], True),
    ([{**READING, "session": {"policy_arns": ["arn:aws:iam::{training}:policy/none"]}}], False),
    ([{**READING, "session": {"policy_arns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}}], True),
    ([{**READING, "issued": "2025-01-01T00:00:00Z"}], True),
    ([{**READING, "issued": "2024-12-31T23:59:59Z"}], False),  # before there was such a role
    ([{**LET_IN, "issued": "2025-01-01T00:00:00Z"}], True),
    ([{**LET_IN, "issued": "2024-12-31T23:59:59Z"}], False),  # no key of alice is as old as that
    ([], True),
]


@pytest.mark.parametrize(("now", "expected"), DECISIONS)
def test_a_goal_holds_when_all_its_decisions_come_out_so(now: list[Any], expected: bool) -> None:
    wanted = goal(now=now)
    assert holds_now(wanted, WORLD, NOW) is expected
    assert reached([wanted], after(WHO, changed=True)) == (["it"] if now and expected else [])


def test_a_decision_may_be_about_a_web_identity() -> None:
    host = "builds.example"
    training = deepcopy(DEMO["accounts"]["training"])
    training["oidc_providers"] = {f"https://{host}": {"client_ids": ["app"]}}
    training["roles"]["demo"]["trust"] = policy(
        Principal={"Federated": f"arn:aws:iam::{{training}}:oidc-provider/{host}"},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={"StringLike": {f"{host}:sub": "shop-{training}/*"}},
    )
    world = aws.World(aws.build({"accounts": {"training": training}}, "goals"))
    token = {"iss": f"https://{host}", "sub": "shop-{training}/main", "aud": "app"}
    asked = {"action": "sts:AssumeRoleWithWebIdentity", "on": LET_IN["on"], "outcome": "Allowed"}
    assert holds_now(goal(now=[{**asked, "token": token}]), world, NOW)
    assert not holds_now(goal(now=[{**asked, "token": token | {"sub": "other/main"}}]), world, NOW)


def world_with(**condition: Any) -> aws.World:
    """The world in which the role demo may write under a condition."""
    writing = policy(Action="s3:PutObject", Resource="*", Condition=condition)
    document = {"accounts": {"training": {**DEMO["accounts"]["training"]}}}
    roles = document["accounts"]["training"]["roles"]
    document["accounts"]["training"]["roles"] = {
        **roles,
        "demo": {**roles["demo"], "policies": {"write": writing}},
    }
    return aws.World(aws.build(document, "goals"))


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        ({"StringEquals": {"aws:SourceIp": "10.0.0.1"}}, {"aws:SourceIp": "10.0.0.1"}, True),
        ({"StringEquals": {"aws:SourceIp": "10.0.0.1"}}, {"aws:SourceIp": "10.0.0.2"}, False),
        ({"StringEquals": {"aws:SourceIp": "10.0.0.1"}}, {}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"aws:MultiFactorAuthPresent": True}, True),
        ({"NumericLessThan": {"s3:max-keys": "10"}}, {"s3:max-keys": 9}, True),
        ({"StringEquals": {"aws:SourceAccount": "{training}"}}, {"aws:SourceAccount": "{training}"}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": "b"}}, {"aws:TagKeys": ["a", "b"]}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": "b"}}, {"aws:TagKeys": ["a", "b"]}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2025-06-01T12:00:01Z"}}, {}, True),
        ({"DateLessThan": {"aws:CurrentTime": "2025-06-01T12:00:00Z"}}, {}, False),
    ],
)
def test_a_decision_is_asked_with_what_its_request_brings(
    condition: Any, context: dict[str, Any], expected: bool
) -> None:
    asked = {"by": "role/demo", "action": "s3:PutObject", "on": "arn:aws:s3:::reports-{training}/new.txt"}
    wanted = goal(now=[{**asked, "context": context, "outcome": "Allowed"}])
    assert holds_now(wanted, world_with(**condition), NOW) is expected


def test_a_decision_counts_only_when_something_has_changed() -> None:
    wanted = goal(now=[LET_IN])
    assert reached([wanted], after(WHO, changed=False)) == []
    assert reached([wanted], after(CLOCK, changed=True)) == ["it"]


def test_what_was_seen_before_counts_once_the_decision_comes_out_so() -> None:
    both = goal(seen=[{"call": "sts:AssumeRole"}], now=[LET_IN])
    assert reached([both], after(ASSUME, WHO, changed=True)) == ["it"]
    assert reached([both], after(ASSUME)) == ["it"]
    assert reached([both], after(ASSUME, WHO)) == []
    assert reached([both], after(WHO, changed=True)) == []
    shut = goal(seen=[{"call": "sts:AssumeRole"}], now=[{**LET_IN, "outcome": "Denied"}])
    assert reached([shut], after(ASSUME, changed=True)) == []


def test_a_change_alone_reaches_nothing_that_asks_for_calls_only() -> None:
    assert reached([TWICE], after(REFUSED, READ, WHO, changed=True)) == []


def test_goals_that_a_call_cannot_complete_are_out_of_reach() -> None:
    goals = (
        goal("last", seen=[{"call": "s3:*"}, {"call": "sts:AssumeRole"}]),
        goal("first", seen=[{"call": "sts:AssumeRole"}, {"call": "s3:*"}]),
        goal("any", seen=[{"answer": "ok"}]),
        goal("now", now=[LET_IN]),
        goal("both", seen=[{"call": "s3:*"}], now=[LET_IN]),
    )
    assert [item.key for item in within_reach(goals, "sts:AssumeRole")] == ["last", "any", "now", "both"]
