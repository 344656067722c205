"""Where a form comes from: this site's own pages, or it is refused."""

from __future__ import annotations

import os
import random

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from lessons.accounts.models import User
from lessons.models import Lesson, Vote

HERE, ELSEWHERE = "http://testserver", "http://evil.example"
VOTE = "/lessons/assume/vote/"


def strict(user: User | None = None) -> Client:
    """A browser whose forms are checked."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def vote(client: Client, *, secure: bool = False, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(VOTE, {"helpful": "yes"}, headers=named, secure=secure).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": HERE},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "same-origin", "Origin": HERE},
        {"Referer": f"{HERE}/lessons/assume/read/"},
    ],
    ids=str,
)
def test_what_a_page_of_this_site_sends_needs_no_token(
    lesson: Lesson, student: User, headers: dict[str, str]
) -> None:
    assert vote(strict(), **headers) == 302
    assert vote(strict(student), **headers) == 302
    assert Vote.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": f"{HERE}:8080"},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": "http://["},
        {"Origin": ELSEWHERE, "Referer": f"{HERE}/"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "cross-site", "Origin": ELSEWHERE},
        {"Referer": f"{ELSEWHERE}/{HERE}/"},
        {"Referer": "http://["},
        {"Referer": ""},
    ],
    ids=str,
)
def test_what_comes_from_elsewhere_or_does_not_say_is_refused(
    lesson: Lesson, student: User, headers: dict[str, str]
) -> None:
    assert vote(strict(), **headers) == 403
    assert vote(strict(student), **headers) == 403
    assert not Vote.objects.exists()
    assert not User.objects.filter(is_guest=True).exists()


def test_over_https_a_page_of_the_same_host_over_http_is_elsewhere(lesson: Lesson) -> None:
    assert vote(strict(), secure=True, Origin="https://testserver") == 302
    assert vote(strict(), secure=True, Origin=HERE) == 403
    assert vote(strict(), secure=True, Referer=f"{HERE}/") == 403


def test_an_origin_that_is_trusted_is_here(lesson: Lesson, settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://learn.example", "https://*.school.example"]
    assert vote(strict(), Origin="https://learn.example") == 302
    assert vote(strict(), Origin="https://a.school.example") == 302
    assert vote(strict(), Origin="https://school.example.evil.example") == 403


def test_a_token_does_where_the_browser_says_nothing(lesson: Lesson, student: User) -> None:
    client = strict(student)
    client.get("/lessons/assume/read/")
    token = client.cookies["csrftoken"].value
    form = {"helpful": "yes", "csrfmiddlewaretoken": token}
    assert client.post(VOTE, form).status_code == 302
    assert client.post(VOTE, form | {"csrfmiddlewaretoken": "x" * 32}).status_code == 403


def test_nobody_is_signed_in_from_elsewhere(student: User) -> None:
    form = {"login": "maya", "password": "a-good-password"}
    client = strict()
    assert client.post("/accounts/login/", form, headers={"Origin": ELSEWHERE}).status_code == 403
    assert not client.cookies
    assert client.post("/accounts/login/", form, headers={"Origin": HERE}).status_code == 302


def test_a_page_that_was_read_as_a_stranger_still_works_once_one_is_a_guest(lesson: Lesson) -> None:
    client = strict()
    assert vote(client, Origin=HERE) == 302
    assert vote(client, Origin=HERE) == 302
    assert Vote.objects.count() == 1


def test_a_token_asks_the_system_once_for_its_secret_and_once_for_its_mask(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(size: int) -> bytes:
        asked.append(size)
        return os.urandom(size)

    monkeypatch.setattr(random, "_urandom", counted)
    request = rf.get("/")
    tokens = {get_token(request) for _ in range(5)}
    assert len(asked) == 6
    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {64}
    assert all(token.isalnum() for token in tokens)
