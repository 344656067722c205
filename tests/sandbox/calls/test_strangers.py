"""Whoever knows the id of somebody's key, and not its secret, leaves no trace in that sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from botocore.exceptions import ClientError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons import aws
from lessons.aws import budgets
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.models import Sandbox
from tests.sandbox.bench import Bench
from tests.sandbox.over_http import HOST, client_of

FORGED = "x" * 40
AT = {"Host": HOST}
FORM = "application/x-www-form-urlencoded"
Keys = Callable[[Bench], aws.Credentials]


def of_alice(bench: Bench) -> aws.Credentials:
    return next(user.credentials for user in bench.world.users if user.name == "alice")


def of_a_session(bench: Bench) -> aws.Credentials:
    return bench.credential.credentials


def refusal(call: Callable[..., Any], **parameters: Any) -> str:
    """The code of the error that a call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return str(caught.value.response["Error"]["Code"])


def row(bench: Bench) -> dict[str, Any]:
    """All that the database has of the sandbox, and how many events."""
    return {**Sandbox.objects.values().get(pk=bench.sandbox.pk), "events": bench.sandbox.events.count()}


def guesses(bench: Bench, keys: aws.Credentials) -> dict[str, Callable[[], str]]:
    """What a stranger may try with the id of a key, by name."""
    guessed = replace(keys, secret_access_key=FORGED)
    sts, s3 = (client_of(bench.client, service, guessed) for service in ("sts", "s3"))
    tokenless = client_of(bench.client, "sts", replace(guessed, session_token="FwoGZXIvYXdzEXAMPLE"))
    role = {"RoleArn": bench.role(), "RoleSessionName": "s1"}
    return {
        "a call": lambda: refusal(sts.get_caller_identity),
        "a call that is not allowed": lambda: refusal(sts.assume_role, **role),
        "a call that nobody has": lambda: refusal(sts.decode_authorization_message, EncodedMessage="x" * 9),
        "another token": lambda: refusal(tokenless.get_caller_identity),
        "an object": lambda: refusal(s3.put_object, Bucket="b" * 9, Key="k", Body=b"x"),
        "a path that is none": lambda: refusal(s3.get_bucket_acl, Bucket="b" * 9),
    }


@pytest.mark.parametrize("keys", [of_alice, of_a_session])
def test_a_wrong_signature_leaves_no_trace(bench: Bench, keys: Keys) -> None:
    bench.assume()
    before = row(bench)
    for name, guess in guesses(bench, keys(bench)).items():
        assert guess(), name
        assert row(bench) == before, name


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_forged_link_leaves_no_trace(bench: Bench, version: str) -> None:
    """Links in the older form print the id of the key."""
    before = row(bench)
    guessed = replace(of_alice(bench), secret_access_key=FORGED)
    response = bench.client.get(link(bench, guessed, version), headers=AT)
    assert response.status_code == 403
    assert b"SignatureDoesNotMatch" in response.content
    assert row(bench) == before


def link(bench: Bench, keys: aws.Credentials, version: str) -> str:
    """A presigned URL, good for a minute."""
    s3, place = (
        client_of(bench.client, "s3", keys, version),
        {"Bucket": f"reports-{bench.account}", "Key": "q1.csv"},
    )
    url = urlsplit(s3.generate_presigned_url("get_object", place, ExpiresIn=60))
    return f"{url.path}?{url.query}"


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_link_that_is_over_leaves_no_trace(
    bench: Bench, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may have it, and for ever."""
    url = link(bench, of_alice(bench), version)
    assert bench.client.get(url, headers=AT).status_code == 403
    assert bench.event.error_code == "AccessDenied"  # alice may not read the bucket
    before, later = row(bench), timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    response = bench.client.get(url, headers=AT)
    assert b"Request has expired" in response.content
    assert row(bench) == before


def test_nobody_calls_as_the_holder_of_a_key_by_a_call_that_needs_no_signature(bench: Bench) -> None:
    before = row(bench)
    claimed = f"{of_alice(bench).access_key_id}/20260101/us-east-1/sts/aws4_request"
    asked = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": bench.role(),
        "RoleSessionName": "s1",
        "WebIdentityToken": "a.b.c",
    }
    headers = AT | {"Authorization": f"AWS4-HMAC-SHA256 Credential={claimed}"}
    response = bench.client.post("/aws/", urlencode(asked), content_type=FORM, headers=headers)
    assert response.status_code == 400
    assert row(bench) == before


def test_strangers_wipe_no_history_and_end_no_session(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "EVENTS", 3)
    monkeypatch.setattr(execution, "FORGOTTEN_AT_ONCE", 1)
    bench.assume()
    keys = bench.credential.credentials
    sts = client_of(bench.client, "sts", replace(keys, secret_access_key=FORGED))
    for _ in range(10):
        assert refusal(sts.get_caller_identity) == "SignatureDoesNotMatch"
    assert list(bench.sandbox.events.values_list("number", flat=True)) == [1]
    assert client_of(bench.client, "sts", keys).get_caller_identity()["Account"] == bench.account


def test_strangers_use_up_nobodys_pace(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "OF_SANDBOX", budgets.Pace(0.001, 2))
    monkeypatch.setattr(execution, "learners", Buckets(budgets.Pace(0.001, 2)))
    keys = of_alice(bench)
    forged = client_of(bench.client, "sts", replace(keys, secret_access_key=FORGED))
    for _ in range(5):
        assert refusal(forged.get_caller_identity) == "SignatureDoesNotMatch"
    assert client_of(bench.client, "sts", keys).get_caller_identity()["Arn"] == bench.user()


# -- who has proven who they are is told what went wrong, and finds it on the page ------------------------


def test_who_has_a_wrong_clock_finds_the_call(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(minutes=20)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert refusal(client_of(bench.client, "sts", of_alice(bench)).get_caller_identity)
    assert bench.event.error_message.startswith("Signature expired")
    assert bench.event.caller_arn == bench.user()


def test_who_calls_with_expired_credentials_finds_the_call(bench: Bench) -> None:
    bench.assume()
    bench.skip("expiry")
    expired = client_of(bench.client, "sts", of_a_session(bench))
    assert refusal(expired.get_caller_identity) == "ExpiredToken"
    assert bench.event.error_code == "ExpiredToken"


def test_who_asks_for_what_there_is_not_finds_the_call(bench: Bench) -> None:
    sts = client_of(bench.client, "sts", of_alice(bench))
    assert refusal(sts.get_web_identity_token, Audience=["x"], SigningAlgorithm="RS256")
    assert bench.event.error_code == "UnsupportedOperation"


# -- an address -------------------------------------------------------------------------------------------


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests at once that no key has signed."""
    monkeypatch.setattr(endpoint, "strangers", Buckets(budgets.Pace(0.001, 2)))


@pytest.mark.usefixtures("narrow")
def test_an_address_sends_so_many_requests_that_no_key_has_signed(client: Client, db: None) -> None:
    answers = [client.get("/aws/?Action=GetCallerIdentity&Version=2011-06-15") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 400, 400]
    assert b"<Code>Throttling</Code>" in answers[-1].content
    assert b"<Message>Rate exceeded</Message>" in answers[-1].content
    there = client.get("/aws/bucket/key")
    assert (there.status_code, b"<Code>SlowDown</Code>" in there.content) == (503, True)
    assert client.get("/aws/?Action=GetCallerIdentity", REMOTE_ADDR="192.0.2.7").status_code == 400


@pytest.mark.usefixtures("narrow")
def test_a_network_of_ipv6_is_one_address(client: Client, db: None) -> None:
    """Whoever has one address of it has 2**64."""
    asked = "/aws/?Action=GetCallerIdentity&Version=2011-06-15"
    answers = [client.get(asked, REMOTE_ADDR=f"2001:db8:0:1::{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 400, 400]
    assert client.get(asked, REMOTE_ADDR="2001:db8:0:2::1").status_code == 403


@pytest.mark.usefixtures("narrow")
def test_what_one_person_sends_shuts_nobody_out_of_the_address(bench: Bench) -> None:
    keys = of_alice(bench)
    forged = client_of(bench.client, "sts", replace(keys, secret_access_key=FORGED))
    codes = [refusal(forged.get_caller_identity) for _ in range(5)]
    assert codes == [*["SignatureDoesNotMatch"] * 3, *["Throttling"] * 2]
    assert client_of(bench.client, "sts", keys).get_caller_identity()["Arn"] == bench.user()


@pytest.mark.usefixtures("narrow")
def test_a_crowded_address_holds_nobody_up(bench: Bench) -> None:
    """Past the limit a wrong signature is found out by reading alone."""
    forged = client_of(bench.client, "sts", replace(of_alice(bench), secret_access_key=FORGED))
    for _ in range(4):
        refusal(forged.get_caller_identity)
    with CaptureQueriesContext(connection) as queries:
        assert refusal(forged.get_caller_identity) == "Throttling"
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
