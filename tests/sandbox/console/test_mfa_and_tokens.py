"""What some calls need beside their form: a code of MFA, or a token from an identity provider."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import lessons
from lessons.accounts.models import User
from lessons.aws.services.sts import jwt
from lessons.loading import read_document
from lessons.sandbox.labs.loading import load_scenario
from lessons.sandbox.models import Scenario
from lessons.sandbox.scenarios.mfa_devices import devices
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.console.test_calls import body, make

SCENARIO = Path(lessons.__file__).parent / "content" / "scenarios" / "two-doors.yaml"


@pytest.fixture
def doors(learner: Client, student: User) -> Bench:
    """A sandbox with a role that asks for MFA, and one for who signs in elsewhere."""
    load_scenario(read_document(SCENARIO), overwrite=True)
    return Bench(learner, open_sandbox(student, Scenario.objects.get(slug="two-doors")))


def sign_in(doors: Bench, **typed: str) -> Any:
    form = {"issuer": "https://login.school.example", "subject": "student-7", "audience": "reading-room"}
    return doors.client.post(doors.url("sign-in"), form | typed)


def filled_in(page: str, name: str) -> str:
    """What a field of the page begins with."""
    found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page) or re.search(
        rf'name="{name}"[^>]*>\s*([^<]*)<', page
    )
    assert found
    return found[1]


def vault(doors: Bench, **typed: str) -> Any:
    given = {"RoleArn": doors.role("vault"), "RoleSessionName": "session1"}
    return make(doors, "sts", "AssumeRole", **given | typed)


def test_the_code_on_the_page_opens_what_asks_for_mfa(doors: Bench) -> None:
    vault(doors)
    assert doors.event.error_code == "AccessDenied"
    (device,) = devices(doors.now())
    page = body(doors.client.get(doors.url("mfa")))
    assert device.serial in page
    assert device.code in page
    vault(doors, SerialNumber=device.serial, TokenCode=device.code)
    assert doors.event.succeeded, doors.event.error_message


def test_a_used_code_is_marked_until_the_clock_brings_the_next(doors: Bench) -> None:
    (device,) = devices(doors.now())
    answered = body(vault(doors, SerialNumber=device.serial, TokenCode=device.code))
    assert "used: wait for the next" in answered
    doors.skip("quarter")
    (later,) = devices(doors.now())
    assert later.code != device.code
    assert not later.used
    assert 0 < (later.changes_at - doors.now().now()).total_seconds() <= 30


def test_the_codes_are_a_part_of_their_own(doors: Bench) -> None:
    part = body(doors.client.get(doors.url("mfa"), headers=HTMX))
    assert "<html" not in part
    assert 'id="mfa"' in part


def test_whoever_signs_in_gets_a_token_that_opens_the_role(doors: Bench) -> None:
    page = body(sign_in(doors))
    token = jwt.read(filled_in(page, "WebIdentityToken"))
    assert token
    assert token.claims["sub"] == "student-7"
    typed = {name: filled_in(page, name) for name in ("RoleArn", "RoleSessionName", "WebIdentityToken")}
    assert typed["RoleArn"] == doors.role("students")
    make(doors, "sts", "AssumeRoleWithWebIdentity", caller="", **typed)
    assert doors.event.succeeded, doors.event.error_message
    assert typed["WebIdentityToken"] not in str(doors.event.parameters)


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"subject": "teacher-1"}, "AccessDenied"), ({"audience": "elsewhere"}, "InvalidIdentityToken")],
)
def test_a_token_for_somebody_else_is_for_aws_to_refuse(
    doors: Bench, typed: dict[str, str], code: str
) -> None:
    page = body(sign_in(doors, **typed))
    given = {name: filled_in(page, name) for name in ("RoleArn", "RoleSessionName", "WebIdentityToken")}
    make(doors, "sts", "AssumeRoleWithWebIdentity", caller="", **given)
    assert doors.event.error_code == code


@pytest.mark.parametrize("typed", [{"issuer": "https://nobody.example"}, {"subject": ""}, {"audience": "\0"}])
def test_a_sign_in_that_cannot_be_is_a_form_with_what_is_wrong(doors: Bench, typed: dict[str, str]) -> None:
    response = sign_in(doors, **typed)
    assert response.status_code == 422
    assert 'role="alert"' in body(response)


def test_where_there_is_no_provider_nobody_signs_in(bench: Bench) -> None:
    assert bench.client.get(bench.url("sign-in")).status_code == 404
    page = body(bench.client.get(bench.url("call", "sts", "AssumeRoleWithWebIdentity")))
    assert "Sign in at the provider" not in page
