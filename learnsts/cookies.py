"""Cookies have other names under HTTPS than in 0.3.1: who comes with the old ones stays signed in.

Browsers take a name with the prefix `__Host-` from this very host alone. The old names can be set by any host
beside this one, and so can a name that only looks like the new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from django.conf import global_settings, settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

__all__ = ["mark_sessions", "read_exact_names", "read_old_names"]

NAMED = "cookie"  # in the session: the name of the cookie that it was saved under
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # what a cookie's name is, by RFC 6265

GetResponse = Callable[[HttpRequest], HttpResponse]


def read_exact_names(get_response: GetResponse) -> GetResponse:
    """Leave out cookies whose name is none.

    Django strips every blank of Unicode from around a name, and browsers take such a name for one of its own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        pairs = request.META.get("HTTP_COOKIE", "").split(";")
        named = [pair for pair in pairs if TOKEN.fullmatch(pair.partition("=")[0].strip(" \t"))]
        request.META["HTTP_COOKIE"] = ";".join(named)
        return get_response(request)

    return middleware


def mark_sessions(get_response: GetResponse) -> GetResponse:
    """Note in each session that is saved by which name its cookie goes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.modified and not request.session.is_empty():
            request.session[NAMED] = settings.SESSION_COOKIE_NAME
        return response

    return middleware


def read_old_names(get_response: GetResponse) -> GetResponse:
    """Read a cookie by its old name where there is none by the new, and drop the old once the new is set.

    A session that goes by the new name is not found by the old.

    Raises MiddlewareNotUsed where the names are the old ones.
    """
    old_names = {
        settings.SESSION_COOKIE_NAME: global_settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME: global_settings.CSRF_COOKIE_NAME,
    }
    if all(new == old for new, old in old_names.items()):
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        had = {new: old for new, old in old_names.items() if old in request.COOKIES}
        for new, old in had.items():
            if new not in request.COOKIES and not is_of(new, request.COOKIES[old]):
                request.COOKIES[new] = request.COOKIES[old]
        response = get_response(request)
        for new, old in had.items():
            if new in response.cookies:
                response.delete_cookie(old)
        return response

    return middleware


def is_of(name: str, key: str) -> bool:
    """Whether ``key`` is of a session that was saved under the cookie of this name."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    return name == settings.SESSION_COOKIE_NAME and bool(sessions(key).get(NAMED) == name)
