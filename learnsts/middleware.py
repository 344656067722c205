"""Middleware of the site."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)

from learnsts.monitoring import health
from learnsts.monitoring.metrics import url_name
from lessons.accounts.guests.learners import is_stranger
from lessons.accounts.security_log import tell
from lessons.sandbox.calls import endpoint

__all__ = [
    "aws_apart",
    "clear_for_the_next",
    "health_apart",
    "keep_private_pages",
    "kept_by_caches",
    "scripts_of_the_site",
    "tell_refusals",
    "vary_on_htmx",
]

# The URLs whose pages are about people, errors included. The sandbox's pages see to it themselves.
ABOUT_PEOPLE = (
    "classrooms:",
    "quizzes:analysis",
    "quizzes:regrade",
    "quizzes:standings",
    "admin:",
    "account_",
)
REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}

GetResponse = Callable[[HttpRequest], HttpResponse]
PART_OR_PAGE = ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"]
POLICY = "Content-Security-Policy"
# A browser asks each time whether its copy still holds, for the reader may have become somebody. A cache on
# the way may answer strangers by itself for a minute.
FOR_ANYBODY = {"public": True, "max_age": 0, "s_maxage": 60}
FOR_ONE = {"private": True, "no_cache": True}


def health_apart(get_response: GetResponse) -> GetResponse:
    """Answer who asks how the site is, by whatever name or address and without TLS."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in health.PATHS:
            return get_response(request)
        request.resolver_match = resolve(request.path_info)  # by whose name it is counted
        return health.PATHS[request.path_info](request)

    return middleware


def aws_apart(get_response: GetResponse) -> GetResponse:
    """Answer AWS clients at once: no redirect, session, compression or header of the site's comes between."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return endpoint.endpoint(request) if endpoint.is_aws(request.path_info) else get_response(request)

    return middleware


def kept_by_caches(get_response: GetResponse) -> GetResponse:
    """Say who may keep an answer: what a stranger reads everybody, anything else the one who asked.

    An answer that says so itself is left as it is, and so is what is no page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.has_header("Cache-Control") or not is_page(response):
            return response
        patch_vary_headers(response, ["Cookie"])
        if not is_for_anybody(request, response):
            patch_cache_control(response, **FOR_ONE)
            return response
        patch_cache_control(response, **FOR_ANYBODY)
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return middleware


def is_page(response: HttpResponse) -> bool:
    """Whether this is HTML to look at, whole or a part of it."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and bool(response.content)


def is_for_anybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether every stranger who asks for this gets the same bytes."""
    read = request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK
    return read and is_stranger(request) and not response.cookies


def clear_for_the_next(get_response: GetResponse) -> GetResponse:
    """Have the browser forget the pages of whoever leaves: Back would show them to the next person.

    Browsers do so over HTTPS and on this machine (W3C, Clear Site Data).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if session and not session.value:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware


def scripts_of_the_site(get_response: GetResponse) -> GetResponse:
    """Let pages load scripts and styles from the static files (and admin's words in JavaScript) alone.

    What learners store below /aws/ is of the same origin, and 'self' takes no path. So this is a policy of
    its own beside the site's: what loads has to meet both.
    """
    static, words_of_admin = settings.STATIC_URL, reverse("admin:jsi18n")
    # Any host and port here: the other policy says which.
    only = f"script-src *:*{static} *:*{words_of_admin}; style-src *:*{static}"

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if POLICY in response.headers:
            response.headers[POLICY] += f", {only}"
        return response

    return middleware


def vary_on_htmx(get_response: GetResponse) -> GetResponse:
    """Tell caches that a URL answers HTMX with a partial and everyone else with a page (`wants_part`)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, PART_OR_PAGE)
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
