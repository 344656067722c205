"""`next`: kept on the way through the account pages, followed on this host only."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
HOME = reverse("lessons:home")
LESSON = "/lessons/assume/steps/3/?speed=slow"
OURS = (LESSON, "/", f"http://testserver{LESSON}")
REFUSED = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://testserver:80@evil.example",
    "ftp://testserver/",
    "//[",
    "http://[::1",
    "\x08//evil.example",
    " //evil.example",
    "/" + "a" * 20_000,
)
TARGETS = [(target, target) for target in OURS] + [(target, HOME) for target in REFUSED]
SAME_PLACES = pytest.mark.parametrize(("target", "leads_to"), TARGETS)
ClientOf = Callable[[User | None], Client]


@SAME_PLACES
def test_after_signing_in(client: Client, student: User, target: str, leads_to: str) -> None:
    form = {"login": "maya", "password": PASSWORD, "next": target}
    assert client.post(reverse("account_login"), form).url == leads_to


@SAME_PLACES
def test_after_signing_up(client: Client, sign_up_form: dict[str, str], target: str, leads_to: str) -> None:
    assert client.post(reverse("account_signup"), sign_up_form | {"next": target}).url == leads_to


@SAME_PLACES
def test_after_signing_out(client_of: ClientOf, student: User, target: str, leads_to: str) -> None:
    assert client_of(student).post(reverse("account_logout"), {"next": target}).url == leads_to


@SAME_PLACES
def test_where_one_is_signed_in_already(
    client_of: ClientOf, student: User, target: str, leads_to: str
) -> None:
    assert client_of(student).get(reverse("account_login"), {"next": target}).url == leads_to


@pytest.mark.parametrize("target", REFUSED)
def test_in_the_admin(client_of: ClientOf, instructor: User, target: str) -> None:
    response = client_of(instructor).get(reverse("admin:login"), {"next": target})
    assert response.url == reverse("admin:index")


@pytest.mark.parametrize(("here", "there"), [("login", "signup"), ("signup", "login")])
def test_the_way_from_one_form_to_the_other_keeps_the_target(client: Client, here: str, there: str) -> None:
    page = client.get(reverse(f"account_{here}"), {"next": LESSON})
    assert f"{reverse(f'account_{there}')}?next={quote(LESSON, safe='')}" in page.text
    assert 'name="next"' in page.text
