"""Who may open what: every URL of the site, asked by every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lessons.accounts.models import User
from tests.access.people import asked_for
from tests.access.table import ADMIN, ROLES, TABLE, Row


def ask(
    browser: Callable[[User | None], Client], person: User | None, method: str, url: str, data: dict[str, str]
) -> HttpResponse:
    """The answer to one request, whose effects are undone."""
    with transaction.atomic():
        answer: HttpResponse = getattr(browser(person), method)(url, data)
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def answers(
    hers: SimpleNamespace, people: dict[str, User | None], client_of: Callable[[User | None], Client]
) -> Callable[[Row], dict[str, HttpResponse]]:
    """What each role is answered to a row."""

    def answers(row: Row) -> dict[str, HttpResponse]:
        url, data = asked_for(row, hers)
        return {role: ask(client_of, people[role], row.method, url, data) for role in ROLES}

    return answers


def name_of(row: Row) -> str:
    """What a test of a row is called."""
    return f"{row.method} {row.name} {row.arguments}"


@pytest.mark.parametrize("row", TABLE + ADMIN, ids=name_of)
def test_every_role_is_answered_as_the_table_says(
    row: Row, answers: Callable[[Row], dict[str, HttpResponse]]
) -> None:
    told = answers(row)
    assert {role: answer.status_code for role, answer in told.items()} == row.told
    if row.is_private:
        pages = [answer for answer in told.values() if answer.status_code in (200, 409, 422)]
        kept = [page for page in pages if "no-store" not in page.headers.get("Cache-Control", "")]
        assert kept == [], "a page about people or with secrets is kept by a browser or a proxy"


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every named URL below ``resolver``, the admin's left out."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_url_stands_in_the_table() -> None:
    assert {row.name for row in TABLE} == set(names(get_resolver()))


def test_every_admin_page_turns_away_who_does_not_teach(
    people: dict[str, User | None], client_of: Callable[[User | None], Client]
) -> None:
    resolver = next(r for r in get_resolver().url_patterns if getattr(r, "namespace", "") == "admin")
    pages = [p.name for p in resolver.url_patterns if isinstance(p, URLPattern) and p.name != "login"]
    for page in filter(None, pages):
        try:
            url = reverse(f"admin:{page}")
        except Exception:  # noqa: S112 -- pages that need an argument are reached from these
            continue
        assert ask(client_of, people["maya"], "get", url, {}).status_code in (302, 403), url
