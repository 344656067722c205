"""The run as a trace."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons import aws
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Sandbox
from lessons.sandbox.policy_editor.role_sessions import recreate, revoke
from lessons.sandbox.runs.run_trace import explained, trace_of
from lessons.trace import Trace
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import policy


def recorded(sandbox: Sandbox) -> Trace:
    """The run with every step told in full."""
    events = tuple(sandbox.events.all())
    return explained(trace_of(sandbox.scenario.title, events), dict(enumerate(events, start=1)))


@pytest.fixture
def played(bench: Bench) -> Bench:
    """A whole story: refused, assumed, used, refused, expired."""
    bench.use("list", bench.user())
    bench.assume()
    bench.use("list")
    bench.use("read")
    bench.use("write")
    bench.skip("expiry")
    bench.use("list")
    return bench


def test_every_event_is_a_step(played: Bench) -> None:
    trace = recorded(played.now())
    assert [(step.action, step.outcome.value) for step in trace.steps] == [
        ("alice calls ListObjectsV2", "denied"),
        ("alice calls AssumeRole", "ok"),
        ("demo/session1 calls ListObjectsV2", "ok"),
        ("demo/session1 calls GetObject", "ok"),
        ("demo/session1 calls PutObject", "denied"),
        ("time is skipped", "neutral"),
        ("demo/session1 calls ListObjectsV2", "denied"),
    ]


def test_a_step_is_named_by_its_event_also_where_the_first_are_left_out(played: Bench) -> None:
    trace = recorded(played.sandbox)
    keys = [f"event-{number}" for number in range(1, len(trace.steps) + 1)]
    assert [step.key for step in trace.steps] == keys
    assert [(step.number, step.key) for step in trace.last(2).steps] == [(1, keys[-2]), (2, keys[-1])]


def test_the_tracker_follows_the_credentials(played: Bench) -> None:
    (variable,) = recorded(played.now()).variables
    assert variable.name == f"demo/session1 …{played.credential.access_key_id[-4:]}"
    assert variable.start == "none"
    assert variable.values == {2: "issued", 3: "used", 6: "expired"}


def test_time_runs_out_along_the_way(played: Bench) -> None:
    left = [step.seconds_left for step in recorded(played.now()).steps]
    assert left[0] is None
    assert left[1] == recorded(played.now()).lifetime_seconds == 900
    assert left[-2:] == [0, 0]


def test_a_countdown_names_its_session(played: Bench) -> None:
    steps = recorded(played.now()).steps
    assert {step.session for step in steps if step.seconds_left is not None} == {"demo/session1"}
    assert steps[0].session == ""


def test_credentials_travel_from_sts_and_with_the_calls_signed_by_them(played: Bench) -> None:
    lines = [
        (node.label, node.source, node.target, node.carries_credentials)
        for node in recorded(played.now()).nodes
    ]
    assert lines == [
        ("ListObjectsV2", "caller", "resource", False),
        ("returns temporary credentials", "sts", "caller", True),
        ("ListObjectsV2", "caller", "resource", True),
        ("GetObject", "caller", "resource", True),
        ("PutObject", "caller", "resource", True),
        ("time passes", "caller", "caller", False),
    ]


def test_each_step_has_its_own_page_and_part(played: Bench) -> None:
    for number in range(1, 8):
        page = played.client.get(played.url("step", number))
        part = played.client.get(played.url("step", number), headers=HTMX)
        assert page.status_code == part.status_code == 200
        assert "<html" in page.content.decode()
        assert "<html" not in part.content.decode()


def test_the_why_of_a_step_is_what_the_sandbox_said(played: Bench) -> None:
    assert recorded(played.now()).steps[-1].why == played.event.explanation


@pytest.mark.parametrize("number", [0, 8, 10**12])
def test_a_step_that_did_not_happen_is_a_404(played: Bench, number: int) -> None:
    assert played.client.get(played.url("step", number)).status_code == 404


def test_playing_begins_with_the_first_step(played: Bench) -> None:
    assert played.client.get(played.url("run"))["Location"] == played.url("step", 1)


def test_a_run_in_which_nothing_happened_says_what_to_do(bench: Bench) -> None:
    page = bench.client.get(bench.url("run"))
    assert page.status_code == 200
    assert "There is nothing to play yet" in page.content.decode()


def history(bench: Bench) -> dict[str, dict[int, str]]:
    """What the tracker tells of each credential, by the step that changes it."""
    return {variable.name[:-6]: dict(variable.values) for variable in recorded(bench.now()).variables}


def test_every_credential_has_a_row_and_ends_by_the_clock(bench: Bench) -> None:
    bench.assume(role_session_name="first")
    bench.assume(role_session_name="second", duration_seconds="3600")
    bench.use("who")
    bench.skip("quarter")
    bench.skip("expiry")
    assert history(bench) == {
        "demo/first": {1: "issued", 4: "expired"},
        "demo/second": {2: "issued", 3: "used", 5: "expired"},
    }


def test_a_credential_ends_at_the_step_by_which_its_time_has_passed(bench: Bench) -> None:
    bench.assume(role_session_name="first")
    bench.skip("quarter")
    bench.assume(role_session_name="second")
    assert history(bench)["demo/first"] == {1: "issued", 2: "expired"}


def test_revoking_a_role_is_told_of_the_sessions_that_are_older(bench: Bench) -> None:
    bench.assume(role_session_name="older", duration_seconds="3600")
    revoke(bench.now(), bench.account, "demo")
    bench.skip("quarter")
    bench.assume(role_session_name="newer")
    assert history(bench) == {"demo/older": {1: "issued", 2: "revoked"}, "demo/newer": {4: "issued"}}


def test_what_revoked_them_can_be_taken_back(bench: Bench) -> None:
    bench.assume()
    bench.skip("before")
    revoke(bench.now(), bench.account, "demo")
    administrator = aws.World(bench.now().world).administrators[0].credentials
    named = {"RoleName": "demo", "PolicyName": "AWSRevokeOlderSessions"}
    execution.ask(bench.now(), administrator, "iam", "delete_role_policy", named)
    assert history(bench) == {"demo/session1": {1: "issued", 3: "revoked", 4: "issued"}}


def test_the_sessions_of_a_role_that_was_made_anew_are_dead_for_good(bench: Bench) -> None:
    bench.assume()
    recreate(bench.now(), bench.account, "demo")
    bench.skip("expiry")
    (values,) = history(bench).values()
    assert list(values.values()) == ["issued", "dead"]


def test_what_a_user_was_issued_dies_with_the_user(bench: Bench) -> None:
    administrator = bench.world.administrators[0].credentials
    may_federate = json.dumps(policy(Action="sts:GetFederationToken", Resource="*"))
    temp, named = {"UserName": "temp"}, {"UserName": "temp", "PolicyName": "federate"}
    for operation, parameters in (
        ("create_user", temp),
        ("put_user_policy", named | {"PolicyDocument": may_federate}),
        ("create_access_key", temp),
    ):
        execution.ask(bench.now(), administrator, "iam", operation, parameters)
    keys = next(user.credentials for user in bench.world.users if user.name == "temp")
    execution.ask(bench.now(), keys, "sts", "get_session_token", {})
    execution.ask(bench.now(), keys, "sts", "get_federation_token", {"Name": "visitor"})
    for operation, parameters in (
        ("delete_access_key", temp | {"AccessKeyId": keys.access_key_id}),
        ("delete_user_policy", named),
        ("delete_user", temp),
    ):
        execution.ask(bench.now(), administrator, "iam", operation, parameters)
    assert [list(states.values()) for states in history(bench).values()] == [["issued", "dead"]] * 2


def test_iam_is_an_actor_of_its_own_and_the_administrator_has_a_name(bench: Bench) -> None:
    bench.assume()
    revoke(bench.now(), bench.account, "demo")
    trace = recorded(bench.now())
    assert [(actor.name, actor.note) for actor in trace.actors] == [
        ("You", "as alice and 1 more"),
        ("AWS STS", "issues credentials"),
        ("AWS IAM", "keeps users, roles, policies"),
    ]
    assert trace.steps[1].action == "The administrator calls PutRolePolicy"
    assert trace.frame(2).node.target == "iam"


def test_a_chained_call_says_that_it_is_one(bench: Bench) -> None:
    bench.assume()
    bench.assume(caller=bench.user("auditor"), role_arn=bench.role("audit"))
    session = bench.credential.credentials
    asked = {"RoleArn": bench.role(), "RoleSessionName": "chained"}
    execution.ask(bench.now(), session, "sts", "assume_role", asked)
    captions = [step.caption for step in recorded(bench.now()).steps]
    assert captions == [
        "alice asks STS for `role/demo`.",
        "auditor asks STS for `role/audit`.",
        "audit/session1 asks STS for `role/demo`. "
        "audit/session1 is a session itself, so one role leads to the next: that is role chaining.",
    ]


def test_each_step_shows_how_aws_decided_beside_the_frame(played: Bench) -> None:
    for headers in ({}, HTMX):
        pages = [
            played.client.get(played.url("step", number), headers=headers).content.decode()
            for number in (5, 6, 7)
        ]
        assert "identity-based policy: <b>is silent</b>" in pages[0]
        assert "No policy was read" in pages[2]
        assert ["How AWS decided" in page for page in pages] == [True, False, True]


def test_the_ladder_is_that_of_the_decision(played: Bench) -> None:
    steps = recorded(played.now()).steps
    assert [[rung.state for rung in step.ladder if rung.state] for step in steps] == [
        ["stop"],
        ["allows", "allows"],
        ["allows"],
        ["allows"],
        ["stop"],
        [],
        [],
    ]


def test_a_step_of_a_longer_run_takes_as_many_queries(bench: Bench, django_assert_num_queries: Any) -> None:
    bench.assume()
    with CaptureQueriesContext(connection) as short:
        bench.client.get(bench.url("step", 1))
    count = len(short)
    for _ in range(5):
        bench.use("list")
    bench.assume()
    with django_assert_num_queries(count):
        bench.client.get(bench.url("step", 7))


def test_a_long_run_is_played_from_its_beginning_around_the_current_step(bench: Bench) -> None:
    for _ in range(20):
        bench.use("who", bench.user())
    page = bench.client.get(bench.url("step", 15)).content.decode()
    assert "Earlier: steps 1 to 8" in page
    assert page.count('id="row-') == 12


def test_each_call_of_a_run_leads_to_why_it_was_answered_so(played: Bench) -> None:
    steps = recorded(played.now()).steps
    assert [bool(step.more_url) for step in steps] == [True] * 5 + [False, True]
    page = played.client.get(played.url("step", 5), headers=HTMX).content.decode()
    assert f'href="{steps[4].more_url}"' in page
