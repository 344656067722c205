"""AssumeRole by the form: what AWS answers, right or wrong."""

from __future__ import annotations

import pytest

from lessons.sandbox.models import Event
from tests.sandbox.bench import HTMX, Bench

DENIED = (
    "User: arn:aws:iam::{account}:user/alice is not authorized to perform: sts:AssumeRole on resource: {arn}"
)
INVALID = (
    "1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: Member must "
)
TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."

# What the learner changes in the form, and AWS's code and text.
REFUSED = [
    ({"role_arn": "arn:aws:iam::{account}:role/nobody"}, "AccessDenied", DENIED),
    ({"role_arn": "arn:aws:iam::{account}:role/audit"}, "AccessDenied", DENIED),
    ({"role_arn": "arn:aws:iam::123456789012:role/demo"}, "AccessDenied", DENIED),
    ({"role_arn": "arn:aws:wrong:and:much:too:wrong"}, "ValidationError", "{arn} is invalid"),
    (
        {"duration_seconds": "60"},
        "ValidationError",
        INVALID.format(value=60, place="durationSeconds") + "have value greater than or equal to 900",
    ),
    (
        {"duration_seconds": "899"},
        "ValidationError",
        INVALID.format(value=899, place="durationSeconds") + "have value greater than or equal to 900",
    ),
    ({"duration_seconds": "43200"}, "ValidationError", TOO_LONG),
    (
        {"duration_seconds": "43201"},
        "ValidationError",
        INVALID.format(value=43201, place="durationSeconds") + "have value less than or equal to 43200",
    ),
    (
        {"role_session_name": "a b"},
        "ValidationError",
        INVALID.format(value="a b", place="roleSessionName")
        + r"satisfy regular expression pattern: [\w+=,.@-]*",
    ),
]


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize(("changed", "code", "message"), REFUSED, ids=[str(case[0]) for case in REFUSED])
def test_aws_refuses_in_its_own_words_and_issues_nothing(
    bench: Bench, changed: dict[str, str], code: str, message: str, htmx: bool
) -> None:
    filled = {name: value.format(account=bench.account) for name, value in changed.items()}
    response = bench.assume(htmx=htmx, **filled)
    if not htmx:
        response = bench.client.get(response["Location"])
    event = bench.event
    expected = message.format(account=bench.account, arn=filled.get("role_arn", ""))
    assert (event.error_code, event.error_message) == (code, expected)
    assert not bench.sandbox.sessions()
    assert event.explanation.endswith(".")
    page = response.content.decode()
    assert response.context["answer"] == event
    assert f"An error occurred ({code}) when calling the AssumeRole operation" in page
    assert "No temporary credentials yet" in page


def test_the_right_form_is_answered_with_credentials(bench: Bench) -> None:
    response = bench.assume()
    credential, event = bench.credential, bench.event
    assert event.status == 200
    assert event.issued == credential
    assert credential.access_key_id.startswith("ASIA")
    assert len(credential.secret_access_key) == 40
    assert credential.arn == f"arn:aws:sts::{bench.account}:assumed-role/demo/session1"
    assert credential.lifetime_seconds == 900
    assert credential.access_key_id in response.content.decode()
    assert "sandbox:changed" in response["HX-Trigger"]


def test_an_empty_duration_is_awss_default_of_an_hour(bench: Bench) -> None:
    bench.assume(duration_seconds="")
    assert bench.credential.lifetime_seconds == 3600
    assert "DurationSeconds" not in bench.event.parameters


def test_the_answer_comes_with_the_command_that_does_the_same(bench: Bench) -> None:
    page = bench.assume().content.decode()
    assert "aws sts assume-role" in page
    assert f"--role-arn {bench.role()}" in page
    assert "--duration-seconds 900" in page
    assert "boto3.client(&quot;sts&quot;).assume_role(" in page


def test_without_javascript_the_answer_is_on_the_next_page(bench: Bench) -> None:
    response = bench.assume(htmx=False)
    assert response.status_code == 302
    page = bench.client.get(response["Location"]).content.decode()
    assert bench.credential.access_key_id in page
    assert "What AWS answered" in page


def test_the_secret_parts_are_not_in_the_page_until_asked_for(bench: Bench) -> None:
    bench.assume()
    for url in ("sandbox", "events", "news"):
        for headers in ({}, HTMX):
            page = bench.client.get(bench.url(url), {"run": 1}, headers=headers).content.decode()
            assert bench.credential.secret_access_key not in page
            assert bench.credential.session_token not in page


def test_another_user_is_who_the_trust_policy_names(bench: Bench) -> None:
    bench.assume(caller=bench.user("auditor"), role_arn=bench.role("audit"))
    assert bench.credential.role_name == "audit"


@pytest.mark.parametrize("duration", ["soon", "1e3", "9" * 5000])
@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_a_duration_that_is_no_number_is_said_at_its_field(bench: Bench, duration: str, htmx: bool) -> None:
    response = bench.assume(htmx=htmx, duration_seconds=duration)
    assert response.status_code == 422
    page = response.content.decode()
    assert "A duration is a whole number of seconds" in page
    assert f'value="{bench.role()}"' in page
    assert "Who am I?" in page
    assert not Event.objects.exists()
    assert response.get("HX-Retarget", "") == ("#assume" if htmx else "")


def test_a_caller_who_is_nobody_is_said_at_the_field(bench: Bench) -> None:
    response = bench.assume(caller="arn:aws:iam::123456789012:user/mallory")
    assert response.status_code == 422
    assert not Event.objects.exists()


def test_it_works_without_a_network(bench: Bench, no_network: None) -> None:
    bench.assume()
    bench.use("read")
    assert bench.event.status == 200


def test_the_hosts_own_aws_settings_change_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAHOSTILE")
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1/")
    bench.assume()
    assert bench.event.caller_arn == bench.user()
    assert bench.event.status == 200
