"""What an author is told who writes the goals of a lab wrong, and what is right."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.sandbox.documents.goals import EventPattern, Goal, mistakes_in_goals, read_goals
from tests.sandbox.conftest import goal

ASSUME = {"call": "sts:AssumeRole"}
ALLOWED = {"by": "user/alice", "action": "s3:ListBucket", "on": "*", "outcome": "Allowed"}


def mistakes(*goals: Any) -> list[tuple[str, str]]:
    """Where the mistakes are, and what is said of them."""
    return [(".".join(path), said) for path, said in mistakes_in_goals(list(goals), ["training"])]


def seen(**pattern: Any) -> dict[str, Any]:
    return goal("in", "Get in", seen=[pattern])


def now(**decision: Any) -> dict[str, Any]:
    return goal("in", "Get in", now=[{**ALLOWED, **decision}])


RIGHT = [
    seen(call="sts:AssumeRole", by="training:role/demo", on="arn:aws:iam::{training}:role/*"),
    seen(call="s3:*", **{"with": {"Bucket": "reports-{training}", "MaxKeys": 10}}),
    seen(answer="refused"),
    seen(call="sts:AssumeRole", **{"with": {"ExternalId": None}}),
    now(context={"aws:SourceIp": ["10.0.0.1", "10.0.0.2"]}),
    now(outcome="Denied"),
    goal("both", "For {people} who read braces", seen=[ASSUME], now=[ALLOWED]),
]


@pytest.mark.parametrize("document", RIGHT)
def test_a_goal_without_mistakes(document: dict[str, Any]) -> None:
    assert mistakes(document) == []


THREE_HINTS = "A goal has 3 hints, texts of growing strength."
WRONG = [
    ({"key": "in", "seen": [ASSUME]}, "0", "“text” is missing."),
    (goal("in", "Get in", seen={}), "0.seen", "seen is a list."),
    (goal("in", "Get in"), "0", "A goal says what has to be seen, or what has to be decided now."),
    ({**seen(**ASSUME), "hints": ["Look.", "Where?"]}, "0.hints", THREE_HINTS),
    ({**seen(**ASSUME), "hints": ["Look.", "Where?", 3]}, "0.hints", THREE_HINTS),
    ({**seen(**ASSUME), "hints": ["Look.", "Where?", ""]}, "0.hints", THREE_HINTS),
    (seen(calls="s3:*"), "0.seen.0.calls", "There is no calls here, only call, by, on, answer, with."),
    (seen(by="user/alice"), "0.seen.0", "Say which call it is, or how it was answered."),
    (seen(call="s3:Delete"), "0.seen.0.call", "AWS has no call s3:Delete; write service:Operation."),
    (
        seen(call="s3:*", **{"with": {"Prefix": None}}),
        "0.seen.0.with.Prefix",
        "No event tells whether s3:* was sent without Prefix.",
    ),
    (
        seen(answer="refused", **{"with": {"Prefix": None}}),
        "0.seen.0.with.Prefix",
        "No event tells whether * was sent without Prefix.",
    ),
    (seen(call="s3:*", by="alice"), "0.seen.0.by", "Write user/NAME, role/NAME or account:role/NAME."),
    (seen(call="s3:*", by="partner:role/x"), "0.seen.0.by", "The scenario has no account partner."),
    (seen(call="s3:*", on="arn:aws:s3:::b-{b}-{a}"), "0.seen.0.on", "The scenario has no account a."),
    (now(action=""), "0.now.0", "“action” is missing."),
    (now(outcome="Yes"), "0.now.0.outcome", "An outcome is Allowed or Denied."),
    (now(by="group/staff"), "0.now.0.by", "Write user/NAME, role/NAME or account:role/NAME."),
    (
        now(context={"aws:a": ["{partner}"]}),
        "0.now.0.context.aws:a.0",
        "The scenario has no account partner.",
    ),
]


@pytest.mark.parametrize(("document", "place", "said"), WRONG)
def test_a_mistake_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    assert mistakes(document)[0] == (place, said)


def test_every_mistake_is_told() -> None:
    wrong = seen(call="s3:Delete", by="alice")
    assert [place for place, _ in mistakes(wrong, goal("out", "Out"))] == [
        "0.seen.0.call",
        "0.seen.0.by",
        "1",
    ]


def test_a_key_is_taken_once() -> None:
    other = goal("out", "Get out", seen=[ASSUME])
    assert mistakes(seen(**ASSUME), other, other, "no goal")[-1] == ("1.key", "The key “out” is taken.")


@pytest.mark.parametrize("document", [{}, [goal(f"goal-{n}", "Again", seen=[ASSUME]) for n in range(13)]])
def test_goals_are_a_list_of_twelve_at_most(document: Any) -> None:
    assert [said for _, said in mistakes_in_goals(document, [])] == ["Goals are a list, 12 at most."]


def test_a_goal_is_read_with_what_it_leaves_out() -> None:
    assert read_goals([{"key": "in", "seen": [ASSUME]}]) == (
        Goal("in", "", (EventPattern("sts:AssumeRole"),)),
    )
