"""Under HTTPS the cookies are this very host's alone, and nobody who came with the old ones is signed out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from learnsts.cookies import read_old_names
from lessons.accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.site.test_environment import ROOT

SIGN_IN, SIGN_OUT, CHANGE = (reverse(f"account_{name}") for name in ("login", "logout", "change_password"))
SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"

pytestmark = pytest.mark.django_db
under_https = override_settings(
    SESSION_COOKIE_NAME=SESSION, CSRF_COOKIE_NAME=CSRF, SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True
)


def same_browser(client: Client, **options: bool) -> Client:
    """A client with the same cookies, for a site that started anew."""
    again = Client(**options)
    again.cookies = client.cookies
    return again


def sign_in(client: Client) -> None:
    client.post(SIGN_IN, {"login": "maya", "password": PASSWORD})


@pytest.mark.parametrize(("https", "names"), [("1", [SESSION, CSRF]), ("", ["sessionid", "csrftoken"])])
def test_the_prefix_goes_with_https(https: str, names: list[str], tmp_path: Path) -> None:
    program = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME]))"
    )
    bare = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "VAR_DIR": str(tmp_path), "HTTPS": https}
    bare["DJANGO_SETTINGS_MODULE"] = "learnsts.settings"
    told = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, env=bare, text=True)
    assert json.loads(told) == names


@under_https
def test_a_new_cookie_is_what_browsers_ask_of_the_prefix(student: User) -> None:
    client = Client()
    sign_in(client)
    client.get(SIGN_IN)
    for name in (SESSION, CSRF):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize("kind", ["student", "guest"])
def test_who_comes_with_the_old_cookie_stays_who_they_are(student: User, guest: User, kind: str) -> None:
    who = {"student": student, "guest": guest}[kind]
    client = Client()
    client.force_login(who)
    assert set(client.cookies) == {"sessionid"}
    with under_https:
        page = client.get("/")
    assert page.status_code == 200
    assert page.wsgi_request.user == who


def test_a_form_that_was_open_meanwhile_can_still_be_sent(student: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(student)
    form = {"csrfmiddlewaretoken": str(client.get(SIGN_OUT).context["csrf_token"])}
    with under_https:
        assert same_browser(client, enforce_csrf_checks=True).post(SIGN_OUT, form).status_code == 302


def test_the_old_cookie_goes_once_there_is_a_new_one(student: User) -> None:
    client = Client()
    sign_in(client)
    old = client.cookies["sessionid"].value
    with under_https:
        client = same_browser(client)
        sign_out = client.post(SIGN_OUT)
        assert sign_out.cookies["sessionid"]["max-age"] == 0
        sign_in(client)
        assert client.cookies[SESSION].value != old
        client.cookies["sessionid"] = old
        assert client.get(CHANGE).wsgi_request.user == student


def test_the_new_cookie_wins(student: User, other_student: User) -> None:
    """A subdomain can set the old name, never the new one."""
    planted = Client()
    planted.force_login(other_student)
    with under_https:
        client = Client()
        sign_in(client)
        client.cookies["sessionid"] = planted.cookies["sessionid"].value
        assert client.get(CHANGE).wsgi_request.user == student


@under_https
@pytest.mark.parametrize("blank", ["\u2000", "\u00a0", "\u0085", "\x1c", "\x0b"])
def test_a_name_that_only_looks_like_the_new_one_is_none(
    blank: str, student: User, other_student: User
) -> None:
    """Browsers let a subdomain set it, for it does not begin with the prefix; Python strips the blank."""
    client, planted = Client(), Client()
    client.force_login(student)
    planted.force_login(other_student)
    header = f"{SESSION}={client.cookies[SESSION].value}; {blank}{SESSION}={planted.cookies[SESSION].value}"
    sent = header.encode().decode("latin-1")  # as WSGI tells it
    assert Client(HTTP_COOKIE=sent).get(CHANGE).wsgi_request.user == student


@under_https
def test_a_session_of_the_new_name_is_not_found_by_the_old(student: User) -> None:
    """A subdomain can set the old name, and so make a stranger somebody whom its owner reads after."""
    owner, stranger = Client(), Client()
    sign_in(owner)
    stranger.cookies["sessionid"] = owner.cookies[SESSION].value
    page = stranger.get("/")
    assert page.status_code == 200
    assert not page.wsgi_request.user.is_authenticated
    assert owner.get(CHANGE).wsgi_request.user == student


def test_who_signed_in_before_https_came_stays_signed_in(student: User) -> None:
    client = Client()
    sign_in(client)
    with under_https:
        assert same_browser(client).get(CHANGE).wsgi_request.user == student


def test_without_https_nothing_is_done() -> None:
    with pytest.raises(MiddlewareNotUsed):
        read_old_names(lambda _: HttpResponse())
