"""Behind a TLS proxy, set up as README says: forms work, and visitors are told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from lessons.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.site.test_environment import EXAMPLE

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text().split("## On many machines")[1]
NGINX = README.split("```nginx")[1].split("```")[0]
SIGN_IN = reverse("account_login")
HOST = "learn.example.edu"

behind_a_proxy = override_settings(
    ALLOWED_HOSTS=[HOST],
    ALLAUTH_TRUSTED_PROXY_COUNT=1,
    CSRF_TRUSTED_ORIGINS=[f"https://{HOST}"],
    CSRF_COOKIE_SECURE=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    SECURE_SSL_REDIRECT=True,
    SESSION_COOKIE_SECURE=True,
)


def browser(address: str) -> Client:
    """A browser at an address, as a node sees it through the proxy."""
    told = {"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": address}
    return Client(enforce_csrf_checks=True, headers=told)


def sign_in(client: Client, password: str = PASSWORD) -> int:
    token = client.get(SIGN_IN).context["csrf_token"]
    form = {"login": "maya", "password": password, "csrfmiddlewaretoken": str(token)}
    headers = {"origin": f"https://{HOST}", "referer": f"https://{HOST}{SIGN_IN}"}
    return client.post(SIGN_IN, form, headers=headers).status_code


@pytest.mark.django_db
@behind_a_proxy
def test_a_form_that_came_over_tls_is_taken(student: User) -> None:
    assert sign_in(browser("203.0.113.9")) == 302


@pytest.mark.django_db
@behind_a_proxy
def test_each_address_has_limits_of_its_own(student: User) -> None:
    assert [sign_in(browser("203.0.113.9"), "wrong") for _ in range(6)] == [200] * 5 + [429]
    assert sign_in(browser("203.0.113.10")) == 302


@pytest.mark.django_db
@behind_a_proxy
def test_what_came_without_tls_is_sent_to_it() -> None:
    response = Client(headers={"host": HOST, "x-forwarded-proto": "http"}).get(SIGN_IN)
    assert (response.status_code, response.url) == (301, f"https://{HOST}{SIGN_IN}")


def test_readme_names_every_variable_that_a_proxy_and_a_second_node_need() -> None:
    told = set(re.findall(r"^([A-Z_]+)=", README, re.MULTILINE))
    needed = {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS"}
    assert needed | {"TRUSTED_PROXIES"} <= told
    assert told <= set(EXAMPLE.findall((ROOT / ".env.example").read_text()))


def test_the_proxy_sets_what_a_client_could_pretend() -> None:
    told = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))
    assert told["Host"] == "$host"  # in lower case and without a port
    assert told["X-Forwarded-For"] == "$remote_addr"  # not what was sent, with the address behind it
    assert told["X-Forwarded-Proto"] == "$scheme"


def test_the_proxy_logs_no_query_and_waits_for_nobody() -> None:
    (logged,) = re.findall(r"log_format .*", NGINX)
    assert set(re.findall(r"\$[a-z_]+", logged)) == {
        *("$remote_addr", "$time_iso", "$request_method", "$uri", "$status", "$request_time", "$request_id")
    }
    assert NGINX.count("access_log") == NGINX.count("server_name")
    waits = ("client_header_timeout 10s;", "client_body_timeout 10s;", "proxy_request_buffering on;")
    assert [line for line in waits if line not in NGINX] == []
