"""Credentials in use: what they open, what they do not, and when they die."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from lessons.accounts.models import User
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Event, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox, start_over
from tests.sandbox.bench import Bench

WITH_THE_ROLE = [
    ("who", 200, "", "assumed-role/demo/session1"),
    ("list", 200, "", "q1.csv"),
    ("read", 200, "", "north,1200"),
    ("write", 403, "AccessDenied", "is not authorized to perform: s3:PutObject"),
]
AS_ALICE = [
    ("who", 200, "", ":user/alice"),
    ("list", 403, "AccessDenied", "is not authorized to perform: s3:ListBucket"),
    ("read", 403, "AccessDenied", "is not authorized to perform: s3:GetObject"),
    ("write", 403, "AccessDenied", "is not authorized to perform: s3:PutObject"),
]


@pytest.mark.parametrize(("use", "status", "code", "text"), WITH_THE_ROLE)
def test_the_role_opens_what_its_policy_allows(
    bench: Bench, use: str, status: int, code: str, text: str
) -> None:
    bench.assume()
    page = bench.use(use).content.decode()
    assert (bench.event.status, bench.event.error_code) == (status, code)
    assert text in page.replace("&#x27;", "'")


@pytest.mark.parametrize(("use", "status", "code", "text"), AS_ALICE)
def test_alice_herself_is_nobody_to_the_bucket(
    bench: Bench, use: str, status: int, code: str, text: str
) -> None:
    page = bench.use(use, bench.user()).content.decode()
    assert (bench.event.status, bench.event.error_code) == (status, code)
    assert text in page


def test_a_refusal_is_explained_by_the_policies_that_were_consulted(bench: Bench) -> None:
    page = bench.use("list", bench.user()).content.decode()
    assert "identity-based policy: <b>is silent</b>" in " ".join(page.split())
    assert bench.event.decision["refused_by"] == "identity-based policy"


@pytest.mark.parametrize(("use", "status"), [("who", 403), ("list", 400), ("read", 400), ("write", 400)])
def test_expired_credentials_are_refused_by_aws_and_not_by_the_page(
    bench: Bench, use: str, status: int
) -> None:
    bench.assume()
    bench.skip("expiry")
    page = bench.use(use).content.decode()
    assert (bench.event.status, bench.event.error_code) == (status, "ExpiredToken")
    assert "An error occurred (ExpiredToken)" in page


def test_thirty_seconds_before_the_end_they_still_work(bench: Bench) -> None:
    bench.assume()
    bench.skip("before")
    bench.use("list")
    assert bench.event.status == 200


def test_new_credentials_work_after_the_old_ones_died(bench: Bench) -> None:
    bench.assume()
    bench.skip("expiry")
    bench.assume()
    bench.use("list")
    assert bench.event.status == 200


def test_without_javascript_the_answer_is_on_the_next_page(bench: Bench) -> None:
    bench.assume()
    response = bench.use("read", htmx=False)
    assert response.status_code == 302
    assert "north,1200" in bench.client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "form",
    [{}, {"use": "who"}, {"use": "destroy", "caller": "{key}"}, {"use": "who", "caller": "ASIANOBODYSKEY"}],
)
def test_what_no_button_sends_is_a_bad_request(bench: Bench, form: dict[str, str]) -> None:
    bench.assume()
    filled = {name: value.format(key=bench.credential.access_key_id) for name, value in form.items()}
    before = bench.event.number
    assert bench.client.post(bench.url("use"), filled).status_code == 400
    assert bench.event.number == before


def test_credentials_of_another_sandbox_are_nobodys_here(
    bench: Bench, other_student: User, scenario: Scenario
) -> None:
    other = Bench(bench.client, open_sandbox(other_student, scenario))
    bench.assume()
    stolen = bench.credential.access_key_id
    bench.client.force_login(other_student)
    assert other.client.post(other.url("use"), {"use": "who", "caller": stolen}).status_code == 400


def test_a_secret_is_in_its_own_column_and_nowhere_else(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="lessons")
    caplog.set_level(logging.DEBUG, logger="django")
    bench.assume()
    bench.use("list")
    bench.skip("expiry")
    bench.use("list")  # S3 echoes the token that has expired
    credential = bench.credential
    key = bench.world.users[0].access_keys[0]
    told = caplog.text + repr(credential) + repr(bench.now())
    told += "".join(repr(event) for event in bench.sandbox.events.all())
    for row in bench.sandbox.events.values():
        told += str({name: value for name, value in row.items() if name != "issued_session"})
    for secret in (credential.secret_access_key, credential.session_token, key.secret):
        assert secret not in told


def test_a_call_to_s3_that_is_not_offered_is_shown_without_a_command(bench: Bench) -> None:
    keys = bench.world.users[0].credentials
    event = execution.ask(
        bench.sandbox, keys, "s3", "get_bucket_logging", {"Bucket": f"reports-{bench.account}"}
    )
    assert event.error_code
    page = bench.client.get(bench.url("event", event.number)).content.decode()
    assert event.error_code in page
    assert "from a terminal" not in page


def test_an_answer_is_shown_though_the_sandbox_was_started_over_meanwhile(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = execution.ask

    def ask_and_start_over(*asked: Any) -> Event:
        event = ask(*asked)
        start_over(bench.now())
        return event

    monkeypatch.setattr(execution, "ask", ask_and_start_over)
    for answer in (bench.use("who", bench.user()), bench.assume()):
        assert answer.status_code == 200
        assert "What AWS answered" in answer.content.decode()
