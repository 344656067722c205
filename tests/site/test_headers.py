"""What every answer carries: a policy that allows nothing inline, and what it varies on."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User

PAGES = ("/accounts/login/", "/accounts/signup/", "/accounts/inactive/", "/no/such/page/")
INLINE = re.compile(r"""<[^>]+\s(?:style|on[a-z]+)\s*=|<style|<script(?![^>]*\ssrc=)""", re.IGNORECASE)
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", PAGES)
def test_the_policy_is_strict_on_every_page(client: Client, url: str) -> None:
    header, _, _ = client.get(url).headers["Content-Security-Policy"].partition(",")
    policy = dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())
    assert {name: policy[name] for name in POLICY} == POLICY
    assert "unsafe" not in header


@pytest.mark.parametrize("url", PAGES)
def test_scripts_and_styles_come_from_the_static_files_alone(client: Client, url: str) -> None:
    """By a second policy, which has to be met as well: the first one's 'self' takes in all that is stored."""
    _, _, second = client.get(url).headers["Content-Security-Policy"].partition(",")
    assert second.strip() == "script-src *:*/static/ *:*/admin/jsi18n/; style-src *:*/static/"


@pytest.mark.parametrize("url", PAGES)
def test_no_page_has_anything_inline(client: Client, url: str) -> None:
    assert not INLINE.search(client.get(url).text)


@pytest.mark.parametrize("url", PAGES)
def test_caches_are_told_that_htmx_gets_another_answer(client: Client, url: str) -> None:
    assert "HX-Request" in client.get(url).headers["Vary"]


@pytest.mark.parametrize("url", PAGES)
def test_nobody_may_frame_or_sniff_a_page(client: Client, url: str) -> None:
    headers = client.get(url).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/signup/"])
def test_forms_with_passwords_are_not_cached(client: Client, url: str) -> None:
    assert "no-store" in client.get(url).headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_logout", "admin:accounts_user_changelist"]
)
def test_a_page_of_an_account_is_not_cached(client: Client, superuser: User, name: str) -> None:
    client.force_login(superuser)
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]
