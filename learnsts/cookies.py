"""Cookies have other names under HTTPS than in 0.3.1: who comes with the old ones stays signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import global_settings, settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

__all__ = ["read_old_names"]


def read_old_names(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read a cookie by its old name where there is none by the new, and drop the old once the new is set.

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
            request.COOKIES.setdefault(new, request.COOKIES[old])
        response = get_response(request)
        for new, old in had.items():
            if new in response.cookies:
                response.delete_cookie(old)
        return response

    return middleware
