"""What a learner, a sandbox and an event may use: over it AWS's own error, and nothing is stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.core.exceptions import BadRequest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.sandbox.calls import execution
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.models import Event, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import Bench
from tests.sandbox.calls.test_strangers import of_alice
from tests.sandbox.conftest import DEMO, policy
from tests.sandbox.over_http import client_of

FEW = budgets.Pace(0.001, 3)  # three at once, and then one in a quarter of an hour


def is_throttled(bench: Bench, service: str = "sts") -> bool:
    """Whether a client is told to call more slowly, by AWS's error of that service."""
    made = client_of(bench.client, service, of_alice(bench))
    try:
        made.get_caller_identity() if service == "sts" else made.list_buckets()
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        told = error.response["Error"]
        return (status, told["Code"], told["Message"]) in {
            (400, "Throttling", "Rate exceeded"),
            (503, "SlowDown", "Please reduce your request rate."),
        }
    return False


@pytest.mark.parametrize("service", ["sts", "iam", "s3"])
def test_clients_know_the_error_and_call_again_by_themselves(service: str) -> None:
    """By the tables of the AWS CLI's own library, in both of its modes."""
    from botocore.retries.standard import ThrottledRetryableChecker, TransientRetryableChecker
    from botocore.session import get_session

    error = aws.refuse("throttled", aws.Request("GET", f"https://{service}.us-east-1.amazonaws.com/", {}))
    code = error.body.decode().partition("<Code>")[2].partition("<")[0]
    assert (
        code in ThrottledRetryableChecker._THROTTLED_ERROR_CODES
        or error.status in TransientRetryableChecker._TRANSIENT_STATUS_CODES
    )
    older = get_session().get_component("data_loader").load_data("_retry")["definitions"]
    rules = [older[name]["applies_when"]["response"] for name in ("throttling", "service_unavailable")]
    answered = {"service_error_code": code, "http_status_code": error.status}
    assert any(rule.items() <= answered.items() for rule in rules)


def test_a_sandbox_has_a_pace_whoever_calls(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row keeps it, so that all processes count together."""
    monkeypatch.setattr(budgets, "OF_SANDBOX", FEW)
    bench.use("who", bench.user())
    assert [is_throttled(bench) for _ in range(4)] == [False, False, True, True]
    assert is_throttled(bench, "s3")
    before = bench.now()
    page = bench.use("who", bench.user(), htmx=False)
    assert page.status_code == 400
    assert "Throttling: Rate exceeded." in page.content.decode()
    assert "Call again in a second" in page.content.decode()
    assert bench.now().last_number == before.last_number == bench.sandbox.events.count() == 3
    assert bench.skip("quarter", htmx=False).status_code == 400


def test_a_class_of_sixty_behind_one_address_is_never_told_to_call_more_slowly(
    bench: Bench, django_user_model: type[User]
) -> None:
    """Each runs a loop of ten commands, as fast as they are answered, and all begin at once."""
    scenario = bench.sandbox.scenario
    learners = [
        Bench(bench.client, open_sandbox(django_user_model.objects.create_user(f"learner{number}"), scenario))
        for number in range(60)
    ]
    callers = [client_of(bench.client, "sts", of_alice(learner)) for learner in learners]
    for caller in callers * 10:
        assert caller.get_caller_identity()["Account"]


def test_the_pace_is_there_again_after_a_while(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "OF_SANDBOX", FEW)
    for _ in range(3):
        bench.use("who", bench.user())
    assert is_throttled(bench)
    Sandbox.objects.update(busy_until=timezone.now().timestamp() + FEW.ahead - 1_001)
    assert [is_throttled(bench) for _ in range(2)] == [False, True]


def test_a_clock_that_is_put_back_by_a_day_locks_nobody_out(bench: Bench) -> None:
    Sandbox.objects.update(busy_until=timezone.now().timestamp() + 24 * 60 * 60)
    assert not is_throttled(bench)


def test_a_learner_has_a_pace_in_all_sandboxes_together(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "learners", Buckets(FEW))
    monkeypatch.setattr(budgets, "CALL_SECONDS", 60.0)  # on a busy machine a call is one call, too
    other = Bench(bench.client, open_sandbox(bench.sandbox.user, a_scenario(1)))
    bench.use("who", bench.user())
    assert [is_throttled(other) for _ in range(5)] == [False, False, False, True, True]
    assert is_throttled(bench)


def test_what_takes_long_counts_as_several_calls(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "learners", Buckets(FEW))
    monkeypatch.setattr(budgets, "CALL_SECONDS", 1e-9)
    assert [is_throttled(bench) for _ in range(2)] == [False, True]


def test_the_pace_costs_no_statement(bench: Bench) -> None:
    """Lock, count and read in one; then the event."""
    bench.use("who", bench.user())
    keys = of_alice(bench)
    with CaptureQueriesContext(connection) as queries:
        execution.ask(bench.sandbox, keys, "sts", "get_caller_identity", {})
    verbs = [query["sql"].split()[0] for query in queries]
    assert [verb for verb in verbs if verb not in {"SAVEPOINT", "RELEASE"}] == ["UPDATE", "INSERT"]


# -- buckets in memory ------------------------------------------------------------------------------------


def test_a_bucket_is_filled_by_time() -> None:
    buckets = Buckets(budgets.Pace(2, 4))
    for _ in range(5):
        assert not buckets.is_empty("a", 100.0)
        buckets.take("a", 100.0)
    assert buckets.is_empty("a", 100.0)
    assert not buckets.is_empty("b", 100.0)
    assert buckets.is_empty("a", 100.4)
    assert not buckets.is_empty("a", 100.5)


def test_only_so_many_buckets_are_remembered() -> None:
    buckets = Buckets(budgets.Pace(1, 1), most=2)
    for name in ("a", "b", "a", "c"):
        buckets.take(name, 100.0, calls=9)
    assert [buckets.is_empty(name, 100.0) for name in "abc"] == [True, False, True]


# -- events -----------------------------------------------------------------------------------------------


def stored(event: Event) -> int:
    """How many characters of an event the database has."""
    return len(json.dumps(Event.objects.values().get(pk=event.pk), default=str))


def test_an_event_with_more_than_a_request_may_have_is_small(bench: Bench) -> None:
    """As large as a policy may be by AWS's model, and far more than is read."""
    asked = {"RoleArn": bench.role(), "RoleSessionName": "s1"}
    keys = of_alice(bench)
    for size in (100, 131_000, 900_000):
        execution.ask(bench.sandbox, keys, "sts", "assume_role", asked | {"Policy": "x" * size})
    assert [event.error_code for event in bench.sandbox.events.all()][1:] == ["RequestEntityTooLarge"] * 2
    assert max(map(stored, bench.sandbox.events.all())) < 10_000


def test_parameters_that_an_event_has_no_room_for_are_left_out(bench: Bench) -> None:
    asked: dict[str, Any] = {"RoleArn": bench.role(), "RoleSessionName": "s1", "Policy": '"' * 20_000}
    event = execution.ask(bench.sandbox, of_alice(bench), "sts", "assume_role", asked)
    assert event.parameters == {"RoleArn": bench.role(), "RoleSessionName": "s1"}
    assert stored(event) < 20_000


def test_a_decision_on_thousands_of_statements_is_stored_with_the_one_that_decided(bench: Bench) -> None:
    statements = [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": f"arn:aws:s3:::b{number}"}
        for number in range(2_000)
    ]
    last = {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
    world = bench.now().world
    text = json.dumps({"Version": "2012-10-17", "Statement": [*statements, last]})
    world["accounts"][bench.account]["users"]["alice"]["policies"]["many"] = text
    Sandbox.objects.update(world=world)
    page = bench.assume().content.decode()
    assert stored(bench.event) < 60_000
    assert bench.event.decision
    assert [item["effect"] for item in bench.event.decision["statements"] if item["matched"]][-1] == "Deny"
    assert "What denied it" in page


# -- sandboxes --------------------------------------------------------------------------------------------


def a_scenario(number: int) -> Scenario:
    return Scenario.objects.create(slug=f"s{number}", title=f"Scenario {number}", document=DEMO)


def test_a_learner_has_so_many_sandboxes(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "SANDBOXES", 2)
    user = bench.sandbox.user
    open_sandbox(user, a_scenario(1))
    with pytest.raises(BadRequest, match="You have 2 sandboxes"):
        open_sandbox(user, a_scenario(2))
    assert user.sandboxes.count() == 2
    assert open_sandbox(user, bench.sandbox.scenario) == bench.sandbox
    page = bench.client.post(reverse("sandbox:playground"), {"scenario": "s2"})
    assert page.status_code == 400
    assert "You have 2 sandboxes" in page.content.decode()


# -- what the page says -----------------------------------------------------------------------------------


def test_the_page_says_what_was_over_a_budget(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    world = bench.now().world
    admin = aws.World(world).administrators[0]
    monkeypatch.setattr(budgets, "WORLD", len(json.dumps(world)))
    allowing = policy(Action="s3:GetObject", Resource="*")
    asked = {"PolicyName": "p", "PolicyDocument": json.dumps(allowing)}
    event = execution.ask(bench.sandbox, admin.credentials, "iam", "create_policy", asked)
    assert (event.status, event.error_code) == (409, "LimitExceeded")
    assert bench.now().world == world
    page = bench.client.get(event.get_absolute_url()).content.decode()
    assert "The sandbox is full" in page
    assert "the sandbox has only so much room" in page


def test_htmx_gets_the_sentence_alone_for_the_foot_of_the_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "OF_SANDBOX", budgets.Pace(0.001, 0))
    response = bench.use("who", bench.user())
    assert (response.status_code, response["HX-Retarget"]) == (400, "#request-error")
    assert response.content.decode().startswith('<div id="request-error"')
    assert "Throttling: Rate exceeded." in response.content.decode()
