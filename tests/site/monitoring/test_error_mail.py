"""Unexpected errors reach the administrators by mail, seldom enough, and with nothing of what was sent."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from learnsts.monitoring.error_mail import SECONDS_BETWEEN, Seldom
from learnsts.monitoring.logs import logging_to
from learnsts.urls import handler400  # noqa: F401 -- Django reads it from the root URLconf
from learnsts.urls import urlpatterns as site
from tests.site.test_environment import ROOT

SECRETS = (
    "correct-horse",
    "X-Amz-Signature",
    "0123456789abcdef",
    "session-of-maya",
    "bearer-of-maya",
    "only-for",
)


@csrf_exempt
def fails(request: HttpRequest) -> HttpResponse:
    password = request.POST["password"]
    raise ZeroDivisionError(f"with {len(password)} characters")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("fails", fails), path("refuses", refuses), *site]


@pytest.fixture
def mailing() -> Iterator[None]:
    """The logging of a site where mail is set up."""
    before = logging.getLogger().handlers[:]
    logging.config.dictConfig(logging_to("console", "mail"))
    addresses = [("", "ops@example.edu"), ("", "second@example.edu")]
    with override_settings(ADMINS=addresses, ROOT_URLCONF="tests.site.monitoring.test_error_mail"):
        yield
    logging.config.dictConfig(logging_to("console"))
    logging.getLogger().handlers[:] = before


def fail() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "session-of-maya"
    response = client.post(
        "/fails?X-Amz-Signature=0123456789abcdef",
        {"login": "maya", "password": "correct-horse"},
        headers={"authorization": "Bearer bearer-of-maya", "x-request-id": "from-proxy.1"},
    )
    assert response.status_code == 500


@pytest.mark.django_db
def test_an_error_reaches_every_administrator_with_its_place_and_request(mailing: None) -> None:
    fail()
    (message,) = mail.outbox
    assert message.to == ["ops@example.edu", "second@example.edu"]
    assert "Internal Server Error: /fails" in message.subject
    assert "ZeroDivisionError: with 13 characters" in message.body
    assert "test_error_mail.py" in message.body
    assert "request=from-proxy.1" in message.body


@pytest.mark.django_db
def test_nothing_of_what_was_sent_is_in_it(mailing: None) -> None:
    fail()
    (message,) = mail.outbox
    assert not [secret for secret in SECRETS if secret in message.subject + message.body]
    assert message.alternatives == []


@pytest.mark.django_db
def test_many_errors_at_once_are_one_mail(mailing: None) -> None:
    for _ in range(20):
        fail()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_a_visitor_did_wrong_is_no_mail(mailing: None) -> None:
    assert Client().get("/refuses").status_code == 403
    with override_settings(ALLOWED_HOSTS=["learn.example.edu"]):
        assert Client().get("/classes/", headers={"host": "elsewhere.example"}).status_code == 400
    assert mail.outbox == []


def test_the_next_mail_may_go_after_five_minutes() -> None:
    moments = iter([0.0, 0.0, SECONDS_BETWEEN - 1.0, SECONDS_BETWEEN * 1.0, SECONDS_BETWEEN * 1.0])
    seldom = Seldom(now=lambda: next(moments))
    record = logging.makeLogRecord({})
    assert [seldom.filter(record) for _ in range(3)] == [True, False, True]


@pytest.mark.parametrize(
    ("environment", "handlers"),
    [
        ({"ADMINS": "ops@example.edu", "EMAIL_URL": "smtp+tls://u:p@mail.example:587"}, ["console", "mail"]),
        ({"ADMINS": "ops@example.edu"}, ["console"]),
        ({"EMAIL_URL": "smtp://mail.example:25"}, ["console"]),
    ],
)
def test_mail_is_sent_where_it_is_set_up(
    environment: dict[str, str], handlers: list[str], tmp_path: Path
) -> None:
    program = (
        "import json, learnsts.settings as s; print(json.dumps([s.LOGGING['root']['handlers'], s.ADMINS]))"
    )
    bare = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "VAR_DIR": str(tmp_path)}
    told = subprocess.check_output(
        [sys.executable, "-c", program], cwd=ROOT, env=bare | environment, text=True
    )
    assert json.loads(told)[0] == handlers
