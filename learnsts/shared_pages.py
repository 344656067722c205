"""A stranger gets the page that the last one got: it is the same bytes for everybody, compressed already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from math import inf
from time import monotonic

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.urls import resolve
from django.utils.cache import get_conditional_response
from django_htmx.middleware import HtmxDetails

from lessons.reading.course_cache import read_stamp

__all__ = ["share_pages"]

FRESH_SECONDS = 1.0  # for which nobody looks again whether the course has changed


@dataclass(frozen=True)
class Kept:
    """A page, and what the course was when it was made; None where nobody has looked."""

    course: int | None
    response: HttpResponse


class Latest:
    """What a function gave a moment ago, asked anew at most once in FRESH_SECONDS."""

    def __init__(self, read: Callable[[], str]) -> None:
        self.read, self.found, self.until = read, "", -inf

    def get(self, now: float) -> str:
        """What it gives, or gave a moment before ``now``, in seconds of any one clock."""
        if now >= self.until:
            self.found, self.until = self.read(), now + FRESH_SECONDS
        return self.found


def share_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep a page that says itself that every cache may, until the course changes and for a minute at most.

    A minute is what any cache on the way is allowed (``s-maxage``); an edit is seen in a second.
    The first answer tells that there is such a page: nothing is asked of the database for any other.
    """
    course_now = Latest(read_stamp)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_shared(request):
            return get_response(request)
        pages, key = caches["strangers"], key_of(request)
        kept: Kept | None = pages.get(key)
        course = hash(course_now.get(monotonic())) if kept else None
        if kept and kept.course == course:
            return answer(request, kept.response)
        response = get_response(request)
        if is_for_all(response):
            pages.set(key, Kept(course, response))
        return response

    return middleware


def answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or that the copy which the stranger has still holds."""
    request.resolver_match = resolve(request.path_info)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def is_shared(request: HttpRequest) -> bool:
    """Whether a stranger asks: somebody without a cookie that a page could depend on.

    What a page fetches ahead is for its own browser to keep.
    """
    is_known = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    is_plain = request.method == "GET" and not request.META.get("QUERY_STRING")
    return is_plain and not is_known and "HX-Preloaded" not in request.headers


def is_for_all(response: HttpResponse) -> bool:
    """Whether the page says so itself."""
    says_so = "public" in response.get("Cache-Control", "") and "ETag" in response
    return response.status_code == HTTPStatus.OK and says_so and not response.cookies


def key_of(request: HttpRequest) -> str:
    """Which page it is: the address, and how it is asked for.

    Of a header only what the page depends on, so that made-up values drive no other page out.
    """
    asked = (request.scheme, request.META.get("HTTP_HOST"), request.path_info)
    htmx = HtmxDetails(request)  # reads encoded values too
    told = (bool(htmx), htmx.boosted, htmx.history_restore_request)
    is_compressed = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    return sha256(repr((asked, told, is_compressed)).encode()).hexdigest()
