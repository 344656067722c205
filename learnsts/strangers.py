"""A stranger gets the page that the last one got: it is the same bytes for everybody, compressed already."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.cache import get_conditional_response

from lessons.course import read_stamp

__all__ = ["share_pages"]

TOLD_APART = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_ACCEPT_ENCODING")


def share_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep a page that says itself that every cache may, until the course changes and for a minute at most.

    A minute is what any cache on the way is allowed (``s-maxage``); what has been edited is shown at once.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_shared(request):
            return get_response(request)
        pages, key = caches["strangers"], key_of(request)
        response: HttpResponse | None = pages.get(key)
        if response is None:
            response = get_response(request)
            if is_for_all(response):
                pages.set(key, response)
            return response
        request.resolver_match = resolve(request.path_info)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return middleware


def is_shared(request: HttpRequest) -> bool:
    """Whether a stranger asks: somebody without a cookie that a page could depend on."""
    is_known = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return request.method == "GET" and not request.META.get("QUERY_STRING") and not is_known


def is_for_all(response: HttpResponse) -> bool:
    """Whether the page says so itself."""
    says_so = "public" in response.get("Cache-Control", "") and "ETag" in response
    return response.status_code == HTTPStatus.OK and says_so and not response.cookies


def key_of(request: HttpRequest) -> str:
    """What the page depends on: the address, how it is asked for, and everything in the course."""
    asked = (request.scheme, request.META.get("HTTP_HOST"), request.path_info)
    return str(hash((*asked, *map(request.META.get, TOLD_APART), read_stamp())))
