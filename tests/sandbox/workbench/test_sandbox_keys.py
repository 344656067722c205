"""manage.py sandbox_keys: lines for a shell, whose keys the sandbox's own endpoint takes."""

from __future__ import annotations

import shlex
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Event, Sandbox, Scenario
from tests.sandbox.conftest import DEMO


def keys(*arguments: str) -> dict[str, str]:
    """The variables that the printed lines set."""
    printed = StringIO()
    call_command("sandbox_keys", *arguments, stdout=printed)
    first, *lines = printed.getvalue().splitlines()
    assert first.startswith("unset AWS_SESSION_TOKEN ")
    words = [shlex.split(line) for line in lines]
    assert all(word[0] == "export" for word in words)
    return dict(word[1].split("=", 1) for word in words)


def who_am_i(sandbox: Sandbox, variables: dict[str, str]) -> Event:
    """The answer to whoever signs with the printed keys."""
    given = aws.Credentials(variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"])
    return execution.ask(sandbox, given, "sts", "get_caller_identity", {})


def test_the_lines_let_a_client_call_as_the_first_persona(sandbox: Sandbox, student: User) -> None:
    variables = keys(student.username)
    assert variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:8000/aws"
    assert variables["AWS_DEFAULT_REGION"] == "us-east-1"
    event = who_am_i(sandbox, variables)
    assert event.succeeded
    assert event.caller_arn.endswith(":user/alice")


@pytest.mark.parametrize("by_arn", [False, True])
def test_a_persona_is_named_by_name_or_arn(sandbox: Sandbox, student: User, by_arn: bool) -> None:
    (auditor,) = (user for user in aws.World(sandbox.world).users if user.name == "auditor")
    variables = keys(student.username, "--persona", auditor.arn if by_arn else "auditor")
    assert who_am_i(sandbox, variables).caller_arn == auditor.arn


def test_another_scenario_is_opened_and_the_site_may_be_elsewhere(scenario: Scenario, student: User) -> None:
    Scenario.objects.create(slug="blank", title="Blank", document=DEMO)
    variables = keys(student.username, "--scenario", "blank", "--endpoint", "https://learn.example/aws")
    assert variables["AWS_ENDPOINT_URL"] == "https://learn.example/aws"
    assert who_am_i(Sandbox.objects.get(scenario__slug="blank"), variables).succeeded


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nobody"], "There is no user nobody."),
        (["maya", "--scenario", "nowhere"], "There is no scenario nowhere. There is: demo."),
        (
            ["maya", "--persona", "mallory"],
            "There is no persona mallory in this sandbox. There is: alice, auditor.",
        ),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    sandbox: Sandbox, student: User, arguments: list[str], says: str
) -> None:
    named = [student.username if word == "maya" else word for word in arguments]
    with pytest.raises(CommandError, match=says):
        call_command("sandbox_keys", *named, stdout=StringIO())
