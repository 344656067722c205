"""Middleware of the site."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from learnsts.metrics import url_name
from lessons.accounts.security_log import tell
from lessons.sandbox import wire

__all__ = ["aws_apart", "keep_private_pages", "tell_refusals", "vary_on_htmx"]

# The URLs whose pages are about people, errors included. The sandbox's pages see to it themselves.
ABOUT_PEOPLE = ("classrooms:", "admin:", "account_")
REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}

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


def keep_private_pages(get_response: GetResponse) -> GetResponse:
    """Let nobody keep a page about people: the next reader at a computer may be somebody else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if url_name(request).startswith(ABOUT_PEOPLE):
            add_never_cache_headers(response)
        return response

    return middleware


def tell_refusals(get_response: GetResponse) -> GetResponse:
    """Tell the security log who was not let in, or has asked too often, and for what."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in REFUSALS:
            facts = {"url": url_name(request), "method": request.method, "status": response.status_code}
            tell("refused", request, level=logging.WARNING, **facts)
        return response

    return middleware
