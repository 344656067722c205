"""The error pages: each says what happened, in the site's look, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import path
from django.views import defaults

from learnsts.urls import handler400  # noqa: F401 -- Django reads it from the root URLconf
from learnsts.urls import urlpatterns as site
from lessons.accounts.models import User


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_object_or_404(User, pk=0))


OURS = "There are five steps, and this is none."
urlpatterns = [
    path("bare-400", raising(BadRequest())),
    path("ours-400", raising(BadRequest(OURS))),
    path("odd-400", raising(SuspiciousOperation("/etc/passwd was asked for"))),
    path("bare-403", raising(PermissionDenied())),
    path("ours-403", raising(PermissionDenied(OURS))),
    path("bare-404", raising(Http404())),
    path("ours-404", raising(Http404(OURS))),
    path("missing-404", missing),
    path("500", raising(ZeroDivisionError("secret detail"))),
    *site,
]
PAGES = {
    "/bare-400": (400, "Something in the address or in the form"),
    "/ours-400": (400, OURS),
    "/odd-400": (400, "Go back, check what you entered"),
    "/bare-403": (403, "belongs to somebody else"),
    "/ours-403": (403, OURS),
    "/bare-404": (404, "may be mistyped"),
    "/ours-404": (404, OURS),
    "/missing-404": (404, "may be mistyped"),
    "/no/such/page/": (404, "may be mistyped"),
    "/500": (500, "You did nothing wrong"),
}
NEVER_SHOWN = ("secret detail", "/etc/passwd", "matches the given query", "Resolver404", "Traceback")


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.site.test_errors")
@pytest.mark.parametrize(("url", "answer"), PAGES.items())
def test_each_error_has_a_page_that_says_what_and_leads_on(
    visitor: Client, url: str, answer: tuple[int, str]
) -> None:
    response = visitor.get(url)
    status, says = answer
    assert response.status_code == status
    assert says in response.text
    assert "To the course" in response.text
    assert not [words for words in NEVER_SHOWN if words in response.text]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["stranger", "guest", "student"])
def test_the_404_page_is_there_for_everybody(
    client_of: Callable[[User | None], Client], guest: User, student: User, kind: str
) -> None:
    user = {"stranger": None, "guest": guest, "student": student}[kind]
    assert client_of(user).get("/no/such/page/").status_code == 404


@pytest.mark.django_db
def test_what_was_asked_for_is_shown_escaped_and_cut(visitor: Client) -> None:
    page = visitor.get("/<script>" + "x" * 5_000).text
    assert "GET /&lt;script&gt;xx" in page
    assert "x" * 100 not in page


@pytest.mark.django_db
def test_a_form_without_its_token_gets_the_page_that_explains_it() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "maya", "password": "x"})
    assert response.status_code == 403
    assert "This form is out of date" in response.text


@pytest.mark.django_db
def test_too_many_requests_get_the_page_that_says_how_long(visitor: Client) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        visitor.post("/accounts/login/")
        response = visitor.post("/accounts/login/")
    assert response.status_code == 429
    assert "Wait one minute" in response.text


def test_the_500_page_needs_neither_database_nor_context() -> None:
    assert "LearnSTS" in get_template("500.html").render()
    assert defaults.server_error(HttpRequest()).status_code == 500


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429"])
def test_no_page_needs_more_than_djangos_own_handlers_give(name: str) -> None:
    assert "To the course" in get_template(f"{name}.html").render()


def test_reasons_are_not_shown_as_in_debugging() -> None:
    assert settings.DEBUG is False
