"""What holds whatever happens: nothing acknowledged is lost, one writer at a time, memory is only a cache."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import BadRequest, ValidationError
from django.db import close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import Client

from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.aws.moto import cloud
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.clock import skip
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.models import Event, Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import Bench


def kill_the_server(bench: Bench) -> None:
    """What another process knows: nothing but the database."""
    cloud.evict(bench.world.accounts)


def test_credentials_outlive_the_process_that_issued_them(bench: Bench) -> None:
    bench.assume()
    before = bench.client.get(bench.url("sandbox")).context["card"]
    kill_the_server(bench)
    bench.use("who")
    assert bench.event.status == 200
    assert bench.credential.assumed_role_id in bench.event.answer
    after = bench.client.get(bench.url("sandbox")).context["card"]
    assert after.credential == before.credential
    assert after.left <= before.left


def test_they_expire_in_the_next_process_too(bench: Bench) -> None:
    bench.assume()
    bench.skip("expiry")
    kill_the_server(bench)
    bench.use("list")
    assert bench.event.error_code == "ExpiredToken"


def test_what_was_written_is_there_in_the_next_process(bench: Bench) -> None:
    write_as_alice(bench)
    bench.use("write", bench.user())
    assert bench.event.status == 200
    assert bench.now().world_version == 2
    kill_the_server(bench)
    bench.use("list", bench.user())
    assert "notes.txt" in bench.event.answer


def test_what_another_process_wrote_is_seen(bench: Bench) -> None:
    """Two workers: this one has the bucket in memory, the other changes the world in the database."""
    write_as_alice(bench)
    bench.use("list", bench.user())
    world = bench.now().world
    bucket = next(iter(world["accounts"][bench.account]["buckets"].values()))
    bucket["objects"]["from-elsewhere.txt"] = bucket["objects"]["q1.csv"]
    Sandbox.objects.update(world=world)
    bench.use("list", bench.user())
    assert "from-elsewhere.txt" in bench.event.answer


def write_as_alice(bench: Bench) -> None:
    """Let alice do everything with the bucket."""
    world = bench.now().world
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    world["accounts"][bench.account]["users"]["alice"]["policies"]["all"] = json.dumps(
        {"Version": "2012-10-17", "Statement": [statement]}
    )
    Sandbox.objects.update(world=world)


def test_who_is_nobody_in_a_sandbox_leaves_no_trace(bench: Bench) -> None:
    """Not even a number that is missing between two events."""
    made_up = aws.Credentials(f"{bench.world.users[0].credentials.access_key_id[:-4]}AAAA", "x" * 40)

    def as_client(request: aws.Request) -> aws.Response:
        return execution.call(bench.sandbox.pk, request, Event.Source.CLIENT).response

    sts = aws.client("sts", made_up, as_client)
    with pytest.raises(execution.StrangerError):
        sts.get_caller_identity()
    assert bench.now().last_number == 0
    assert not bench.sandbox.events.exists()


def test_the_secret_of_a_new_key_is_shown_and_not_stored(bench: Bench) -> None:
    admin = aws.World(bench.now().world).administrators[0]
    asked = execution.ask(bench.sandbox, admin.credentials, "iam", "create_access_key", {"UserName": "alice"})
    (user,) = (user for user in bench.world.users if user.name == "alice")
    assert user.access_keys[1].id in asked.answer
    assert user.access_keys[1].secret not in asked.answer


def test_when_the_event_cannot_be_stored_nothing_was_issued(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*args: Any, **kwargs: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(execution, "note_goals", full_disk)
    with pytest.raises(OSError, match="no space left"):
        bench.assume()
    assert not bench.sandbox.sessions()
    assert not Event.objects.exists()
    assert bench.now().last_number == 0


def test_an_event_is_written_once(bench: Bench) -> None:
    bench.use("who", bench.user())
    event = bench.event
    event.explanation = "It never happened."
    with pytest.raises(ValidationError):
        event.save()


def test_a_session_comes_back_from_the_database_as_it_was(sandbox: Sandbox) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    session = aws.Session(
        access_key_id="ASIAEXAMPLE",
        secret_access_key="secret",
        session_token="token",
        account_id="123456789012",
        role_name="demo",
        role_id="AROAEXAMPLE",
        role_session_name="s1",
        arn="arn:aws:sts::123456789012:assumed-role/demo/s1",
        assumed_role_id="AROAEXAMPLE:s1",
        issued_at=now,
        expires_at=now + timedelta(hours=1),
        issuer_access_key_id="AKIAEXAMPLE",
        chained=True,
        session_policy="{}",
        tags={"team": "a"},
        transitive_tag_keys=("team",),
        source_identity="alice",
        mfa_present=True,
    )
    stored = session.to_json()
    Event.objects.create(sandbox=sandbox, number=1, at=now, issued_key="ASIAEXAMPLE", issued_session=stored)
    assert sandbox.sessions() == [session]


@pytest.fixture
def keeping_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sandbox that keeps its newest three events, and looks for older ones at every call."""
    monkeypatch.setattr(budgets, "EVENTS", 3)
    monkeypatch.setattr(execution, "FORGOTTEN_AT_ONCE", 1)


def numbers(bench: Bench) -> list[int]:
    return list(bench.sandbox.events.values_list("number", flat=True))


@pytest.mark.usefixtures("keeping_three")
def test_only_the_newest_events_are_kept(bench: Bench) -> None:
    for _ in range(5):
        bench.use("who", bench.user())
    assert numbers(bench) == [3, 4, 5]


@pytest.mark.usefixtures("keeping_three")
def test_no_call_makes_credentials_be_forgotten_that_live(bench: Bench) -> None:
    bench.assume()
    first = bench.credential
    for _ in range(5):
        bench.use("who", bench.user())
    assert numbers(bench) == [1, 4, 5, 6]
    assert [bench.client.get(bench.url("step", step)).status_code for step in (3, 4)] == [200, 404]
    bench.use("who", first.access_key_id)
    assert bench.event.status == 200
    bench.skip("expiry")
    for _ in range(2):
        bench.use("who", bench.user())
    assert numbers(bench) == [8, 9, 10]
    assert bench.sandbox.session(first.access_key_id) is None


@pytest.mark.usefixtures("keeping_three")
def test_there_is_room_for_so_many_credentials_that_live(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "SESSIONS", 2)
    for _ in range(5):
        bench.assume()
    before = bench.now().last_number
    refused = bench.assume(htmx=False)
    assert refused.status_code == 400
    assert "LimitExceeded" in refused.content.decode()
    assert "Put its clock ahead" in refused.content.decode()
    assert bench.now().last_number == before == len(bench.sandbox.sessions())
    bench.use("who", bench.user())  # what issues nothing goes on
    assert bench.event.status == 200
    bench.skip("expiry")
    bench.use("who", bench.user())
    bench.assume()
    assert bench.event.issued


def test_a_full_sandbox_says_what_it_keeps(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "EVENTS", 0)
    bench.use("who", bench.user())
    page = bench.client.get(bench.url("events")).content.decode()
    assert "A sandbox keeps its newest 0 calls, and older ones while credentials live" in page


# -- several at once ------------------------------------------------------------------------------

CALLERS = 8
CALLS = 5


@pytest.mark.django_db(transaction=True)
def test_no_event_is_lost_when_many_call_at_once(client_of: Callable[[User | None], Client]) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share SQLite's database in memory; the file and PostgreSQL runs cover it")
    sandbox = a_sandbox()
    bench = Bench(client_of(sandbox.user), sandbox)
    alice, role = bench.user(), bench.role()
    keys = bench.world.users[0].credentials

    def work(number: int) -> None:
        try:
            for call in range(CALLS):
                name = f"s{number}-{call}"
                parameters = {"RoleArn": role, "RoleSessionName": name}
                execution.ask(sandbox, keys, "sts", "assume_role", parameters)
                skip(sandbox, 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(work, range(CALLERS)))
    close_old_connections()
    done = bench.now()
    numbers = list(done.events.values_list("number", flat=True))
    assert numbers == list(range(1, 2 * CALLERS * CALLS + 1))
    assert done.last_number == len(numbers)
    assert len(done.sessions()) == CALLERS * CALLS
    assert done.clock_offset_seconds == CALLERS * CALLS
    assert {event.caller_arn for event in done.events.exclude(source="clock")} == {alice}


def a_sandbox() -> Sandbox:
    from tests.sandbox.conftest import DEMO

    user = User.objects.create_user("maya", password="a-good-password")
    return open_sandbox(user, Scenario.objects.create(slug="demo", title="Demo", document=DEMO))


def test_signing_leaves_no_secret_in_the_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bench.assume()
    assert bench.credential.session_token not in caplog.text


def test_what_the_sdk_refuses_to_send_is_a_clear_error_and_no_call(sandbox: Sandbox) -> None:
    alice = aws.World(sandbox.world).users[0]
    with pytest.raises(BadRequest, match=r"(?s)does not send such a call.*Invalid bucket name"):
        execution.ask(sandbox, alice.credentials, "s3", "list_objects_v2", {"Bucket": "UP/.."})
    assert not sandbox.events.exists()


PROVIDER, OPERATION = "https://login.example", "AssumeRoleWithWebIdentity"
VISITORS = {
    "accounts": {
        "training": {
            "oidc_providers": {PROVIDER: {"client_ids": ["app"]}},
            "roles": {"closed": {"trust": {"Version": "2012-10-17", "Statement": []}}},
        }
    }
}


@pytest.fixture
def visitors(student: User) -> Sandbox:
    """A sandbox that lets in whom a provider vouches for, and no further."""
    return open_sandbox(
        student, Scenario.objects.create(slug="visitors", title="Visitors", document=VISITORS)
    )


def visit(client: Client, visitors: Sandbox, forged: str = "") -> HttpResponse:
    """Ask for the closed role with a token, and no key."""
    query = {
        "Action": OPERATION,
        "Version": "2011-06-15",
        "RoleArn": f"arn:aws:iam::{aws.World(visitors.world).account_id('training')}:role/closed",
        "RoleSessionName": "visitor",
        "WebIdentityToken": aws.issue_token(visitors.world, PROVIDER, "visitor", "app", visitors.now())
        + forged,
    }
    return client.post("/aws/", urlencode(query), content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(("forged", "kept"), [("", [OPERATION]), ("AAAA", [])])
def test_a_client_without_a_key_is_somebody_by_a_genuine_token(
    client: Client, visitors: Sandbox, forged: str, kept: list[str]
) -> None:
    assert visit(client, visitors, forged).status_code == (400 if forged else 403)
    assert [event.operation for event in visitors.events.all()] == kept


def test_who_has_a_genuine_token_is_not_shut_out_of_a_crowded_address(
    client: Client, visitors: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a skip, for the token is of the sandbox's time."""
    monkeypatch.setattr(endpoint, "strangers", Buckets(budgets.Pace(0.001, 2)))
    skip(visitors, 3 * 60 * 60)
    visitors.refresh_from_db()
    answers = [visit(client, visitors, forged="AAAA") for _ in range(4)]
    assert b"Throttling" in answers[-1].content
    assert visit(client, visitors).status_code == 403
    assert visitors.events.get(source=Event.Source.CLIENT).operation == OPERATION
