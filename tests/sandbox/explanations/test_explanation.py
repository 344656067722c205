"""Every call opens into an explanation: the ladder, the statement that decided, and where it is taught."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.calls.execution import ask
from lessons.sandbox.explanations import endings
from lessons.sandbox.explanations.explanation import Explanation, Statement, explain
from lessons.sandbox.models import Event, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import DEMO, policy, trusting

Explained = Callable[[], Explanation]


@pytest.fixture
def why(bench: Bench) -> Explained:
    """The explanation of the newest event."""
    return lambda: explain(bench.event, bench.sandbox.user)


def told(statement: Statement) -> dict[str, bool | None]:
    """Which elements of a statement match."""
    return {element.name: element.matched for element in statement.elements}


def marked(statement: Statement, mark: str) -> list[str]:
    """The lines with this mark, without their indent."""
    return [line.text.strip() for line in statement.lines if line.mark == mark]


def test_what_allows_is_shown_in_its_document(bench: Bench, why: Explained) -> None:
    bench.assume()
    bench.use("list")
    (statement,) = why().deciding
    assert why().heading == "What allowed it"
    assert (statement.policy, statement.effect, statement.matched) == ("read", "Allow", True)
    assert told(statement) == {"Action": True, "Resource": True}
    assert '"Effect": "Allow",' in marked(statement, "here")
    assert '"Version": "2012-10-17",' not in marked(statement, "here")
    assert marked(statement, "miss") == []


def test_both_sides_that_let_alice_in_are_shown(bench: Bench, why: Explained) -> None:
    bench.assume()
    assert [item.policy_type for item in why().deciding] == ["trust policy", "identity-based policy"]
    assert [(rung.policy_type, rung.state) for rung in why().rungs] == [
        ("trust policy", "allows"),
        ("identity-based policy", "allows"),
    ]


def test_of_what_is_silent_the_nearest_statement_is_shown(bench: Bench, why: Explained) -> None:
    bench.assume()
    bench.use("write")
    (statement,) = why().deciding
    assert "nearest" in why().heading
    assert told(statement) == {"Action": False, "Resource": True}
    action = statement.elements[0]
    assert action.expected == ("s3:ListBucket", "s3:GetObject")
    assert action.actual == ("s3:PutObject",)
    assert '"s3:ListBucket",' in marked(statement, "miss")
    assert f'"arn:aws:s3:::reports-{bench.account}"' not in "".join(marked(statement, "miss"))
    stop = [rung for rung in why().rungs if rung.state == "stop"]
    assert [(rung.policy_type, rung.answer) for rung in stop] == [("identity-based policy", "is silent")]


def furnished(student: User, **roles: Any) -> Sandbox:
    """A sandbox of the demo scenario with other roles."""
    document = copy.deepcopy(DEMO)
    document["accounts"]["training"]["roles"] |= roles
    return open_sandbox(student, Scenario.objects.create(slug="other", title="Other", document=document))


def test_of_an_organization_no_statement_is_shown_that_matches(student: User) -> None:
    document = copy.deepcopy(DEMO)
    all_of_it = {"FullAWSAccess": policy(Action="*", Resource="*")}
    levels = [
        {"name": "Root", "scps": all_of_it},
        {"name": "Unit", "scps": {"line": policy(Action="iam:*", Resource="*")}},
    ]
    document["accounts"]["training"]["organization"] = {"levels": levels}
    scenario = Scenario.objects.create(slug="other", title="Other", document=document)
    explained = call(open_sandbox(student, scenario), "demo")
    (statement,) = explained.deciding
    assert statement.policy == "line at Unit"
    assert [rung.answer for rung in explained.rungs if rung.state == "stop"] == ["is silent"]


def call(sandbox: Sandbox, role: str, **parameters: Any) -> Explanation:
    """Why alice's AssumeRole was answered so."""
    user = aws.World(sandbox.world).users[0]
    arn = f"arn:aws:iam::{user.account_id}:role/{role}"
    given = {"RoleArn": arn, "RoleSessionName": "session1", **parameters}
    return explain(ask(sandbox, user.credentials, "sts", "assume_role", given), sandbox.user)


def test_a_condition_tells_what_it_expects_and_what_the_request_had(student: User) -> None:
    trust = trusting("user/alice")
    trust["Statement"][0]["Condition"] = {"StringEquals": {"sts:ExternalId": "k7-vendor-42"}}
    sandbox = furnished(student, vendor={"trust": trust})
    for given, had in (({}, None), ({"ExternalId": "guessed"}, ("guessed",))):
        (statement,) = call(sandbox, "vendor", **given).deciding
        condition = statement.elements[-1]
        assert condition.name == "Condition StringEquals sts:ExternalId"
        assert (condition.matched, condition.expected, condition.actual) == (False, ("k7-vendor-42",), had)
        assert marked(statement, "miss") == ['"sts:ExternalId": "k7-vendor-42"']
        assert told(statement)["Principal"] is True


def test_what_denies_is_shown_before_what_allows(student: User) -> None:
    trust = trusting("user/alice")
    deny = {"Sid": "NotToday", "Effect": "Deny", "Principal": "*", "Action": "sts:*"}
    trust["Statement"].append(deny)
    explanation = call(furnished(student, shut={"trust": trust}), "shut")
    (statement,) = explanation.deciding
    assert explanation.heading == "What denied it"
    assert (statement.name, statement.effect) == ("NotToday", "Deny")
    assert '"Sid": "NotToday",' in marked(statement, "here")
    assert [item.effect for item in explanation.others] == ["Allow", "Allow"]


def test_where_there_is_no_statement_that_is_said(bench: Bench, why: Explained) -> None:
    bench.use("list", bench.user("auditor"))
    assert why().deciding == ()
    page = bench.client.get(bench.event.get_absolute_url()).content.decode()
    assert "there is no statement to look at" in page


def test_the_document_is_the_one_of_the_time_of_the_call(bench: Bench, why: Explained) -> None:
    bench.use("list", bench.user())
    world = bench.now().world
    world["accounts"][bench.account]["users"]["alice"]["policies"] = {"ask": "{}"}
    Sandbox.objects.update(world=world)
    assert '"Action": "sts:AssumeRole",' in marked(why().deciding[0], "miss")


def test_a_long_document_is_folded_to_what_is_near_the_statement(student: User) -> None:
    many = {"Version": "2012-10-17", "Statement": trusting("user/nobody")["Statement"] * 30}
    many["Statement"] += trusting("user/alice")["Statement"]
    explanation = call(furnished(student, long={"trust": many}), "long")
    (statement,) = [item for item in explanation.deciding if item.policy_type == "trust policy"]
    text = aws.World(Sandbox.objects.get().world).document["accounts"]
    total = next(iter(text.values()))["roles"]["long"]["trust"].count("\n") + 1
    gaps = [line for line in statement.lines if line.mark == "gap"]
    shown = [line for line in statement.lines if line.mark != "gap"]
    assert len(shown) < 40
    assert sum(line.number for line in gaps) + len(shown) == total
    assert f'"AWS": "arn:aws:iam::{next(iter(text))}:user/alice"' in marked(statement, "here")


def test_what_others_submit_is_kept_within_bounds(student: User) -> None:
    sandbox = furnished(student)
    world = aws.World(sandbox.world)
    huge = '{"Version": "2012-10-17", "Statement": []}' + " " * 50_000
    account = world.document["accounts"][world.users[0].account_id]
    account["users"]["alice"]["policies"] |= {"huge": huge}
    Sandbox.objects.update(world=world.document)
    call(sandbox, "demo")
    identity = Event.objects.get().decision["consulted"][1]
    assert identity["policies"] == ["ask", "huge"]
    assert [bool(text) for text in identity["documents"]] == [True, False]


NO_LADDER = [
    ("who", None, endings.ENDED[endings.OPEN]),
    ("list", "expiry", endings.ENDED["ExpiredToken"]),
]


@pytest.mark.parametrize(("use", "skipped", "sentence"), NO_LADDER)
def test_where_no_policy_was_asked_that_is_said(
    bench: Bench, why: Explained, use: str, skipped: str | None, sentence: str
) -> None:
    bench.assume()
    if skipped:
        bench.skip(skipped)
    bench.use(use)
    assert (why().rungs, why().ended) == ((), sentence)
    assert sentence in bench.client.get(bench.event.get_absolute_url()).content.decode()


def test_a_call_opens_in_the_list_and_as_a_page(bench: Bench) -> None:
    bench.assume()
    bench.use("write")
    url = bench.event.get_absolute_url()
    assert url == bench.url("event", bench.event.number)
    part = bench.client.get(url, headers=HTMX).content.decode()
    page = bench.client.get(url).content.decode()
    assert "<html" not in part
    assert "<html" in page
    for answer in (part, page):
        assert "Do the caller&#x27;s own policies allow it?" in answer
        assert '<mark class="line miss">' in answer
    listed = bench.client.get(bench.url("events")).content.decode()
    assert f'href="{url}"' in listed
    assert "<mark" not in listed


def test_the_list_does_not_fetch_what_only_explanations_need(bench: Bench) -> None:
    bench.use("list", bench.user())
    (event,) = Event.objects.as_lines()
    assert {"decision", "answer"} <= event.get_deferred_fields()


@pytest.mark.parametrize("number", [0, 2, 99, 10**30])
def test_what_is_no_call_is_not_found(bench: Bench, number: int) -> None:
    bench.assume()
    bench.skip("quarter")  # a turn of the clock is event 2
    assert bench.client.get(bench.url("event", number)).status_code == 404


def test_an_event_without_documents_is_explained_as_far_as_it_goes(bench: Bench, why: Explained) -> None:
    """As events are that were stored before documents were."""
    bench.use("list", bench.user())
    decision = bench.event.decision
    for item in decision["consulted"]:
        del item["documents"]
    Event.objects.update(decision=decision)
    assert why().deciding[0].lines == ()
    assert bench.client.get(bench.event.get_absolute_url()).status_code == 200


def test_an_explanation_shows_nothing_secret(bench: Bench) -> None:
    bench.assume()
    bench.use("list")
    bench.skip("expiry")
    bench.use("list")
    key = bench.world.users[0].access_keys[0]
    for event in Event.objects.calls():
        page = bench.client.get(event.get_absolute_url()).content.decode()
        for secret in (bench.credential.secret_access_key, bench.credential.session_token, key.secret):
            assert secret not in page


def test_a_policy_that_is_no_policy_is_shown_as_text_and_does_no_harm(student: User, bench: Bench) -> None:
    world = bench.now().world
    odd = '<script>alert(1)</script>{"Statement": '
    world["accounts"][bench.account]["roles"]["demo"]["trust"] = odd
    Sandbox.objects.update(world=world)
    bench.assume()
    page = bench.client.get(bench.event.get_absolute_url()).content.decode()
    assert "<script>alert" not in page


def test_the_policy_of_one_statement_without_a_list_is_marked_too(student: User) -> None:
    trust = trusting("user/alice")
    trust["Statement"] = trust["Statement"][0]
    explanation = call(furnished(student, single={"trust": trust}), "single")
    assert '"Effect": "Allow",' in marked(explanation.deciding[0], "here")


def test_a_boundary_that_is_silent_refuses(student: User) -> None:
    document = copy.deepcopy(DEMO)
    account = document["accounts"]["training"]
    account["policies"] = {"line": policy(Action="s3:*", Resource="*")}
    account["users"]["alice"]["boundary"] = "arn:aws:iam::{training}:policy/line"
    sandbox = open_sandbox(student, Scenario.objects.create(slug="line", title="Line", document=document))
    explanation = call(sandbox, "demo")
    assert [(rung.policy_type, rung.state) for rung in explanation.rungs] == [
        ("trust policy", "allows"),
        ("identity-based policy", "allows"),
        ("permissions boundary", "stop"),
    ]
    (statement,) = explanation.deciding
    assert (statement.policy_type, statement.policy) == ("permissions boundary", "line")
    assert '"Action": "s3:*",' in marked(statement, "miss")
