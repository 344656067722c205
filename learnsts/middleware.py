"""Middleware of the site."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from lessons.sandbox import wire

__all__ = ["aws_apart", "vary_on_htmx"]

GetResponse = Callable[[HttpRequest], HttpResponse]


def aws_apart(get_response: GetResponse) -> GetResponse:
    """Answer AWS clients at once: no redirect, session, compression or header of the site's comes between."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return wire.endpoint(request) if wire.is_aws(request.path_info) else get_response(request)

    return middleware


def vary_on_htmx(get_response: GetResponse) -> GetResponse:
    """Tell caches that a URL answers HTMX with a partial and everyone else with a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware
