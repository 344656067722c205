"""What an open goal says of itself: what is known of each part, and nothing that a hint would give away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from lessons.sandbox.labs.checks import checks_of
from tests.sandbox.labs.test_goal_checks import (
    ASSUME,
    AUDIT_ROLE,
    AUDITOR,
    CLOCK,
    IN_BOTH,
    KEPT_OUT,
    LET_IN,
    NOW,
    READ,
    WHO,
    WORLD,
    Call,
    goal,
)


@dataclass(frozen=True)
class Numbered(Call):
    number: int = 0


def numbered(*calls: Call) -> list[Numbered]:
    return [Numbered(**vars(call), number=number) for number, call in enumerate(calls, 1)]


def told(wanted: dict[str, Any], *calls: Call) -> list[tuple[str, bool]]:
    return [(check.words, check.is_met) for check in checks_of(goal(**wanted), numbered(*calls), WORLD, NOW)]


ASK = {
    "call": "sts:AssumeRole",
    "by": "user/alice",
    "on": "arn:aws:iam::{training}:role/demo",
    "answer": "ok",
}
GET = {"call": "s3:GetObject", "by": "role/demo", "on": "arn:aws:s3:::reports-{training}/*", "answer": "ok"}
BOTH = {"seen": [ASK, GET]}
IN, READS = "alice gets into demo", "a session of demo reads reports"

# The calls so far, and which of the two events have happened.
SEEN = [
    ((), (False, False)),
    ((ASSUME,), (True, False)),
    ((ASSUME, CLOCK, READ), (True, True)),
    ((READ, ASSUME), (True, False)),  # too early
    ((READ,), (False, False)),
]


@pytest.mark.parametrize(("calls", "met"), SEEN)
def test_events_are_met_in_their_order(calls: tuple[Call, ...], met: tuple[bool, bool]) -> None:
    assert told(BOTH, *calls) == [(IN, met[0]), (READS, met[1])]


REFUSED = replace(ASSUME, error_code="AccessDenied", refused_by="trust policy")

# The calls so far, and what is said of the nearest to “alice gets into demo”: its number, and what it had.
NEAREST = [
    ((), None),
    ((WHO, CLOCK, READ), None),  # another call is not near
    ((REFUSED,), (1, "answered with AccessDenied")),
    ((replace(ASSUME, caller_arn=AUDITOR),), (1, "by auditor")),
    ((replace(ASSUME, resource=AUDIT_ROLE),), (1, "on role/audit")),
    ((replace(REFUSED, caller_arn=AUDITOR), REFUSED, WHO), (2, "answered with AccessDenied")),
    ((REFUSED, REFUSED), (2, "answered with AccessDenied")),  # the newest of several
    ((replace(ASSUME, caller_arn=""),), (1, "by nobody who signed")),
]


@pytest.mark.parametrize(("calls", "nearest"), NEAREST)
def test_the_nearest_call_is_told_by_what_it_had(calls: tuple[Call, ...], nearest: Any) -> None:
    first = checks_of(goal(**BOTH), numbered(*calls), WORLD, NOW)[0]
    found = first.nearest
    assert (found and (found.number, found.words)) == nearest


def test_what_came_too_early_is_said_to() -> None:
    second = checks_of(goal(**BOTH), numbered(READ, ASSUME), WORLD, NOW)[1]
    assert second.nearest is not None
    assert second.nearest.words == "before the one above"


def test_a_parameter_that_is_wanted_is_not_given_away() -> None:
    wanted = goal(seen=[{**ASK, "with": {"ExternalId": "shop-7391"}}, GET])
    checks = checks_of(wanted, numbered(ASSUME), WORLD, NOW)
    assert checks[0].nearest is not None
    assert checks[0].nearest.words == "with other parameters"
    assert not any("7391" in str(check) or "External" in str(check) for check in checks)


def test_an_event_alone_is_told_by_what_came_nearest() -> None:
    assert checks_of(goal(seen=[ASK]), [], WORLD, NOW) == ()
    (only,) = checks_of(goal(seen=[ASK]), numbered(REFUSED), WORLD, NOW)
    assert (only.words, only.is_met, only.nearest and only.nearest.number) == ("", False, 1)


def test_an_author_may_say_what_an_event_is_called() -> None:
    assert told({"seen": [ASK | {"say": "the door opens"}, GET]})[0] == ("the door opens", False)


# An event, and what it is called.
WORDS = [
    (
        {"call": "sts:AssumeRole", "by": "user/alice", "answer": "AccessDenied"},
        "alice tries to get into a role and is refused",
    ),
    ({"by": "role/demo", "answer": "ExpiredToken"}, "a session of demo is refused"),
    ({"call": "s3:*", "by": "role/demo/plain", "answer": "ok"}, "plain uses S3"),
    ({"call": "s3:ListObjects*", "by": "role/demo/north*", "answer": "ok"}, "north lists a bucket"),
    (
        {"call": "sts:GetCallerIdentity", "by": "training:user/alice", "answer": "ok"},
        "alice asks who that is",
    ),
    ({"call": "iam:UpdateRole", "answer": "ok"}, "somebody changes something"),
    ({"call": "*", "by": "user/alice", "answer": "ok"}, "alice makes a call about anything"),
]


@pytest.mark.parametrize(("pattern", "words"), WORDS)
def test_an_event_is_told_without_the_name_of_the_call(pattern: dict[str, Any], words: str) -> None:
    assert told({"seen": [pattern, GET]})[0][0] == words


SENDING = {**LET_IN, "context": {"sts:ExternalId": "shop-7391"}}
WITH_MFA = {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "5"}

# A decision that is wanted, what is known of it, and whether that is as wanted.
DECISIONS = [
    (LET_IN, "alice gets into demo", True),
    (KEPT_OUT, "auditor does not get into demo", True),
    (IN_BOTH, "alice does not get into audit yet", False),
    ({**LET_IN, "outcome": "Denied"}, "alice still gets into demo", False),
    (SENDING, "alice with ExternalId shop-7391 gets into demo", True),
    ({**LET_IN, "context": WITH_MFA}, "alice with MFA gets into demo", True),
    ({**LET_IN, "who": "whoever has the key"}, "whoever has the key gets into demo", True),
    ({**LET_IN, "by": "user/nobody"}, "nobody cannot ask to get into demo yet", False),
    (
        {**IN_BOTH, "outcome": "Denied", "refused_by": "identity-based policy"},
        "alice does not get into audit, but for another reason than it should",
        False,
    ),
    ([IN_BOTH, LET_IN], "alice gets into demo", True),  # of several the one that is so
]


@pytest.mark.parametrize(("decision", "words", "is_met"), DECISIONS)
def test_a_decision_is_told_as_it_is_now(decision: Any, words: str, is_met: bool) -> None:
    assert told({"now": [decision]}) == [(words, is_met)]


def test_a_decision_that_is_not_as_wanted_says_why() -> None:
    met, wrong = checks_of(goal(now=[LET_IN, IN_BOTH]), [], WORLD, NOW)
    assert (met.reason, met.is_wrong) == ("", False)
    assert wrong.is_wrong
    assert wrong.place == 2
    assert "trust policy" in wrong.reason


def test_the_nearest_is_looked_for_among_the_calls_of_late() -> None:
    for others, found in ((99, True), (100, False)):
        check = checks_of(goal(**BOTH), numbered(REFUSED, *[WHO] * others), WORLD, NOW)[0]
        assert (check.nearest is not None) is found
