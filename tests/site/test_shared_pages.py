"""A page that is the same for all strangers is kept for them, until the course changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache.backends import locmem
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from learnsts.shared_pages import Latest, share_pages
from lessons.models import Lesson

URL = "/lessons/assume/read/"
PUBLIC = {"Cache-Control": "public, max-age=0, s-maxage=60", "ETag": '"one"'}
Ask = Callable[..., HttpResponse]

pytestmark = pytest.mark.django_db


class Site:
    """The pages behind the middleware: each says how many were made before it."""

    def __init__(self) -> None:
        self.made = 0
        self.response: dict[str, Any] = {"headers": PUBLIC}
        self.cookie = ""
        self.ask_through = share_pages(self.page)

    def page(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(str(self.made), **self.response)
        if self.cookie:
            response.set_cookie(self.cookie, "x")
        return response

    def get(self, path: str = URL, cookies: str = "", method: str = "GET", **headers: str) -> HttpResponse:
        more = {"HTTP_COOKIE": cookies} if cookies else {}
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return self.ask_through(RequestFactory().generic(method, path, **more, **named))


@pytest.fixture
def site(lesson: Lesson) -> Site:
    """Pages of which the first has told that there is one, and the second is kept."""
    site = Site()
    assert [site.get().content for _ in range(2)] == [b"1", b"2"]
    return site


def test_strangers_get_the_page_that_is_kept(site: Site) -> None:
    assert [site.get().content for _ in range(3)] == [b"2"] * 3
    assert site.get()["ETag"] == '"one"'
    assert site.made == 2


def test_it_is_counted_by_the_name_of_its_url(site: Site) -> None:
    request = RequestFactory().get(URL)
    site.ask_through(request)
    assert request.resolver_match.view_name == "lessons:read"


def test_who_has_the_page_is_told_that_it_holds(site: Site) -> None:
    again = site.get(if_none_match='"one"')
    assert (again.status_code, again.content) == (304, b"")
    assert site.made == 2


@pytest.mark.parametrize("what", ["lesson", "step", "chapter"])
def test_a_change_of_the_course_is_shown_at_once(what: str, site: Site, lesson: Lesson) -> None:
    row = {"lesson": lesson, "step": lesson.steps.all()[0], "chapter": lesson.chapter}[what]
    row.title = "Changed"
    row.save()
    assert [site.get().content for _ in range(2)] == [b"3", b"3"]


def test_after_a_minute_it_is_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now = locmem.time.time()
    for seconds, page in [(0, b"2"), (59, b"2"), (61, b"3")]:
        monkeypatch.setattr(locmem.time, "time", lambda seconds=seconds: now + seconds)
        assert site.get().content == page


@pytest.mark.parametrize(
    "asked",
    [
        {"cookies": "sessionid=x"},
        {"cookies": "theme=dark; messages=x"},
        {"path": f"{URL}?page=2"},
        {"path": "/"},
        {"method": "POST"},
        {"method": "HEAD"},
        {"hx_request": "true"},
        {"accept_encoding": "gzip"},
        {"host": "127.0.0.1:81"},
    ],
)
def test_whoever_asks_otherwise_gets_a_page_of_their_own(asked: dict[str, str], site: Site) -> None:
    assert site.get(**asked).content == b"3"
    assert site.get().content == b"2"


@pytest.mark.parametrize(
    "asked", [{"accept_encoding": "br, made-up"}, {"hx_request": "made-up"}, {"hx_boosted": "made-up"}]
)
def test_made_up_headers_drive_no_page_out(asked: dict[str, str], site: Site) -> None:
    assert site.get(**asked).content == b"2"


def test_an_encoded_header_is_read_as_htmx_writes_it(site: Site) -> None:
    """Otherwise the part that it asks for would be kept as everybody's page."""
    assert site.get(hx_request="t%72ue", hx_request_uri_autoencoded="true").content == b"3"


def test_a_cookie_that_says_nothing_of_a_reader_does_not_matter(site: Site) -> None:
    assert site.get(cookies="csrftoken=x").content == b"2"


@pytest.mark.parametrize(
    "response",
    [
        {"headers": PUBLIC | {"Cache-Control": "private, no-cache"}},
        {"headers": {"ETag": '"one"'}},
        {"headers": PUBLIC, "status": 404},
    ],
)
def test_a_page_that_is_not_for_all_is_not_kept_and_nothing_is_asked(
    response: dict[str, Any], django_assert_num_queries: Any
) -> None:
    site = Site()
    site.response = response
    with django_assert_num_queries(0):
        assert [site.get().content for _ in range(3)] == [b"1", b"2", b"3"]


def test_a_page_with_a_cookie_is_not_kept() -> None:
    site = Site()
    site.cookie = "sessionid"
    assert [site.get().content for _ in range(3)] == [b"1", b"2", b"3"]


def test_whether_the_course_has_changed_is_looked_at_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """One statement more is most of what such a page costs."""
    monkeypatch.setattr("learnsts.shared_pages.FRESH_SECONDS", 1)
    stamps = iter(("one", "two", "three"))
    latest = Latest(lambda: next(stamps))
    assert [latest.get(now) for now in (10.0, 10.9, 11.0, 11.5, 12.1)] == [
        "one",
        "one",
        "two",
        "two",
        "three",
    ]
