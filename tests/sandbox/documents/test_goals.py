"""The goals of a lab as its author writes them, and what an author is told about a mistake. No database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lessons import aws
from lessons.sandbox.documents.goal_mistakes import mistakes_in_goals
from lessons.sandbox.documents.goals import (
    DecisionWanted,
    EventPattern,
    Form,
    Goal,
    SessionWanted,
    read_goals,
)

ISSUER = "https://builds.example"
ACCOUNTS = {
    "training": {"users": {"pat": {}}, "oidc_providers": {ISSUER: {"client_ids": ["app"]}}},
    "other": {},
}
HINTS = ["a direction", "where to look", "nearly the answer"]
SEEN = {"call": "s3:ListObjectsV2", "by": "user/alice", "answer": "AccessDenied"}
NOW = {"by": "user/alice", "action": "s3:ListBucket", "on": "arn:aws:s3:::reports", "outcome": "Denied"}

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
TOKEN = {"iss": ISSUER, "sub": "shop/main", "aud": "app"}
BY_TOKEN = {name: value for name, value in NOW.items() if name != "by"} | {"token": TOKEN}
BY_ROLE = NOW | {"by": "role/demo"}


def goal(**changed: Any) -> dict[str, Any]:
    """A goal without mistakes, but for what is changed."""
    return {"key": "refused", "text": "Be refused", "seen": [SEEN], "now": [NOW], "hints": HINTS, **changed}


def told(*goals: Any) -> list[tuple[str, str]]:
    """The place and the words of every mistake."""
    return [(".".join(path), message) for path, message in mistakes_in_goals(list(goals), ACCOUNTS)]


def test_a_goal_is_read_with_all_its_parts() -> None:
    seen = [SEEN | {"on": "*", "with": {"Bucket": "reports", "Prefix": None}}, {}]
    now = [NOW, NOW | {"outcome": "Allowed", "context": {"aws:SourceIp": "10.0.0.1"}}]
    listed = EventPattern(
        "s3:ListObjectsV2", "user/alice", "*", "AccessDenied", "", "", {"Bucket": "reports", "Prefix": None}
    )
    denied = DecisionWanted("s3:ListBucket", "arn:aws:s3:::reports", False, "user/alice")
    allowed = replace(denied, allowed=True, context={"aws:SourceIp": "10.0.0.1"})
    assert read_goals([goal(seen=seen, now=now)]) == (
        Goal(
            "refused",
            "Be refused",
            ((listed,), (EventPattern("", "", "", "", "", "", {}),)),
            ((denied,), (allowed,)),
            tuple(HINTS),
        ),
    )


def test_alternatives_are_read_in_the_place_of_one() -> None:
    (read,) = read_goals([goal(seen=[[SEEN, {"answer": "ok"}], SEEN], now=[[NOW, NOW]])])
    assert [len(choices) for choices in read.seen] == [2, 1]
    assert read.seen[0][1] == EventPattern(answer="ok")
    assert [len(choices) for choices in read.now] == [2]


def test_it_is_read_who_refused_and_who_asks_with_which_session() -> None:
    given = {"policy": POLICY, "policy_arns": ["arn:x"]}
    issued = "2025-01-01T00:00:00Z"
    by_role = BY_ROLE | {"session": given, "issued": issued, "refused_by": "session policy"}
    seen = SEEN | {"refused_by": "trust policy", "key": "ASIA*"}
    (read,) = read_goals([goal(seen=[seen], now=[by_role, BY_TOKEN])])
    assert (read.seen[0][0].refused_by, read.seen[0][0].key) == ("trust policy", "ASIA*")
    (asked,), (vouched,) = read.now
    assert (asked.by, asked.refused_by, dict(asked.token)) == ("role/demo", "session policy", {})
    assert asked.session == SessionWanted(json.dumps(POLICY), ("arn:x",))
    assert asked.issued == datetime(2025, 1, 1, tzinfo=UTC)
    assert (vouched.by, vouched.token, vouched.session) == ("", TOKEN, SessionWanted(None, ()))


def test_goals_keep_their_order_and_may_leave_out_what_decides_nothing() -> None:
    assert read_goals([{"key": "b"}, {"key": "a"}]) == (Goal("b", "", (), (), ()), Goal("a", "", (), (), ()))


ONLY_SEEN, ONLY_NOW = goal(), goal()
del ONLY_SEEN["now"], ONLY_NOW["seen"]
GOOD = [
    [],
    [goal()],
    [ONLY_SEEN],
    [ONLY_NOW],
    [goal(key=str(number)) for number in range(12)],
    [goal(seen=[{"call": "s3:*"}])],
    [goal(seen=[{"answer": "refused"}])],
    [goal(seen=[{"call": "*", "by": "training:role/demo/session1"}])],
    [goal(seen=[{"call": "sts:AssumeRole", "with": {"ExternalId": None, "RoleArn": "*{training}*"}}])],
    [goal(seen=[{"call": "s3:ListObjectsV2", "with": {"Prefix": None}}])],
    [goal(now=[NOW | {"on": "arn:aws:s3:::reports-{training}", "context": {"aws:TagKeys": ["{other}"]}}])],
    [goal(text="Write {braces}", key="{key}", hints=["{a}", "{b}", "{c}"])],
    [goal(now=[NOW | {"by": "other:user/dave"}])],
    [goal(now=[NOW | {"on": "${aws:username}"}])],
    [goal(seen=[[SEEN, {"answer": "refused"}]], now=[[NOW, BY_TOKEN]])],
    [goal(seen=[{"refused_by": "trust policy"}])],
    [goal(now=[NOW | {"refused_by": "permissions boundary"}])],
    [goal(now=[BY_TOKEN])],
    [goal(seen=[SEEN | {"with": {"Prefix": "{key:pat} {key:training:pat}"}}])],
    [goal(now=[BY_ROLE | {"session": {}}])],
    [goal(now=[BY_ROLE | {"session": {"policy": POLICY, "policy_arns": ["arn:{training}"]}}])],
    [goal(now=[NOW | {"issued": "2025-01-01T00:00:00+00:00"}])],
]


@pytest.mark.parametrize("goals", GOOD, ids=range(len(GOOD)))
def test_good_goals_have_no_mistakes(goals: list[Any]) -> None:
    assert told(*goals) == []


NO_LIST = "Goals are a list, 12 at most."
WRONG_BY = "Write user/NAME, role/NAME or account:role/NAME."
THREE_HINTS = "A goal has 3 hints, texts of growing strength."
NOTHING_WANTED = "A goal says what has to be seen, or what has to be decided now."
OF_A_DECISION = "by, token, session, issued, action, on, outcome, refused_by, context, who"
EMPTY = "A list names what any one of will do; this one is empty."
WHO = "Say who asks: “by” a user or a role, or with the “token” of a web identity."
NO_SESSION = "Only a role has sessions here: write “by” with role/NAME."
TYPES = (
    "A policy type is one of identity-based policy, trust policy, resource-based policy, "
    "permissions boundary, session policy, service control policy, resource control policy."
)
# A goal, and the place and the words of what is wrong in it.
WRONG = [
    ("a goal", [("0", "Write a mapping with any of key, text, seen, now, hints, forms.")]),
    ({"text": "Be refused"}, [("0", "“key” is missing.")]),
    ({"key": "refused"}, [("0", "“text” is missing.")]),
    (goal(txt="x"), [("0.txt", "There is no txt here, only key, text, seen, now, hints, forms.")]),
    (goal(seen={}), [("0.seen", "seen is a list.")]),
    (goal(seen=[], now=[]), [("0", NOTHING_WANTED)]),
    ({"key": "refused", "text": "Be refused", "hints": HINTS}, [("0", NOTHING_WANTED)]),
    (goal(hints=HINTS[:2]), [("0.hints", THREE_HINTS)]),
    (goal(hints=[*HINTS, "more"]), [("0.hints", THREE_HINTS)]),
    (goal(hints=["", *HINTS[:2]]), [("0.hints", THREE_HINTS)]),
    (goal(hints=[5, *HINTS[:2]]), [("0.hints", THREE_HINTS)]),
    ({"key": "refused", "text": "Be refused", "seen": [SEEN]}, [("0.hints", THREE_HINTS)]),
    (
        goal(seen=["x"]),
        [("0.seen.0", "Write a mapping with any of call, by, on, answer, refused_by, key, with, say.")],
    ),
    (goal(seen=[SEEN, {}]), [("0.seen.1", "Say which call it is, or how it was answered.")]),
    (goal(seen=[{"by": "user/alice"}]), [("0.seen.0", "Say which call it is, or how it was answered.")]),
    (
        goal(seen=[SEEN | {"call": "s3:List"}]),
        [("0.seen.0.call", "AWS has no call s3:List; write service:Operation.")],
    ),
    (
        goal(seen=[{"call": "sts:AssumeRole", "with": {"RoleArn": "x", "TokenCod": None}}]),
        [("0.seen.0.with.TokenCod", "No event tells whether sts:AssumeRole was sent without TokenCod.")],
    ),
    (
        goal(seen=[{"answer": "refused", "with": {"RoleArn": None}}]),
        [("0.seen.0.with.RoleArn", "No event tells whether * was sent without RoleArn.")],
    ),
    (goal(seen=[SEEN, SEEN | {"by": "alice"}]), [("0.seen.1.by", WRONG_BY)]),
    (
        goal(seen=[SEEN | {"call": "s3:*", "with": {"Prefix": None}}]),
        [("0.seen.0.with.Prefix", "No event tells whether s3:* was sent without Prefix.")],
    ),
    (
        goal(seen=[SEEN | {"calls": "s3:*"}]),
        [
            (
                "0.seen.0.calls",
                "There is no calls here, only call, by, on, answer, refused_by, key, with, say.",
            )
        ],
    ),
    (
        goal(seen=[{"call": "s3:Delete", "by": "alice"}]),
        [("0.seen.0.call", "AWS has no call s3:Delete; write service:Operation."), ("0.seen.0.by", WRONG_BY)],
    ),
    (goal(now=[NOW | {"action": ""}]), [("0.now.0", "“action” is missing.")]),
    (
        goal(now=[5]),
        [
            (
                "0.now.0",
                f"Write a mapping with any of {OF_A_DECISION}.",
            )
        ],
    ),
    (goal(now=[NOW, NOW | {"outcome": "Yes"}]), [("0.now.1.outcome", "An outcome is Allowed or Denied.")]),
    (goal(now=[NOW | {"outcome": "denied"}]), [("0.now.0.outcome", "An outcome is Allowed or Denied.")]),
    (goal(now=[NOW | {"by": "group/team"}]), [("0.now.0.by", WRONG_BY)]),
    (
        goal(now=[NOW | {"on": "{trainig} {othr} {training}"}]),
        [
            ("0.now.0.on", "The scenario has no account othr."),
            ("0.now.0.on", "The scenario has no account trainig."),
        ],
    ),
    (
        goal(now=[NOW | {"context": {"aws:TagKeys": ["a", "{nowhere}"]}}]),
        [("0.now.0.context.aws:TagKeys.1", "The scenario has no account nowhere.")],
    ),
    (
        goal(seen=[SEEN | {"by": "nowhere:role/demo"}]),
        [("0.seen.0.by", "The scenario has no account nowhere.")],
    ),
    (goal(seen=[SEEN | {"on": "nowhere:role/demo"}]), []),  # only who calls is of an account by its name
    *(
        (
            goal(now=[{name: value for name, value in NOW.items() if name != missing}]),
            [("0.now.0", f"“{missing}” is missing.")],
        )
        for missing in ("action", "on", "outcome")
    ),
    (
        goal(seen=[SEEN | {"with": {"Prefix": "{key:other:pat} {key:mat}"}}]),
        [
            ("0.seen.0.with.Prefix", "The scenario has no user pat there."),
            ("0.seen.0.with.Prefix", "The scenario has no user mat there."),
        ],
    ),
    (goal(seen=[[]]), [("0.seen.0", EMPTY)]),
    (goal(now=[NOW, []]), [("0.now.1", EMPTY)]),
    (goal(seen=[SEEN, [SEEN, {}]]), [("0.seen.1.1", "Say which call it is, or how it was answered.")]),
    (goal(now=[[NOW, NOW | {"by": "alice"}]]), [("0.now.0.1.by", WRONG_BY)]),
    (goal(seen=[SEEN | {"refused_by": "policy"}]), [("0.seen.0.refused_by", TYPES)]),
    (goal(now=[NOW | {"refused_by": "identity policy"}]), [("0.now.0.refused_by", TYPES)]),
    (
        goal(seen=[SEEN | {"answer": "ok", "refused_by": "trust policy"}]),
        [("0.seen.0.refused_by", "What was answered with ok was refused by nothing.")],
    ),
    (
        goal(now=[NOW | {"outcome": "Allowed", "refused_by": "trust policy"}]),
        [("0.now.0.refused_by", "What is allowed is refused by nothing.")],
    ),
    (goal(now=[NOW | {"by": ""}]), [("0.now.0", WHO)]),
    (goal(now=[NOW | {"token": TOKEN}]), [("0.now.0", WHO)]),
    (
        goal(now=[BY_TOKEN | {"token": {"iss": ISSUER, "sub": "x"}}]),
        [("0.now.0.token", "“aud” is missing.")],
    ),
    (
        goal(now=[BY_TOKEN | {"token": TOKEN | {"amr": "x"}}]),
        [("0.now.0.token.amr", "There is no amr here, only iss, sub, aud.")],
    ),
    (
        goal(now=[BY_TOKEN | {"token": TOKEN | {"iss": "https://other.example"}}]),
        [("0.now.0.token.iss", "The scenario has no identity provider https://other.example.")],
    ),
    (
        goal(now=[BY_ROLE | {"session": {"Policy": POLICY}}]),
        [("0.now.0.session.Policy", "There is no Policy here, only policy, policy_arns.")],
    ),
    (goal(now=[NOW | {"session": {}}]), [("0.now.0.session", NO_SESSION)]),
    (goal(now=[BY_TOKEN | {"session": {}}]), [("0.now.0.session", NO_SESSION)]),
    (
        goal(now=[BY_ROLE | {"session": {"policy": {"Version": "2012-10-17"}}}]),
        [
            ("0.now.0.session.policy", f"{problem.path}: {problem.message}")
            for problem in aws.validate({"Version": "2012-10-17"})
        ],
    ),
    (
        goal(now=[BY_ROLE | {"session": {"policy_arns": [{"arn": "x"}]}}]),
        [("0.now.0.session.policy_arns", "Managed policies are named by their ARNs.")],
    ),
    *(
        (
            goal(now=[NOW | {"issued": issued}]),
            [("0.now.0.issued", "Write a time in UTC, such as 2025-01-01T00:00:00Z.")],
        )
        for issued in ("yesterday", "2025-01-01T00:00:00", "")
    ),
]


@pytest.mark.parametrize(("wrong", "mistakes"), WRONG)
def test_a_mistake_has_its_place_and_says_what_to_do(wrong: Any, mistakes: list[tuple[str, str]]) -> None:
    assert told(wrong) == mistakes


def test_what_is_no_list_or_too_long_is_not_looked_into() -> None:
    for document in ({}, None, "goals", [goal(key=str(number), hints=[]) for number in range(13)]):
        assert list(mistakes_in_goals(document, ACCOUNTS)) == [((), NO_LIST)]


def test_the_second_goal_is_looked_into_as_the_first() -> None:
    assert told(goal(), goal(key="other", hints=[])) == [("1.hints", THREE_HINTS)]


def test_every_goal_has_a_key_of_its_own() -> None:
    goals = [goal(key="a"), goal(key="b"), goal(key="c"), goal(key="b")]
    assert told(*goals) == [("1.key", "The key “b” is taken.")]
    assert told(goal(key="a"), "no goal", "no goal") == [
        (place, "Write a mapping with any of key, text, seen, now, hints, forms.") for place in ("1", "2")
    ]


OPERATION = "AWS has no call s3:List; write service:Operation."
WHOSE = "Write whose it is: user/NAME, role/NAME or account:role/NAME."
UNNAMED = "A user's policy has a name; only a role's trust policy has none."
# A form, and the place within it and the words of what is wrong.
WRONG_FORMS = [
    ("x", [("", "Write a mapping with any of call, by, with.")]),
    ({"by": "user/alice"}, [("", "“call” is missing.")]),
    ({"call": "s3:List"}, [(".call", OPERATION)]),
    ({"call": "sts:GetCallerIdentity", "by": "alice"}, [(".by", WRONG_BY)]),
    (
        {"call": "sts:GetCallerIdentity", "by": "nowhere:user/x"},
        [(".by", "The scenario has no account nowhere.")],
    ),
    (
        {"call": "sts:GetCallerIdentity", "with": {"Name": "x"}},
        [(".with.Name", "sts:GetCallerIdentity has no such parameter, only none.")],
    ),
    ({"policy": "demo"}, [(".policy", WHOSE)]),
    ({"policy": "federated-user/x"}, [(".policy", WHOSE)]),
    ({"policy": "user/alice"}, [("", UNNAMED)]),
    ({"policy": "nowhere:role/demo"}, [(".policy", "The scenario has no account nowhere.")]),
    ({"policy": "role/demo", "call": "x"}, [(".call", "There is no call here, only policy, name.")]),
]


@pytest.mark.parametrize(("form", "mistakes"), WRONG_FORMS)
def test_a_mistake_in_a_form_has_its_place(form: Any, mistakes: list[tuple[str, str]]) -> None:
    assert told(goal(forms=[form])) == [(f"0.forms.0{place}", message) for place, message in mistakes]


def test_forms_are_read_as_calls_and_policies() -> None:
    call = {"call": "sts:AssumeRole", "by": "role/demo", "with": {"RoleSessionName": "it"}}
    (read,) = read_goals([goal(forms=[call, {"policy": "user/alice", "name": "ask"}])])
    assert read.forms == (
        Form("sts:AssumeRole", "role/demo", {"RoleSessionName": "it"}),
        Form(policy="user/alice", name="ask"),
    )
    assert told(goal(forms=[call, {"policy": "role/demo"}])) == []


@pytest.mark.parametrize(("part", "one"), [("seen", SEEN), ("now", NOW), ("forms", {"policy": "role/demo"})])
def test_a_goal_has_no_more_parts_than_a_page_can_look_at(part: str, one: dict[str, Any]) -> None:
    assert told(goal(**{part: [one] * 16})) == []
    assert told(goal(**{part: [one] * 17})) == [(f"0.{part}", "A goal has 16 of these at most.")]
